"""What goes out comes in again and goes out the same, to the byte: known-at history, corrections and all."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from duly.casework import access, context
from duly.casework.assessment.actions import answer_step, decide, end_membership, take_into_group
from duly.casework.assignments.actions import acknowledge, name_lead, open_case, schedule
from duly.casework.closing.actions import close_case, hold, reopen_case, resume
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct, retract
from duly.casework.events.actions import record_event
from duly.casework.models import Case, Contact, Milestone, Organization, Service, Staff
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person, change_profile
from duly.casework.reports import commands
from duly.casework.services.actions import end_service, record_milestone, record_service
from tests.broken.folders.good import GOOD, WHOLE
from tests.casework.exchange.conftest import NOW, lines
from tests.casework.scene import stand_clock

pytestmark = pytest.mark.django_db


def test_a_small_folder_goes_out_as_it_came_in(bring_in, take_out):
    assert lines(bring_in(GOOD)) == []
    assert take_out() == GOOD


def test_everything_the_files_can_say_goes_out_as_it_came_in(bring_in, take_out):
    assert lines(bring_in(WHOLE)) == []
    assert take_out() == WHOLE


def test_text_goes_out_to_the_byte(bring_in, take_out):
    """Line ends of every sort, quotation marks, spaces, formulas, letters and signs of all the world."""
    odd = 'a\rb\r\nc\n  "d", =1+1\t\u00a0\ufeff\u202e 😀 नमस्ते \\N \\. {},NULL'
    note = '"' + odd.replace('"', '""') + '"'
    files = {**GOOD, "contacts": GOOD["contacts"].replace("Prices compared.", note)}
    assert lines(bring_in(files)) == []
    assert take_out() == files


@contextmanager
def then_undone():
    """A home of its own, gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def at_work(name):
    """One of the staff, seeing the whole agency, a minute after whoever worked before."""
    later = at_work.now = at_work.now + timedelta(minutes=1)
    stand_clock(later)
    with context.bound(agency=Organization.objects.get(ref="O1").pk, whole_agency=True):
        yield access.actor_of(Staff.objects.get(ref=name), day=date(2015, 5, 21))
    stand_clock(NOW + timedelta(days=1))


def contact(case, by, **said):
    said = {"kind": "check_in", "on": date(2015, 5, 20), "mode": "phone", "outcome": "completed"} | said
    return record_contact(case, entry=uuid7(), by=by, **said)


def a_week_of_work():
    """One of everything that the application can record."""
    at_work.now = NOW
    with at_work("S2") as ana:
        jo, mei = Case.objects.get(ref="C1"), Case.objects.get(ref="C3")
        acknowledge(mei, on=date(2015, 5, 20), by=ana)
        group = contact(jo, ana, note="Together, with Mei", minutes=40, also=[(mei, "check_in")])
        lost = contact(jo, ana, outcome="no_show", mode="in_person")
    with at_work("S2") as ana:
        correct(group, reason="It was by video", by=ana, mode="video")
        retract(lost, reason="Not Jo", by=ana)
        correct(Contact.objects.get(ref="K3"), reason="Wrong day", by=ana, occurred_on=date(2014, 10, 1))
        retract(Milestone.objects.get(ref="M1"), reason="The plan was a draft", by=ana)
    with at_work("S2") as ana:
        lesson = record_service(
            jo,
            entry=uuid7(),
            kind="training",
            delivery="direct",
            started_on=date(2015, 5, 1),
            by=ana,
            status="under way",
        )
        hold(mei, reason="health", on=date(2015, 5, 19), until=date(2015, 6, 1), by=ana, note="Back in June")
        schedule(
            mei, kind="intake", starts_at=datetime(2015, 6, 3, 15, tzinfo=UTC), mode="in_person", by=ana, place="Room 2"
        )
        record_milestone(jo, entry=uuid7(), kind="first_sale", achieved_on=None, by=ana)
    with at_work("S3") as cal:
        end_service(lesson, ended_on=date(2015, 5, 21), by=cal)
        stopped = end_service(Service.objects.get(ref="V2"), ended_on=date(2015, 3, 1), by=cal, status="stopped")
        resume(mei, on=date(2015, 5, 21), by=cal)
        name_lead(jo, Staff.objects.get(ref="S3"), since=date(2015, 5, 11), by=cal)
        name_lead(mei, Staff.objects.get(ref="S2"), since=date(2015, 5, 4), by=cal)
        close_case(
            jo, entry=uuid7(), closed_on=date(2015, 5, 20), reason="withdrew", by=cal, answers={"constraints": "Moved"}
        )
    with at_work("S3") as cal:
        retract(stopped, reason="It went on", by=cal)
        again = end_service(Service.objects.get(ref="V2"), ended_on=date(2015, 4, 1), by=cal)
        correct(again, reason="A week later", by=cal, ended_on=date(2015, 4, 8))
        reopen_case(jo, why="Came back the next day", by=cal)
        reopen_case(Case.objects.get(ref="C2"), why="The job fell through", by=cal)
    with at_work("S3") as cal:
        close_case(jo, entry=uuid7(), closed_on=date(2015, 5, 21), reason="employed", by=cal, note="At the bakery")
        change_profile(mei.person, mei.organization_id, by=cal, phone="+15559999999")
        place = Organization.objects.get(ref="O4").pk
    with at_work("S4") as ben:
        noor = add_person(place, by=ben, given_name="Noor", family_name="Novak")
        planned = open_case(noor, place, program="moses", assigned_on=date(2015, 5, 18), by=ben, lead=ben.staff)
        settle(planned, ben)
        add_person(place, by=ben, given_name="Nobody's", family_name="Case")
        open_case(jo.person, place, program="set", assigned_on=date(2015, 5, 18), by=ben, accepted_on=date(2015, 5, 19))


def settle(case, by):
    """A group and its end, a decision, a test with its scores, a correction asked for and made."""
    on = date(2015, 5, 18)
    held = take_into_group(case, entry=uuid7(), group="veteran", since=on, source="staff", note="Said so", by=by)
    end_membership(held, on=date(2015, 5, 20), why="Was none", by=by)
    decide(case, entry=uuid7(), rule="title_one", eligible=True, on=on, until=None, basis=["claim"], note="Seen",
           decider=by.staff, by=by)  # fmt: skip
    test = {"looked_at": "test", "instrument": "TABE", "tested_on": "2015-05-12", "reading_score": "8", "analysis": "-"}
    answer_step(case, entry=uuid7(), step="skills", on=on, answers=test, by=by)
    asked = record_event(case, "correction_asked", on=on, until=date(2015, 6, 1), note="Which test?", by=by)
    record_event(case, "correction_made", on=on, about=asked.pk, by=by)


def figures(capsys, known_at):
    """The fidelity report as printed."""
    capsys.readouterr()
    assert not commands.fidelity("set", as_of="2015-05-21", assigned_by=None, known_at=known_at, format="json")
    return capsys.readouterr().out


def test_a_week_of_work_goes_out_and_comes_in_and_goes_out_the_same(bring_in, take_out, capsys):
    moments = [
        "2014-10-05",
        "2015-01-31",
        "2015-05-21T14:01:30+00:00",
        "2015-05-21T14:05:30+00:00",
        "2015-05-22T14:00:00+00:00",
    ]
    with then_undone():
        assert lines(bring_in(GOOD)) == []
        a_week_of_work()
        first, told = take_out(), [figures(capsys, each) for each in moments]
    assert len(first) == 17
    stand_clock(NOW + timedelta(days=1))
    assert lines(bring_in(first)) == []
    assert take_out() == first
    assert [figures(capsys, each) for each in moments] == told
    assert len(set(told)) > 2


def test_what_came_out_comes_in_beside_what_is_there_and_changes_nothing(bring_in, take_out):
    assert lines(bring_in(GOOD)) == []
    a_week_of_work()
    out = take_out()
    outcome = bring_in(out)
    assert lines(outcome) == []
    assert not outcome.new
    assert not outcome.changed
    assert take_out() == out


def test_a_home_catches_up_with_another(bring_in, take_out):
    """What was added elsewhere since comes in: closings taken back, leads followed by others, services ended."""
    with then_undone():
        assert lines(bring_in(GOOD)) == []
        a_week_of_work()
        later = take_out()
    stand_clock(NOW + timedelta(days=1))
    assert lines(bring_in(GOOD)) == []
    assert lines(bring_in(later)) == []
    assert take_out() == later
