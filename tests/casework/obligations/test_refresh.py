"""What is owed follows from the facts in the transaction that adds them, and can be thrown away and rebuilt."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct, retract
from duly.casework.models import Case, CaseLine, Contact, Obligation
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import rebuild
from duly.casework.once import AlreadyDifferent
from tests.casework.scene import MONDAY, Scene


def contact(scene: Scene, case: Case, kind: str, on: date, mode: str = "phone", outcome: str = "completed") -> Contact:
    return record_contact(case, entry=uuid7(), kind=kind, on=on, mode=mode, outcome=outcome, by=scene.actor("ana"))


def duties(case: Case, rule: str) -> list[Obligation]:
    return list(Obligation.objects.filter(agency_id=case.agency_id, case=case, rule=rule).order_by("nth"))


def test_a_new_case_owes_an_intake_within_fourteen_days(scene):
    jo = scene.case("Jo Reyes", assigned_on=MONDAY)
    assert [each.due_on for each in duties(jo, "intake")] == [MONDAY + timedelta(days=14)]


def test_an_intake_in_person_starts_twelve_windows(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    contact(scene, jo, "intake", date(2015, 1, 11), mode="in_person")
    windows = duties(jo, "check_in")
    assert (len(windows), windows[0].due_on, windows[11].due_on) == (12, date(2015, 2, 10), date(2016, 1, 6))


def test_an_unanswered_try_meets_nothing(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    contact(scene, jo, "intake", date(2015, 1, 11), mode="in_person")
    contact(scene, jo, "check_in", date(2015, 1, 20), outcome="no_response")
    assert not any(each.met_by for each in duties(jo, "check_in"))
    assert CaseLine.objects.get(case=jo).tries == 1


def test_a_retracted_contact_no_longer_meets_its_window(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    contact(scene, jo, "intake", date(2015, 1, 11), mode="in_person")
    call = contact(scene, jo, "check_in", date(2015, 1, 20))
    assert duties(jo, "check_in")[0].met_by == call.pk
    retract(call, reason="It was somebody else", by=scene.actor("ana"))
    assert duties(jo, "check_in")[0].met_by is None


def test_a_corrected_date_moves_the_windows_and_keeps_the_original(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    intake = contact(scene, jo, "intake", date(2015, 1, 11), mode="in_person")
    correct(intake, reason="Wrong day", by=scene.actor("ana"), occurred_on=date(2015, 1, 13))
    assert duties(jo, "check_in")[0].due_on == date(2015, 2, 12)
    assert Contact.objects.get(pk=intake.pk).occurred_on == date(2015, 1, 11)


def test_the_same_entry_sent_twice_is_one_contact(scene):
    jo, entry = scene.case("Jo Reyes"), uuid7()
    said = {"entry": entry, "kind": "check_in", "on": MONDAY, "mode": "phone", "outcome": "completed"}
    said["by"] = scene.actor("ana")
    record_contact(jo, **said)
    record_contact(jo, **said)
    assert Contact.objects.filter(case=jo).count() == 1
    with pytest.raises(AlreadyDifferent):
        record_contact(jo, **said | {"mode": "email"})


def test_one_entry_credits_several_cases_each_under_its_own_kind(scene):
    jo, lee = (scene.case(name, assigned_on=date(2015, 1, 1)) for name in ("Jo Reyes", "Lee Tran"))
    for case in (jo, lee):
        contact(scene, case, "intake", date(2015, 1, 11), mode="in_person")
    record_contact(
        jo,
        entry=uuid7(),
        kind="check_in",
        on=date(2015, 1, 20),
        mode="in_person",
        outcome="completed",
        by=scene.actor("ana"),
        also=[(lee, "check_in")],
    )
    assert all(duties(case, "check_in")[0].met_on == date(2015, 1, 20) for case in (jo, lee))


def test_obligations_can_be_thrown_away_and_rebuilt(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    contact(scene, jo, "intake", date(2015, 1, 11), mode="in_person")
    before = list(Obligation.objects.order_by("rule", "nth").values())
    assert rebuild(jo.agency_id, [jo.pk]) == 0
    Obligation.objects.filter(agency_id=jo.agency_id).delete()
    assert rebuild(jo.agency_id, [jo.pk]) == len(before)
    assert list(Obligation.objects.order_by("rule", "nth").values()) == before


def test_a_case_of_another_organization_takes_no_contact_of_ours(scene):
    jo = scene.case("Jo Reyes")
    jo.organization_id = scene.d.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(scene, jo, "check_in", MONDAY)
