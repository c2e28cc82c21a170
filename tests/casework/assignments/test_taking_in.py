"""New assignments: seen by the next day, somebody answers for each, the first meeting agreed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from duly.casework.assignments.actions import current_lead, open_case
from duly.casework.assignments.queries import newcomers
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Appointment, Assignment, CaseEvent, CaseLine
from duly.casework.people.actions import add_person
from tests.casework.scene import MONDAY

HTMX = {"HX-Request": "true"}


@pytest.fixture
def nobodys(scene):
    """Rosa was assigned to the provider on Saturday, and nobody answers for her."""
    cal = scene.actor("cal")
    rosa = add_person(scene.c.pk, by=cal, given_name="Rosa", family_name="Garner")
    return open_case(rosa, scene.c.pk, program="set", assigned_on=date(2015, 4, 4), by=cal)


def as_(client, scene, who):
    client.force_login(scene.staff[who])
    return client


def page_after(client, answer):
    return client.get(answer.headers["Location"]).content.decode()


def test_the_unseen_and_the_unassigned_stand_on_the_page(scene, nobodys):
    """SET-17, SET-18."""
    lee = scene.case("Lee Tran")
    found = newcomers(scene.actor("cal"))
    assert [(each.ref, each.line.lead is None) for each in found] == [(nobodys.ref, True), (lee.ref, False)]
    assert (found[0].seen.text, found[0].owed, found[0].left.text) == ("1 day late", "Intake", "in 12 days")
    assert newcomers(scene.actor("ben")) == []


def test_a_try_shows_that_the_assignment_was_seen(scene):
    lee = scene.case("Lee Tran")
    record_contact(
        lee, entry=uuid4(), kind="intake", on=MONDAY, mode="phone", outcome="no_response", by=scene.actor("ana")
    )
    assert newcomers(scene.actor("ana")) == []


def test_taking_somebody_acknowledges_them_and_names_whoever_took_them(scene, nobodys, client):
    page = page_after(client, as_(client, scene, "ana").post(f"/cases/{nobodys.ref}/take"))
    assert "Taken: you answer for <b>Rosa Garner</b> from today." in page
    assert current_lead(nobodys).staff == scene.staff["ana"]
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=nobodys).acknowledged_on == MONDAY


def test_support_staff_acknowledge_and_name_nobody(scene, nobodys, client):
    page = page_after(client, as_(client, scene, "sue").post(f"/cases/{nobodys.ref}/take"))
    assert "Acknowledged: <b>Rosa Garner</b>." in page
    assert current_lead(nobodys) is None


def test_a_second_press_changes_nothing(scene, nobodys, client):
    for who in ("ana", "cal", "cal"):
        as_(client, scene, who).post(f"/cases/{nobodys.ref}/take")
    assert CaseEvent.objects.filter(agency_id=scene.root.pk, case=nobodys).count() == 1
    assert current_lead(nobodys).staff == scene.staff["ana"]


def test_an_acknowledgement_can_be_taken_back_by_its_author(scene, client):
    lee = scene.case("Lee Tran")
    as_(client, scene, "sue").post(f"/cases/{lee.ref}/take?back=/")
    event = CaseEvent.objects.get(agency_id=scene.root.pk, case=lee)
    undo = f"/cases/{lee.ref}/acknowledgement/{event.pk}/undo"
    assert as_(client, scene, "ana").post(undo).status_code == 404
    assert as_(client, scene, "sue").post(undo).status_code == 303
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=lee).acknowledged_on is None


def test_a_director_names_who_answers_for_a_case(scene, nobodys, client):
    as_(client, scene, "cal").post(f"/cases/{nobodys.ref}/advisor", {"staff": scene.staff["ana"].pk})
    assert current_lead(nobodys).staff == scene.staff["ana"]
    assert Assignment.objects.get(agency_id=scene.root.pk, case=nobodys).during.lower == MONDAY


@pytest.mark.parametrize("who", ["ben", "sue", "lia"])
def test_only_somebody_who_works_there_with_cases_can_be_named(scene, nobodys, client, who):
    page = page_after(
        client, as_(client, scene, "cal").post(f"/cases/{nobodys.ref}/advisor", {"staff": scene.staff[who].pk})
    )
    assert "Not named: Choose somebody who works here." in page
    assert current_lead(nobodys) is None


def test_support_staff_may_not_name_anybody_and_strangers_see_nothing(scene, nobodys, client):
    asked = {"staff": scene.staff["ana"].pk}
    assert as_(client, scene, "sue").post(f"/cases/{nobodys.ref}/advisor", asked).status_code == 404
    assert as_(client, scene, "ben").post(f"/cases/{nobodys.ref}/advisor", asked).status_code == 404
    assert as_(client, scene, "ben").post(f"/cases/{nobodys.ref}/take").status_code == 404


# Meetings


def asked(**changes):
    return {"entry": str(uuid4()), "kind": "intake", "day": "2015-04-08", "time": "14:30", "mode": "in_person",
            "place": "Office, room 2"} | changes  # fmt: skip


def test_a_meeting_is_agreed_on_the_clock_of_the_program(scene, nobodys, client):
    """SET-26: the scheduled intake is on record; what came of it is a contact."""
    page = page_after(
        client, as_(client, scene, "ana").post(f"/cases/{nobodys.ref}/schedule?back=/assignments", asked())
    )
    assert "Agreed with <b>Rosa Garner</b>: in person, Wed 8 Apr, 14:30." in page
    meeting = Appointment.objects.get(agency_id=scene.root.pk, case=nobodys)
    assert (meeting.starts_at, meeting.place) == (datetime(2015, 4, 8, 19, 30, tzinfo=UTC), "Office, room 2")


def test_the_form_proposes_the_next_working_day_and_the_way_that_counts(nobodys, scene, client):
    page = as_(client, scene, "ana").get(f"/cases/{nobodys.ref}/schedule", headers=HTMX).content.decode()
    assert 'value="2015-04-07"' in page
    assert '<option value="intake" selected>' in page
    assert '<option value="in_person" selected>' in page


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"day": "2015-04-06", "time": "08:00"}, "That is over: in Chicago it is Mon 6 Apr, 9:00."),
    ({"day": "2016-03-13", "time": "02:30"}, "Clocks in Chicago skip this time on that day"),
    ({"day": "2071-04-06"}, "More than two years ahead. Check the year."),
    ({"day": "", "time": ""}, "Say at what time."),
    ({"kind": "banquet"}, "Select a valid choice"),
])  # fmt: skip
def test_a_moment_that_cannot_be_is_refused_with_the_way_out(nobodys, scene, client, changes, sentence):
    answer = as_(client, scene, "ana").post(f"/cases/{nobodys.ref}/schedule", asked(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Appointment.objects.filter(agency_id=scene.root.pk).exists()


def test_the_same_meeting_sent_twice_is_one_and_another_time_under_it_is_held_up(scene, nobodys, client):
    once = asked()
    ana = as_(client, scene, "ana")
    assert [ana.post(f"/cases/{nobodys.ref}/schedule", once).status_code for _ in range(2)] == [303, 303]
    assert ana.post(f"/cases/{nobodys.ref}/schedule", once | {"time": "15:30"}).status_code == 409
    assert Appointment.objects.filter(agency_id=scene.root.pk).count() == 1
    assert timedelta(0) < Appointment.objects.get(agency_id=scene.root.pk).starts_at - datetime(2015, 4, 8, tzinfo=UTC)
