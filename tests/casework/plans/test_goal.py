"""A goal through the pages: named, agreed to by both, pending until it is attained."""

from datetime import date

from django.test import Client

from duly.casework.models import Agreement, Case, Obligation, PlanItem
from duly.casework.models.ids import uuid7
from tests.casework.plans.conftest import GOAL
from tests.casework.scene import Scene


def add(client: Client, case: Case, kind: str, **said: object):
    return client.post(f"/cases/{case.ref}/plan/add/{kind}", {"entry": str(uuid7()), **said})


def test_a_goal_is_put_into_the_plan_with_its_wage_range_and_statement(ana: Client, jo: Case):
    """MOS-46, MOS-48, MOS-49"""
    assert add(ana, jo, "goal", **GOAL).status_code == 302
    goal = PlanItem.objects.get(case=jo)
    assert (goal.what, goal.answers["wage_from"], goal.due_on) == (GOAL["what"], "23.00", date(2015, 9, 30))
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "$23 – $27" in page
    assert "Proposed" in page


def test_a_goal_without_its_statement_is_refused(ana: Client, jo: Case):
    """MOS-49"""
    answer = add(ana, jo, "goal", **GOAL | {"statement": "", "wage_to": "20"})
    assert answer.status_code == 422
    assert not PlanItem.objects.exists()
    assert answer.content.count(b"usa-error-message") == 2  # all mistakes at once


def test_a_goal_is_pending_only_once_both_agree(ana: Client, jo: Case):
    """MOS-46, MOS-50"""
    add(ana, jo, "goal", **GOAL)
    goal = PlanItem.objects.get(case=jo)
    said = {"seen": goal.pk, "agreed_on": "2015-04-06"}
    address = f"/cases/{jo.ref}/plan/things/{goal.item}/agree"
    ana.post(address, {"entry": str(uuid7()), "parties": ["staff"], **said})
    assert "Proposed" in ana.get(f"/cases/{jo.ref}/plan").content.decode()
    ana.post(address, {"entry": str(uuid7()), "parties": ["participant"], **said})
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "Pending" in page
    assert "Proposed" not in page
    assert {each.name for each in Agreement.objects.all()} == {"Ana", "Jo Reyes"}


def test_a_goal_is_owed_until_it_is_attained(ana: Client, jo: Case):
    """MOS-73"""
    add(ana, jo, "goal", **GOAL)
    goal = PlanItem.objects.get(case=jo)
    assert Obligation.objects.filter(case=jo, rule="goal", met_by=None).count() == 1
    ended = {"entry": str(uuid7()), "seen": goal.pk, "how": "attained", "ended_on": "2015-04-06", "note": ""}
    assert ana.post(f"/cases/{jo.ref}/plan/things/{goal.item}/end", ended).status_code == 302
    assert Obligation.objects.filter(case=jo, rule="goal", met_by=None).count() == 0
    assert "Attained" in ana.get(f"/cases/{jo.ref}/plan").content.decode()


def test_nobody_elses_plan_is_there(scene: Scene, jo: Case):
    ben = Client(HTTP_HOST="localhost")
    ben.force_login(scene.staff["ben"])
    assert ben.get(f"/cases/{jo.ref}/plan").status_code == 404
    assert add(ben, jo, "goal", **GOAL).status_code == 404
