"""Who may be served: the rule, what it rests on, the day, who decided; groups with their days."""

from datetime import date

import pytest
from django.urls import reverse

from duly.casework.models import Answers, CaseEvent
from tests.casework.assessment.test_steps import lacking

DECIDED = {
    "rule": "training_eligible", "eligible": "yes", "basis": ["assessed", "local_policy"], "on": "2015-03-20",
    "note": "Assessment of 20 March; local policy 12.", "until": "",
}  # fmt: skip
VETERAN = {"group": "veteran", "since": "2015-03-02", "until": "", "source": "target_group", "note": "DD-214 seen"}


@pytest.fixture
def decide(jo, scene, send):
    def decided(**said):
        ana = str(scene.staff["ana"].pk)
        return send(reverse("eligibility", args=[jo.ref]), DECIDED | {"decider": ana} | said)

    return decided


@pytest.fixture
def join(jo, send):
    return lambda **said: send(reverse("group", args=[jo.ref]), VETERAN | said)


def page(signed_in, case):
    return signed_in().get(reverse("assessment", args=[case.ref])).content.decode()


def test_a_decision_keeps_its_rule_basis_day_and_decider(jo, scene, decide, signed_in):
    """Eligibility for a service, training above all, is documented: MOS-52, MOS-25."""
    assert decide(decider=str(scene.staff["cal"].pk)).status_code == 302
    made = CaseEvent.objects.get(case=jo)
    assert (made.kind, made.what, made.occurred_on) == ("eligible", "training_eligible", date(2015, 3, 20))
    said = Answers.objects.get(about=made.pk).answers
    assert said == {"basis": ["assessed", "local_policy"], "decider": "cal", "decided_by": "Cal"}
    assert made.until_on == date(2016, 3, 20)  # as long as the rule says
    shown = page(signed_in, jo)
    assert "Eligible: Training under Title I" in shown
    assert "Policy of the local board" in shown
    assert "Cal" in shown


def test_the_decision_opens_its_part_of_the_gate_until_it_is_overtaken(jo, decide):
    decide()
    assert "eligibility" not in lacking(jo)
    decide(eligible="no", basis=[], note="A grant pays for it", on="2015-04-01")
    assert "eligibility" in lacking(jo)


@pytest.mark.parametrize(
    "wrong",
    [{"basis": []}, {"basis": ["petition"]}, {"note": ""}, {"on": "2015-04-07"}, {"until": "2015-01-01"}, {"rule": ""}],
)
def test_a_decision_without_what_it_rests_on_is_none(jo, decide, wrong):
    assert decide(**wrong).status_code == 422
    assert not CaseEvent.objects.filter(case=jo).exists()


def test_every_mistake_is_said_at_once(decide):
    answer = decide(note="", basis=[], on="2071-01-01").content.decode()
    assert answer.count("Mistake:") == 3


def test_the_circumstances_of_an_eligible_spouse_are_the_four_of_the_policy(jo, decide):
    """MOS-05."""
    assert decide(rule="eligible_spouse", basis=["captured"]).status_code == 302
    assert decide(rule="eligible_spouse", basis=["discharge"]).status_code == 422


def test_a_member_of_a_group_has_its_day_and_how_they_were_selected(jo, join, signed_in):
    """Named by a target group, or by staff who think somebody may benefit: MOS-09."""
    assert join().status_code == 302
    assert join(group="staff_choice", source="staff", note="Would gain from it").status_code == 302
    shown = page(signed_in, jo)
    assert "member of a target group" in shown
    assert "named by staff" in shown
    assert Answers.objects.filter(case=jo, form="group").count() == 2


TARGET_GROUPS = [  # MOS-03, MOS-04, MOS-06, MOS-07, MOS-08
    ("wia", "title_one", "notice", "WIA Title I"),
    ("veteran", "veteran_status", "discharge", "Veteran or other eligible person"),
    ("eas", "employment_assisted", "eas_referral", "Employment Assisted Service"),
    ("neg", "title_one", "claim", "National Emergency Grant"),
    ("taa", "trade_certified", "petition", "Trade Adjustment Assistance"),
]


@pytest.mark.parametrize(("group", "rule", "basis", "label"), TARGET_GROUPS, ids=[each[0] for each in TARGET_GROUPS])
def test_a_member_of_each_target_group_is_taken_in_and_decided_on_by_its_rule(
    jo, join, decide, signed_in, group, rule, basis, label
):
    assert join(group=group).status_code == 302
    assert decide(rule=rule, basis=[basis]).status_code == 302
    shown = page(signed_in, jo)
    assert label in shown
    assert {(each.kind, each.what) for each in CaseEvent.objects.filter(case=jo)} == {
        ("member", group),
        ("eligible", rule),
    }


@pytest.mark.parametrize(
    ("group", "since", "taken"),
    [("wia", "2015-03-02", True), ("wioa", "2015-03-02", False), ("wia", "1997-01-01", False)],
)
def test_a_group_takes_members_between_its_days(join, group, since, taken):
    """Groups have effective dates: what WIA Title I was is WIOA from July 2015 (AMB-32)."""
    answer = join(group=group, since=since)
    assert (answer.status_code == 302) is taken
    assert taken or "takes members" in answer.content.decode()


def test_a_membership_ends_on_a_day_with_its_reason(jo, join, send, signed_in):
    join()
    held = CaseEvent.objects.get(case=jo)
    ended = reverse("group-end", args=[jo.ref, held.pk])
    assert send(ended, {"on": "2015-04-01", "why": ""}).status_code == 422
    assert send(ended, {"on": "2015-04-01", "why": "Moved to another state"}).status_code == 302
    shown = page(signed_in, jo)
    assert "ended" in shown
    assert "member of a target group" in shown  # how they came to it stays with it
    assert send(ended, {"on": "2015-04-02", "why": "Again"}).status_code == 404


def test_nobody_of_another_organization_decides(jo, signed_in):
    for route in ("assessment", "eligibility", "group"):
        assert signed_in("ben").get(reverse(route, args=[jo.ref])).status_code == 404
