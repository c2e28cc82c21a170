"""Serving within the plan another organization keeps: asked, granted until a day, recorded there (MOS-21, MOS-22)."""

from datetime import UTC, date, datetime

import pytest

from duly.casework import context
from duly.casework.models import Ask, Contact, PlanItem, Reply, Service
from duly.casework.models.ids import uuid7
from duly.casework.plans.actions import Wording, add_item
from tests.casework.scene import stand_clock
from tests.casework.seeing import as_, browser, hidden


@pytest.fixture
def client(scene):
    return browser(scene)


@pytest.fixture
def jo(scene):
    """Ana's at Provider C, with a plan."""
    case = scene.case("Jo Reyes", program="moses", assigned_on=date(2015, 1, 5))
    said = Wording(what="Workshop for resumes", due_on=date(2015, 6, 30))
    add_item(case, entry=uuid7(), kind="task", on=date(2015, 1, 12), said=said, by=scene.actor("ana"))
    return case


def ask(client, scene, ref, who="ben"):
    said = {"entry": uuid7(), "ref": ref, "at": scene.c.pk, "because": "A workshop here on Friday"}
    return as_(client, scene, who).post("/clearances", said)


def grant(client, scene, until="2015-05-06", who="cal", answer="grant", **more):
    path = f"/clearances/{Ask.objects.get(kind='clearance').pk}"
    said = hidden(as_(client, scene, who).get(path).content.decode())
    return client.post(path, said | {"answer": answer, "until": until} | more)


def record(client, scene, what="service:job_search", on="2015-04-06", who="ben", **more):
    path = f"/clearances/{Ask.objects.get(kind='clearance').pk}/entry"
    return as_(client, scene, who).post(path, {"entry": uuid7(), "what": what, "on": on} | more)


def test_asked_and_granted_a_service_given_elsewhere_stands_in_the_one_list(scene, client, jo):
    ask(client, scene, jo.ref)
    assert "A workshop here on Friday" in as_(client, scene, "cal").get("/team").content.decode()
    assert grant(client, scene).status_code == 302
    assert record(client, scene).status_code == 302
    found = Service.objects.get(case=jo)
    assert (found.kind, found.author, found.organization_id) == ("job_search", scene.staff["ben"], scene.c.pk)


def test_whoever_answers_for_the_case_is_told_on_its_file(scene, client, jo):
    ask(client, scene, jo.ref)
    grant(client, scene)
    record(client, scene)
    page = as_(client, scene, "ana").get(f"/cases/{jo.ref}/").content.decode()
    assert "Ben, Provider D, may add to the plan until 6 May" in page
    assert "Recorded so far: Job search assistance." in page


def test_something_is_added_to_the_plan_and_nobody_has_signed_it(scene, client, jo):
    ask(client, scene, jo.ref)
    grant(client, scene)
    record(client, scene, "plan:task", "2015-04-17", note="Mock interview")
    assert PlanItem.objects.get(case=jo, what="Mock interview").owner_name == "Ben"


def test_without_a_clearance_nothing_is_recorded(scene, client, jo):
    """The negative control of all above."""
    ask(client, scene, jo.ref)
    record(client, scene)
    assert not Service.objects.filter(case=jo).exists()


def test_it_runs_out(scene, client, jo):
    ask(client, scene, jo.ref)
    grant(client, scene, until="2015-04-07")
    stand_clock(datetime(2015, 4, 8, 14, tzinfo=UTC))
    record(client, scene)
    assert not Service.objects.filter(case=jo).exists()
    assert "ran out" in as_(client, scene, "ben").get("/clearances").content.decode()


def test_it_is_for_whoever_asked(scene, client, jo):
    ask(client, scene, jo.ref)
    grant(client, scene)
    assert record(client, scene, who="dot").status_code == 404
    assert not Service.objects.filter(case=jo).exists()


def test_it_opens_the_plan_in_short_and_nothing_of_the_file(scene, client, jo):
    ask(client, scene, jo.ref)
    grant(client, scene)
    path = f"/clearances/{Ask.objects.get(kind='clearance').pk}/entry"
    page = as_(client, scene, "ben").get(path).content.decode()
    assert "Workshop for resumes" in page
    assert "Jo Reyes" not in page
    assert client.get(f"/cases/{jo.ref}/").status_code == 404
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]):
        assert not Contact.objects.filter(case=jo).exists()
        assert not PlanItem.objects.filter(case=jo).exists()


def test_a_number_that_is_no_case_is_answered_like_one_that_is(scene, client, jo):
    first, second = ask(client, scene, jo.ref), ask(client, scene, "C000000")
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert Ask.objects.filter(kind="clearance").count() == 1


def test_only_those_who_lead_where_the_case_is_answer(scene, client, jo):
    ask(client, scene, jo.ref)
    for who in ("ana", "dot", "ben"):
        assert as_(client, scene, who).get(f"/clearances/{Ask.objects.get().pk}").status_code == 404
    assert grant(client, scene, answer="decline").status_code == 422
    assert grant(client, scene, answer="decline", note="Not now.").status_code == 302
    assert Reply.objects.get().answer == "declined"
    assert "declined: Not now." in as_(client, scene, "ben").get("/clearances").content.decode()


def test_it_lasts_no_longer_than_a_quarter(scene, client, jo):
    ask(client, scene, jo.ref)
    assert grant(client, scene, until="2016-04-06").status_code == 422
