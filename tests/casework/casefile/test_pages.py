"""The pages of one case, as the people of the scene see them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct
from duly.casework.models import Answers, Closing, Contact, Milestone, Opening, Profile, Service
from duly.casework.models.ids import uuid7


@pytest.fixture
def jo(scene):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    said = {"mode": "in_person", "outcome": "completed", "by": scene.actor("ana")}
    record_contact(case, entry=uuid7(), kind="intake", on=date(2015, 1, 11), note="Wants to open a bakery.", **said)
    return case


@pytest.fixture
def ana(scene):
    client = Client()
    client.force_login(scene.staff["ana"])
    return client


def test_the_file_shows_everything_with_its_because(jo, ana):
    """One view of every interaction with one participant: SET-117."""
    page = ana.get(reverse("case", args=[jo.ref])).content.decode()
    assert "Jo Reyes" in page
    assert "Wants to open a bakery." in page
    assert "Because" in page
    assert "SET-28" in page


def test_opening_a_file_is_on_record(jo, ana):
    ana.get(reverse("case", args=[jo.ref]))
    assert list(Opening.objects.values_list("what", "staff__name")) == [("case file", "Ana")]


def test_another_organization_s_file_does_not_exist(scene, jo):
    ben = Client()
    ben.force_login(scene.staff["ben"])
    theirs, nobodys = (ben.get(reverse("case", args=[ref])) for ref in (jo.ref, "C000000"))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)


def test_a_correction_stands_beside_what_it_changed(scene, jo, ana):
    call = record_contact(
        jo,
        entry=uuid7(),
        kind="check_in",
        on=date(2015, 1, 20),
        mode="phone",
        outcome="completed",
        note="The landlord raised the deposit",
        by=scene.actor("ana"),
    )
    correct(call, reason="wrong hurdle", by=scene.actor("ana"), note="Childcare fell through")
    page = ana.get(reverse("case", args=[jo.ref])).content.decode()
    assert "wrong hurdle" in page
    assert "<del>" in page
    assert "<ins>Childcare" in page


def test_intake_through_the_program_s_form_meets_the_duty(scene, ana):
    lee = scene.case("Lee Tran", assigned_on=date(2015, 4, 1))
    address = reverse("meeting", args=[lee.ref, "intake"])
    assert ana.get(address).status_code == 200
    said = {
        "entry": str(uuid7()),
        "occurred_on": "2015-04-06",
        "mode": "in_person",
        "idea": "Mobile bicycle repair",
        "stage": "trying",
        "needs": "A van",
        "next_step": "Price a van",
    }
    assert ana.post(address, said).status_code == 302
    contact = Contact.objects.get(case=lee)
    assert (contact.kind, contact.occurred_on) == ("intake", date(2015, 4, 6))
    assert Answers.objects.get(about=contact.pk).answers["idea"] == "Mobile bicycle repair"


def test_all_mistakes_of_a_form_are_said_at_once_and_nothing_is_lost(scene, ana):
    lee = scene.case("Lee Tran", assigned_on=date(2015, 4, 1))
    answer = ana.post(
        reverse("meeting", args=[lee.ref, "intake"]),
        {"entry": str(uuid7()), "occurred_on": "2015-04-12", "idea": "Mobile bicycle repair"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "in the future" in page
    assert "Choose one" in page
    assert "Mobile bicycle repair" in page
    assert not Contact.objects.filter(case=lee).exists()


def test_a_draft_waits_for_its_author_and_is_no_fact(scene, ana):
    lee = scene.case("Lee Tran", assigned_on=date(2015, 4, 1))
    address = reverse("meeting", args=[lee.ref, "intake"])
    ana.post(address, {"entry": str(uuid7()), "idea": "Mobile bicycle repair", "draft": "1"})
    assert "Mobile bicycle repair" in ana.get(address).content.decode()
    assert not Contact.objects.filter(case=lee).exists()


def test_services_and_milestones_are_recorded_and_ended(jo, ana):
    ana.post(
        reverse("service", args=[jo.ref]),
        {
            "entry": str(uuid7()),
            "kind": "coaching",
            "delivery": "direct",
            "topic": "price points",
            "started_on": "2015-02-01",
        },
    )
    service = Service.objects.get(case=jo)
    ana.post(reverse("service-end", args=[jo.ref, service.pk]), {"entry": str(uuid7()), "ended_on": "2015-02-20"})
    ana.post(
        reverse("milestone", args=[jo.ref]), {"entry": str(uuid7()), "kind": "first_sale", "achieved_on": "2015-03-01"}
    )
    page = ana.get(reverse("case", args=[jo.ref])).content.decode()
    assert "price points" in page
    assert "1–20 Feb" in page
    assert Milestone.objects.filter(case=jo).exists()


def test_a_milestone_sent_twice_is_one_and_another_body_is_refused(jo, ana):
    address, said = reverse("milestone", args=[jo.ref]), {"entry": str(uuid7()), "achieved_on": "2015-03-01"}
    kinds = ("first_sale", "first_sale", "staff_hired")
    answers = [ana.post(address, said | {"kind": kind}).status_code for kind in kinds]
    assert answers == [302, 302, 409]
    assert Milestone.objects.filter(case=jo).count() == 1


def test_an_entry_is_corrected_or_taken_back_through_the_page(jo, ana):
    intake = Contact.objects.get(case=jo)
    address = reverse("correct", args=[jo.ref, intake.pk])
    assert ana.get(address).status_code == 200
    said = {
        "kind": "intake",
        "occurred_on": "2015-01-12",
        "mode": "in_person",
        "outcome": "completed",
        "note": intake.note,
        "why": "Wrong day",
    }
    assert ana.post(address, said).status_code == 302
    changed = Contact.objects.exclude(pk=intake.pk).get(case=jo)
    assert changed.occurred_on == date(2015, 1, 12)
    ana.post(reverse("correct", args=[jo.ref, changed.pk]), {"take_back": "1", "why": "Never held"})
    assert "Never held" in ana.get(reverse("case", args=[jo.ref]) + "?show=change").content.decode()


def test_closing_as_unresponsive_needs_a_try_and_a_look_at_constraints(jo, ana):
    said = {"entry": str(uuid7()), "closed_on": "2015-04-06", "reason": "unresponsive", "note": ""}
    answer = ana.post(reverse("close", args=[jo.ref]), said)
    assert answer.status_code == 422
    assert not Closing.objects.exists()
    assert "has not been written down" in answer.content.decode()
    ana.post(reverse("close", args=[jo.ref]), said | {"constraints": "Asked by letter; no illness known"})
    assert Closing.objects.get().reason == "unresponsive"


def test_a_closed_case_opens_again_with_a_reason(jo, ana):
    said = {"entry": str(uuid7()), "closed_on": "2015-04-06", "reason": "employed"}
    ana.post(reverse("close", args=[jo.ref]), said)
    assert ana.post(reverse("reopen", args=[jo.ref]), {"why": ""}).status_code == 422
    ana.post(reverse("reopen", args=[jo.ref]), {"why": "The job fell through"})
    assert "The job fell through" in ana.get(reverse("case", args=[jo.ref]) + "?show=change").content.decode()


def test_a_hold_has_a_reason_and_a_day_to_look_again(jo, ana):
    answer = ana.post(reverse("hold", args=[jo.ref]), {"reason": "illness", "until": "2015-04-01"})
    assert answer.status_code == 422
    ana.post(reverse("hold", args=[jo.ref]), {"reason": "illness", "until": "2015-05-06"})
    assert "On hold, look again" in ana.get(reverse("case", args=[jo.ref])).content.decode()


def test_the_summary_tells_a_case_in_one_page(jo, ana):
    """Background, progress and last contacts, to discuss the case in detail: SET-105."""
    page = ana.get(reverse("case-summary", args=[jo.ref])).content.decode()
    assert "Wants to open a bakery." in page
    assert "Check-in" in page


def test_a_person_in_two_programs_is_one_person(scene, ana):
    """No second entry of who somebody is: SET-121."""
    said = {"given_name": "Lee", "family_name": "Tran", "birth_date": "1970-01-02", "organization": str(scene.c.pk)}
    said |= {"assigned_on": "2015-04-06", "lead": str(scene.staff["ana"].pk)}
    ana.post(reverse("enroll"), said | {"program": "set"})
    person = Profile.objects.get().person
    ana.post(reverse("enroll"), said | {"program": "moses", "same": str(person.pk)})
    assert sorted(person.cases.values_list("program", flat=True)) == ["moses", "set"]


def test_support_staff_may_not_close(scene, jo):
    sue = Client()
    sue.force_login(scene.staff["sue"])
    assert sue.get(reverse("close", args=[jo.ref])).status_code == 404


def test_a_new_participant_gets_a_case_and_somebody_alike_is_asked_about(scene, ana):
    said = {
        "given_name": "Mei",
        "family_name": "Vega",
        "birth_date": "1961-10-15",
        "program": "set",
        "organization": str(scene.c.pk),
        "assigned_on": "2015-04-06",
        "lead": str(scene.staff["ana"].pk),
    }
    assert ana.post(reverse("enroll"), said).status_code == 302
    again = ana.post(reverse("enroll"), said)
    assert again.status_code == 422
    assert "Somebody like this is on file" in again.content.decode()
    person = Profile.objects.get().person
    assert ana.post(reverse("enroll"), said | {"same": str(person.pk)}).status_code == 302
    assert person.cases.count() == 2
    assert Profile.objects.count() == 1
