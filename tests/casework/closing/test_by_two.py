"""Closing takes two where the program says so: suspended with reasons, decided by another (MOS-64, MOS-74)."""

import re
from datetime import date

import pytest

from duly.casework.asks.queries import asks_of
from duly.casework.contacts.actions import record_contact
from duly.casework.events.actions import record_event
from duly.casework.models import Ask, CaseEvent, CaseLine, Closing, Obligation, Reply, Service
from duly.casework.models.ids import uuid7
from tests.casework.scene import MONDAY

JOB = {
    "reason": "employment", "closed_on": "2015-04-06", "job_title": "Machine operator", "started_on": "2015-03-09",
    "employer": "Example Precision Parts", "employer_address": "20 Example Road", "employer_phone": "555-010-0220",
    "employer_contact": "Pat Example, foreman", "pay": "24.50", "hours": "40", "benefits": ["health", "leave"],
    "came_about": "obtained", "verified_how": "Pay slip seen", "verified_on": "2015-04-03",
}  # fmt: skip


@pytest.fixture
def jo(scene):
    return scene.case("Jo Reyes", program="moses", assigned_on=date(2015, 1, 5))


def ask(client, scene, jo, who="ana", **changes):
    client.force_login(scene.staff[who])
    return client.post(f"/cases/{jo.ref}/close", JOB | {"entry": uuid7()} | changes)


def look(client, scene, jo, who="cal"):
    client.force_login(scene.staff[who])
    page = client.get(f"/cases/{jo.ref}/decide").content.decode()
    found = {name: re.search(f'name="{name}" value="([^"]*)"', page) for name in ("entry", "seen")}
    return {name: match.group(1) for name, match in found.items() if match}, re.sub(r"\s+", " ", page)


def decide(client, scene, jo, decision, who="cal", **changes):
    hidden, _ = look(client, scene, jo, who)
    return client.post(f"/cases/{jo.ref}/decide", hidden | {"decision": decision} | changes)


def standing(jo):
    line = CaseLine.objects.get(agency_id=jo.agency_id, case=jo)
    return line.exit_on, line.exit_reason


def test_suspending_asks_and_stops_the_contact_clock(scene, client, jo):
    owed = Obligation.objects.filter(agency_id=jo.agency_id, case=jo, rule="contact", met_by=None)
    assert owed.exists()
    assert ask(client, scene, jo).status_code == 302
    assert {each.kind for each in CaseEvent.objects.filter(case=jo)} == {"suspended", "entered_employment"}
    assert not owed.filter(lapses_on=None).exists()
    assert standing(jo) == (None, "")  # open to its worker until somebody else decides


def test_an_outcome_service_goes_on_record_with_the_job(scene, client, jo):
    """MOS-72."""
    ask(client, scene, jo)
    found = Service.objects.get(agency_id=jo.agency_id, case=jo)
    assert (found.kind, found.started_on, found.ended_on) == ("entered_employment", date(2015, 3, 9), date(2015, 3, 9))


def test_an_event_that_adds_nothing_adds_nothing(scene, jo):
    record_event(jo, "reading_score", on=MONDAY, by=scene.actor("ana"))
    assert not Service.objects.filter(case=jo).exists()


def test_somebody_else_closes_it_with_everything_in_place(scene, client, jo):
    ask(client, scene, jo)
    _, page = look(client, scene, jo)
    assert "Everything is in place." in page
    assert "Pat Example, foreman" in page
    assert decide(client, scene, jo, "close").status_code == 302
    assert standing(jo) == (date(2015, 4, 6), "employment")
    reply = Reply.objects.get(case=jo)
    assert (reply.answer, len(reply.seen)) == ("granted", 64)


def test_what_is_missing_stops_the_closing_and_not_the_asking(scene, client, jo):
    assert ask(client, scene, jo, employer_contact="", pay="").status_code == 302
    _, page = look(client, scene, jo)
    assert "2 of 6 things missing" in page
    answer = decide(client, scene, jo, "close")
    assert answer.status_code == 422
    assert "It cannot be closed yet: 2 things missing" in answer.content.decode()
    assert not Closing.objects.filter(case=jo).exists()


def test_each_missing_thing_links_to_its_field(scene, client, jo):
    ask(client, scene, jo, employer_contact="")
    client.force_login(scene.staff["ana"])
    page = client.get(f"/cases/{jo.ref}/close").content.decode()
    assert '<a href="#id_employer_contact">add</a>' in page
    assert 'id="id_employer_contact"' in page


def test_no_goal_may_be_pending(scene, client, jo):
    """MOS-73."""
    record_event(jo, "step", what="goal", on=date(2015, 1, 12), until=date(2015, 6, 30), by=scene.actor("ana"))
    ask(client, scene, jo)
    _, page = look(client, scene, jo)
    assert "pending: Goal, due 30 Jun" in page
    assert decide(client, scene, jo, "close").status_code == 422


def test_whoever_prepares_does_not_decide(scene, client, jo):
    ask(client, scene, jo, who="cal")
    hidden, page = look(client, scene, jo)
    assert "You prepared this; somebody else decides." in page
    assert hidden == {}
    sent = {"entry": uuid7(), "seen": "x", "decision": "close"}
    assert client.post(f"/cases/{jo.ref}/decide", sent).status_code == 409
    assert standing(jo) == (None, "")


def test_a_case_manager_may_not_decide(scene, client, jo):
    ask(client, scene, jo, who="cal")
    client.force_login(scene.staff["ana"])
    assert client.get(f"/cases/{jo.ref}/decide").status_code == 404


def test_more_is_asked_for_and_the_case_stays_suspended(scene, client, jo):
    ask(client, scene, jo, employer_contact="")
    decide(client, scene, jo, "more", about=["employer_contact"], note="Who can confirm it?", by="2015-04-13")
    client.force_login(scene.staff["ana"])
    page = re.sub(r"\s+", " ", client.get(f"/cases/{jo.ref}/").content.decode())
    assert "More is asked for by Mon 13 Apr." in page
    assert "Contact person: Who can confirm it?" in page
    assert "returned" not in {each.kind for each in CaseEvent.objects.filter(case=jo)}
    ask(client, scene, jo)
    assert [each.back for each in asks_of(jo.agency_id, jo.pk)] == [None]
    assert decide(client, scene, jo, "close").status_code == 302


def test_a_decision_holds_for_exactly_what_was_seen(scene, client, jo):
    ask(client, scene, jo)
    hidden, _ = look(client, scene, jo)
    record_contact(jo, entry=uuid7(), kind="review", on=MONDAY, mode="phone", outcome="completed", note="Laid off.",
                   by=scene.actor("ana"))  # fmt: skip
    answer = client.post(f"/cases/{jo.ref}/decide", hidden | {"decision": "close"})
    assert answer.status_code == 409
    assert "Something changed since you looked" in answer.content.decode()
    assert not Closing.objects.filter(case=jo).exists()
    again = re.search('name="seen" value="([^"]*)"', answer.content.decode()).group(1)
    assert client.post(f"/cases/{jo.ref}/decide", hidden | {"decision": "close", "seen": again}).status_code == 302


def test_back_to_active_needs_a_word_and_starts_the_clock(scene, client, jo):
    ask(client, scene, jo)
    assert decide(client, scene, jo, "back").status_code == 422
    assert decide(client, scene, jo, "back", note="The job ended.").status_code == 302
    assert CaseEvent.objects.filter(case=jo, kind="returned").count() == 1
    assert Obligation.objects.filter(case=jo, rule="contact", met_by=None, lapses_on=None).exists()


def test_the_worker_takes_it_back(scene, client, jo):
    ask(client, scene, jo)
    assert client.post(f"/cases/{jo.ref}/close/back").status_code == 302
    assert asks_of(jo.agency_id, jo.pk) == []
    assert CaseEvent.objects.filter(case=jo, kind="returned").count() == 1
    client.force_login(scene.staff["cal"])
    assert client.get(f"/cases/{jo.ref}/decide").status_code == 302


def test_reopened_it_is_active_in_the_same_episode(scene, client, jo):
    ask(client, scene, jo)
    decide(client, scene, jo, "close")
    client.post(f"/cases/{jo.ref}/reopen", {"why": "Laid off again"})
    assert standing(jo) == (None, "")
    assert Obligation.objects.filter(case=jo, rule="contact", met_by=None, lapses_on=None).exists()


def test_sent_twice_it_is_asked_once(scene, client, jo):
    entry = uuid7()
    for _ in range(2):
        ask(client, scene, jo, entry=entry)
    assert (Ask.objects.filter(case=jo).count(), CaseEvent.objects.filter(case=jo).count()) == (1, 2)


def test_decided_twice_it_is_decided_once(scene, client, jo):
    ask(client, scene, jo)
    hidden, _ = look(client, scene, jo)
    for _ in range(2):
        client.post(f"/cases/{jo.ref}/decide", hidden | {"decision": "close"})
    assert (Reply.objects.filter(case=jo).count(), Closing.objects.filter(case=jo).count()) == (1, 1)


def test_a_draft_is_no_ask(scene, client, jo):
    ask(client, scene, jo, draft="1", reason="moved")
    assert not Ask.objects.filter(case=jo).exists()
    assert "Draft kept" in client.get(f"/cases/{jo.ref}/close").content.decode()


def test_a_program_that_does_not_ask_for_two_closes_at_once(scene, client):
    """The negative control: the same page, another program file."""
    mia = scene.case("Mia Lopez", assigned_on=date(2015, 1, 5))
    client.force_login(scene.staff["ana"])
    page = client.get(f"/cases/{mia.ref}/close").content.decode()
    assert "Close the case" in page
    assert "Suspend" not in page
