"""Two people at the same moment: nothing is lost, nothing is done twice, and what is owed equals a rebuild.

An interleaving is not left to luck: the first holds its transaction open until the database says the second waits.
"""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from duly.casework import access, clock, context
from duly.casework.asks.actions import Answered
from duly.casework.asks.queries import Asked, ask_with
from duly.casework.assignments.actions import current_lead, name_lead, take
from duly.casework.casefile.record import record_of
from duly.casework.closing.actions import ClosedAlready, close_case, current_closing, reopen_case
from duly.casework.closing.suspending import close_for_good, refuse, suspend
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import ReplacedAlready, correct, retract
from duly.casework.models import Assignment, Case, CaseEvent, CaseLine, Closing, Contact, Correction
from duly.casework.models.ids import uuid7
from duly.casework.obligations import refresh
from duly.casework.once import AlreadyDifferent
from duly.casework.transfers.actions import accept, ask_transfer
from duly.casework.transfers.packet import packet
from duly.engine.reading import load
from tests import databases
from tests.casework.scene import MONDAY, Scene, set_scene, stand_clock

PARALLEL = 8


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Scene]:
    """Ana and the others, committed: races need connections of their own."""
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock(), databases.copy(databases.empty(), f"races_{os.getpid()}") as name:
        databases.point_at(name)
        stand_clock()
        try:
            yield set_scene()
        finally:
            clock.forget()
            databases.point_at(before)


@pytest.fixture
def people(scene: Scene) -> tuple[Case, access.Actor, access.Actor]:
    """A case nobody has touched, led by Ana, and Cal, who directs the same provider."""
    with context.bound(agency=scene.root.pk, whole_agency=True):
        return scene.case(), scene.actor("ana"), scene.actor("cal")


def bound(case: Case) -> AbstractContextManager[None]:
    return context.bound(agency=case.agency_id, organizations=[case.organization_id])


def call(case: Case, by: access.Actor, *, entry: object = None, day: int = 2, note: str = "") -> Contact:
    said = {"kind": "check_in", "mode": "phone", "outcome": "completed", "on": MONDAY.replace(day=day)}
    return record_contact(case, entry=entry or uuid7(), note=note, by=by, **said)


def apart(case: Case, verb: Callable[[], object]) -> object:
    """What somebody else does: in a connection and a transaction of their own. Returns what was raised, too."""
    try:
        with bound(case):
            return verb()
    except Exception as refused:  # noqa: BLE001 (the test judges what came back)
        return refused
    finally:
        connections.close_all()


def overlapping(case: Case, first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """The second begins while the first has written and not yet committed, and waits or is through."""
    with ThreadPoolExecutor(1) as other:
        with bound(case):
            done = first()
            later = other.submit(apart, case, second)
            wait_until_it_waits(later)
        return done, later.result(timeout=20)


def wait_until_it_waits(later: "Future[object]") -> None:
    since = time.monotonic()
    while not later.done() and time.monotonic() - since < 10:
        if waiting():
            return
        time.sleep(0.01)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database OR database IS NULL"
                       " WHERE NOT granted AND d.datname = current_database()")  # fmt: skip
        return cursor.fetchone()[0]


def at_once(case: Case, verbs: list[Callable[[], object]]) -> list[object]:
    """All of them released by one starting gun."""
    gate = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> object:
        return apart(case, lambda: (gate.wait(20), verb())[1])

    with ThreadPoolExecutor(len(verbs)) as crowd:
        return list(crowd.map(run, verbs))


def rows_a_rebuild_would_change(case: Case) -> int:
    with bound(case):
        return refresh.rebuild(case.agency_id, [case.pk])


def contacts(case: Case) -> int:
    with bound(case):
        return Contact.objects.filter(agency_id=case.agency_id, case=case).count()


def test_two_contacts_at_one_moment_both_count(people):
    case, ana, cal = people
    before = contacts(case)
    overlapping(case, lambda: call(case, ana, day=2), lambda: call(case, cal, day=3))
    assert contacts(case) == before + 2
    assert rows_a_rebuild_would_change(case) == 0


def test_without_the_lock_on_the_line_the_second_does_not_see_the_first(people, monkeypatch):
    monkeypatch.setattr(refresh, "LOCKED", refresh.LOCKED.replace("FOR UPDATE", ""))
    case, ana, cal = people
    overlapping(case, lambda: call(case, ana, day=3), lambda: call(case, cal, day=2))
    assert rows_a_rebuild_would_change(case) > 0


def test_a_storm_of_contacts_is_all_there(people):
    case, ana, cal = people
    before = contacts(case)
    workers = [ana, cal] * (PARALLEL // 2)
    at_once(case, [lambda by=by, day=day: call(case, by, day=day) for day, by in enumerate(workers, start=1)])
    assert contacts(case) == before + PARALLEL
    assert rows_a_rebuild_would_change(case) == 0


def test_one_entry_sent_eight_times_at_once_is_one_contact(people):
    case, ana, _ = people
    before, entry = contacts(case), uuid7()
    saved = at_once(case, [lambda: call(case, ana, entry=entry)] * PARALLEL)
    assert [each.pk for each in saved] == [entry] * PARALLEL
    assert contacts(case) == before + 1
    assert rows_a_rebuild_would_change(case) == 0


def test_one_entry_with_other_content_is_refused_to_the_second(people):
    case, ana, _ = people
    before, entry = contacts(case), uuid7()
    said = at_once(case, [lambda n=n: call(case, ana, entry=entry, note=f"note {n}") for n in range(PARALLEL)])
    assert sum(isinstance(each, AlreadyDifferent) for each in said) == PARALLEL - 1
    assert contacts(case) == before + 1


def closing(case: Case, by: access.Actor) -> Callable[[], Closing]:
    return lambda: close_case(case, entry=uuid7(), closed_on=MONDAY, reason="employed", by=by)


def test_two_people_close_one_case_and_the_second_is_told(people):
    case, ana, cal = people
    closed, told = overlapping(case, closing(case, ana), closing(case, cal))
    assert isinstance(told, ClosedAlready)
    assert str(ana.staff) in str(told)
    with bound(case):
        assert list(Closing.objects.filter(agency_id=case.agency_id, case=case)) == [closed]
    assert rows_a_rebuild_would_change(case) == 0


def test_a_case_reopened_by_two_is_reopened_once(people):
    case, ana, cal = people
    with bound(case):
        closing(case, ana)()
    said = overlapping(
        case, lambda: reopen_case(case, why="mistake", by=ana), lambda: reopen_case(case, why="mistake", by=cal)
    )
    assert said == (None, None)
    with bound(case):
        assert current_closing(case) is None
    assert rows_a_rebuild_would_change(case) == 0


def test_two_put_one_entry_right_and_the_second_is_told(people):
    case, ana, cal = people
    with bound(case):
        entry = call(case, ana)
    _, told = overlapping(
        case,
        lambda: correct(entry, reason="wrong day", by=ana, occurred_on=MONDAY),
        lambda: retract(entry, reason="never happened", by=cal),
    )
    assert isinstance(told, ReplacedAlready)
    with bound(case):
        assert Correction.objects.get(agency_id=case.agency_id, replaces=entry.pk).reason == "wrong day"
    assert rows_a_rebuild_would_change(case) == 0


def leads(case: Case) -> list[Assignment]:
    with bound(case):
        return list(Assignment.objects.filter(agency_id=case.agency_id, case=case, during__isempty=False))


def test_two_name_a_lead_at_once_and_there_is_one_lead(scene, people):
    case, ana, cal = people
    sue = scene.staff["sue"]
    said = overlapping(
        case,
        lambda: name_lead(case, cal.staff, since=MONDAY, by=ana),
        lambda: name_lead(case, sue, since=MONDAY, by=cal),
    )
    assert all(isinstance(each, Assignment) for each in said), said
    assert [each.staff_id for each in leads(case) if each.during.upper is None] == [sue.pk]
    assert rows_a_rebuild_would_change(case) == 0


def test_a_case_that_changes_hands_twice_on_one_day_has_one_lead(scene, people):
    """The one named in between answered for it on no day: an empty range, which is not an open one."""
    case, ana, cal = people
    for staff in (cal.staff, scene.staff["sue"], ana.staff):
        with bound(case):
            name_lead(case, staff, since=MONDAY, by=ana)
            assert current_lead(case).staff == staff
            assert CaseLine.objects.get(agency_id=case.agency_id, case=case).lead_id == staff.pk
    assert rows_a_rebuild_would_change(case) == 0


def test_one_new_case_taken_by_two_is_taken_once(people):
    case, ana, cal = people
    acts = [lambda by=by: take(case, on=MONDAY, by=by) for by in [ana, cal] * (PARALLEL // 2)]
    said = at_once(case, acts)
    assert all(isinstance(each, tuple) for each in said), said
    with bound(case):
        acknowledged = CaseEvent.objects.filter(agency_id=case.agency_id, case=case, kind="acknowledged")
        assert acknowledged.count() == 1


def test_a_contact_logged_while_the_case_changes_hands_leaves_it_with_the_new_lead(people):
    case, ana, cal = people
    before = contacts(case)
    overlapping(
        case,
        lambda: name_lead(case, cal.staff, since=MONDAY, by=ana),
        lambda: call(case, ana),
    )
    with bound(case):
        line = CaseLine.objects.get(agency_id=case.agency_id, case=case)
        assert (line.lead_id, current_lead(case).staff_id) == (cal.staff.pk,) * 2
    assert contacts(case) == before + 1
    assert rows_a_rebuild_would_change(case) == 0


def test_the_log_form_of_a_worker_who_no_longer_leads_is_taken_and_that_of_a_leaver_is_not(people):
    """Rights are those of the moment of saving: the organization's, never those of the moment the form was opened."""
    case, ana, cal = people
    client = Client()
    client.force_login(ana.staff)
    form = client.get(reverse("log", args=[case.ref])).content.decode()
    entry = form.split('name="entry" value="')[1].split('"')[0]
    with bound(case):
        name_lead(case, cal.staff, since=MONDAY, by=cal)
    before = contacts(case)
    said = {"entry": entry, "kind": "check_in", "occurred_on": "2015-04-06", "mode": "phone", "outcome": "completed"}
    assert client.post(reverse("log", args=[case.ref]), said).status_code == 303
    held = ana.staff.memberships.get().during
    ana.staff.memberships.update(during=("2013-07-01", "2015-04-06"))
    assert client.post(reverse("log", args=[case.ref]), said | {"entry": uuid7()}).status_code == 404
    assert contacts(case) == before + 1
    ana.staff.memberships.update(during=held)


def released(scene: Scene, case: Case) -> tuple[Asked, SimpleNamespace]:
    """The case, on its way to Provider D; and that place, for whoever answers there."""
    with context.bound(agency=scene.root.pk, whole_agency=True):
        what = packet(record_of(case), because="moved", today=MONDAY, by=scene.actor("cal"))
        ask = ask_transfer(case, entry=uuid7(), to=scene.d.pk, what=what, on=MONDAY, by=scene.actor("cal"))
        asked = ask_with(case.agency_id, case.pk, ask.pk)
    assert asked
    return asked, SimpleNamespace(agency_id=case.agency_id, organization_id=scene.d.pk)


@pytest.mark.parametrize("same", [False, True])
def test_a_case_taken_over_twice_at_one_moment_goes_on_once(scene, people, same):
    asked, there = released(scene, people[0])
    with context.bound(agency=scene.root.pk, whole_agency=True):
        dot, ben = scene.actor("dot"), scene.staff["ben"]
    entries = [uuid7()] * 2 if same else [uuid7(), uuid7()]
    first, second = (
        lambda entry=entry: accept(asked, entry=entry, lead=ben, letter="", on=MONDAY, seen="", by=dot)
        for entry in entries
    )
    done, other = overlapping(there, first, second)
    assert other == done if same else isinstance(other, ClosedAlready | Answered)
    with bound(there):
        assert Case.objects.filter(agency_id=scene.root.pk, continues=people[0].pk).count() == 1


def test_what_is_decided_twice_at_one_moment_is_decided_once(scene, people):
    with context.bound(agency=scene.root.pk, whole_agency=True):
        jo, ana, cal = scene.case(program="moses"), scene.actor("ana"), scene.actor("cal")
        what = {"reason": "other", "closed_on": MONDAY.isoformat(), "note": "", "answers": {"explanation": "Left."}}
        edition = load(jo.program, jo.edition)
        ask = suspend(jo, edition, entry=uuid7(), what=what, on=MONDAY, by=ana)
        asked = ask_with(jo.agency_id, jo.pk, ask.pk)
    done, other = overlapping(
        jo,
        lambda: close_for_good(asked, entry=uuid7(), seen="", by=cal),
        lambda: refuse(asked, edition, entry=uuid7(), seen="", on=MONDAY, by=cal, note="No."),
    )
    assert done.answer == "granted"
    assert isinstance(other, Answered)
    assert rows_a_rebuild_would_change(jo) == 0
