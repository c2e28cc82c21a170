"""Tasks, supports, training and barriers: what is asked, what is owed, what is never taken back."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duly.casework.casefile.record import record_of
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Case, Correction, Obligation, PlanItem
from duly.casework.models.ids import uuid7
from duly.casework.obligations.history import histories
from duly.engine.gates import missing
from duly.engine.reading import load
from tests.casework.plans.conftest import TASK, put, signed_in
from tests.casework.scene import Scene

SUPPORT = {
    "what": "Bus pass", "type_of_support": "transportation", "eligible": "No car in the household",
    "starts_on": "2015-04-07", "cost": "80", "funding": "title_1_support",
}  # fmt: skip
TRAINING = {
    "what": "CNC operator", "owner_name": "Harbor Technical School", "hours": "24", "starts_on": "2015-04-20",
    "due_on": "2015-07-24", "eligible": "Dislocated worker", "cost": "4200", "funding": "title_1_training",
}  # fmt: skip
WHY = {
    "what": "CNC operator", "reasons": ["no_work"], "in_words": "31 to 6 jobs", "funding_considered": "Pell: refused",
}  # fmt: skip


def add(client: Client, case: Case, kind: str, **said: object):
    return client.post(f"/cases/{case.ref}/plan/add/{kind}", {"entry": str(uuid7()), **said})


def send(client: Client, case: Case, entry: str, said: dict):
    return client.post(f"/cases/{case.ref}/plan/add/task", said | {"entry": entry})


def thing(client: Client, case: Case, item: PlanItem, **said: object):
    body = {"entry": str(uuid7()), "seen": str(item.pk), "because": "It turned out so", **said}
    return client.post(f"/cases/{case.ref}/plan/things/{item.item}", body)


def test_a_task_with_a_day_is_owed_on_that_day(ana: Client, jo: Case):
    """MOS-15, MOS-26, MOS-55"""
    assert add(ana, jo, "task", **TASK).status_code == 302
    duty = Obligation.objects.get(case=jo, rule="activity")
    assert (duty.due_on, duty.met_by) == (date(2015, 4, 10), None)


def test_a_task_enters_today(ana: Client, jo: Case):
    """MOS-26"""
    add(ana, jo, "task", **TASK)
    assert jo.ref in ana.get("/").content.decode()


def test_a_task_moved_is_owed_on_the_new_day_and_once(ana: Client, jo: Case):
    add(ana, jo, "task", **TASK)
    task = PlanItem.objects.get(case=jo)
    thing(ana, jo, task, **TASK | {"due_on": "2015-04-24"})
    assert [each.due_on for each in Obligation.objects.filter(case=jo, rule="activity")] == [date(2015, 4, 24)]


def test_a_task_moved_and_then_done_is_settled(scene: Scene, ana: Client, jo: Case):
    add(ana, jo, "task", **TASK)
    first = PlanItem.objects.get(case=jo)
    thing(ana, jo, first, **TASK | {"due_on": "2015-04-24"})
    now = PlanItem.objects.exclude(pk=first.pk).get(case=jo)
    said = {"entry": str(uuid7()), "seen": now.pk, "how": "done", "ended_on": "2015-04-06", "note": ""}
    ana.post(f"/cases/{jo.ref}/plan/things/{first.item}/end", said)
    assert not Obligation.objects.filter(case=jo, rule="activity", met_by=None).exists()
    ana.post(f"/cases/{jo.ref}/plan/things/{first.item}/open")  # Undo
    assert Obligation.objects.filter(case=jo, rule="activity", met_by=None).count() == 1


def test_the_page_and_the_engine_read_one_history(ana: Client, jo: Case):
    add(ana, jo, "task", **TASK)
    thing(ana, jo, PlanItem.objects.get(case=jo), **TASK | {"due_on": "2015-04-24"})
    assert record_of(jo).history == histories(jo.agency_id, [jo.pk])[jo.pk]


def test_a_support_names_who_is_eligible_why_who_pays_and_how_much(ana: Client, jo: Case):
    """MOS-54, MOS-56"""
    assert add(ana, jo, "support", **SUPPORT | {"eligible": "", "funding": ""}).content.count(b"usa-error-message") == 2
    add(ana, jo, "support", **SUPPORT)
    item = PlanItem.objects.get(case=jo)
    assert (item.cost_cents, item.funding, item.answers["eligible"]) == (8000, "title_1_support", SUPPORT["eligible"])
    assert "$80.00" in ana.get(f"/cases/{jo.ref}/plan").content.decode()


def test_training_has_school_course_hours_and_days(ana: Client, jo: Case):
    """MOS-52, MOS-53"""
    answer = add(ana, jo, "training", **TRAINING | {"hours": "", "due_on": "2015-04-01"})
    assert answer.content.count(b"usa-error-message") == 2
    add(ana, jo, "training", **TRAINING)
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "Harbor Technical School" in page
    assert "may not start" in page


def test_certain_reasons_for_training_want_words(ana: Client, jo: Case):
    """MOS-57, MOS-58"""
    assert add(ana, jo, "justification", **WHY | {"in_words": ""}).status_code == 422
    assert add(ana, jo, "justification", **WHY | {"funding_considered": ""}).status_code == 422
    assert add(ana, jo, "justification", **WHY | {"reasons": ["demand"], "in_words": ""}).status_code == 302


def test_the_justification_opens_its_part_of_the_gate_and_dropping_it_back_closes_it(ana: Client, jo: Case):
    """MOS-57"""
    assert "justification" in gate(jo)
    add(ana, jo, "justification", **WHY)
    assert "justification" not in gate(jo)
    thing(ana, jo, PlanItem.objects.get(case=jo), take_back="1")
    assert "justification" in gate(jo)


def gate(case: Case) -> list[str]:
    edition = load(case.program, case.edition)
    history = histories(case.agency_id, [case.pk])[case.pk].standing()
    return [each.need for each in missing(edition, "training", history, as_of=date(2015, 4, 6))]


def test_a_barrier_is_never_taken_back(scene: Scene, ana: Client, jo: Case):
    """MOS-40, MOS-41"""
    barrier = put(scene, jo, "barrier", code="housing", what="No lease after May", answers={"plan": "Housing office"})
    answer = thing(ana, jo, barrier, take_back="1")
    assert answer.status_code == 422
    assert "never taken back" in answer.content.decode()
    assert not Correction.objects.exists()


def test_overcoming_a_barrier_says_how(scene: Scene, ana: Client, jo: Case):
    """MOS-41"""
    barrier = put(scene, jo, "barrier", code="housing", what="No lease after May", answers={"plan": "Housing office"})
    said = {"entry": str(uuid7()), "seen": str(barrier.pk), "how": "overcome", "ended_on": "2015-04-06"}
    address = f"/cases/{jo.ref}/plan/things/{barrier.item}/end"
    assert ana.post(address, said | {"note": ""}).status_code == 422
    ana.post(address, said | {"note": "A lease from June"})
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "A lease from June" in page
    assert "No lease after May" in page


def test_that_there_are_no_barriers_is_a_statement_of_its_own(ana: Client, jo: Case):
    """MOS-40"""
    assert ana.post(f"/cases/{jo.ref}/plan/add/barrier/none").status_code == 302
    assert PlanItem.objects.get(case=jo).code == "none"
    assert ana.post(f"/cases/{jo.ref}/plan/add/barrier/none").status_code == 404
    assert ana.post(f"/cases/{jo.ref}/plan/add/task/none").status_code == 404
    assert ">No barriers" in ana.get(f"/cases/{jo.ref}/plan").content.decode()
    add(ana, jo, "barrier", code="housing", what="No lease after May", plan="Housing office")
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "No lease after May" in page
    assert ">No barriers" not in page


def test_of_two_who_change_one_thing_the_second_sees_what_the_first_did(scene: Scene, ana: Client, jo: Case):
    """Neither loses anything: the first change stands, the second is still in the form."""
    add(ana, jo, "task", **TASK)
    seen = PlanItem.objects.get(case=jo)
    thing(signed_in(scene, "cal"), jo, seen, **TASK | {"due_on": "2015-04-24"})
    answer = thing(ana, jo, seen, **TASK | {"what": "Send five visits’ notes"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Cal changed this while you were writing" in page
    assert "<ins>24</ins>" in page
    assert "Send five visits" in page
    now = PlanItem.objects.exclude(pk=seen.pk).get(case=jo)
    assert f'name="seen" value="{now.pk}"' in page
    assert thing(ana, jo, now, **TASK | {"what": "Send five visits’ notes", "due_on": "2015-04-24"}).status_code == 302


def test_two_who_add_at_once_lose_nothing(scene: Scene, ana: Client, jo: Case):
    add(ana, jo, "task", **TASK)
    add(signed_in(scene, "cal"), jo, "task", **TASK | {"what": "Call the school"})
    assert PlanItem.objects.filter(case=jo).count() == 2


def test_what_somebody_else_ended_is_not_changed(scene: Scene, ana: Client, jo: Case):
    add(ana, jo, "task", **TASK)
    task = PlanItem.objects.get(case=jo)
    said = {"entry": str(uuid7()), "seen": str(task.pk), "how": "done", "ended_on": "2015-04-06", "note": ""}
    signed_in(scene, "cal").post(f"/cases/{jo.ref}/plan/things/{task.item}/end", said)
    assert thing(ana, jo, task, **TASK | {"due_on": "2015-04-24"}).status_code == 404
    assert PlanItem.objects.filter(case=jo).count() == 1


def test_a_change_says_because(ana: Client, jo: Case):
    """SET-42"""
    add(ana, jo, "task", **TASK)
    task = PlanItem.objects.get(case=jo)
    assert thing(ana, jo, task, **TASK | {"due_on": "2015-04-24", "because": ""}).status_code == 422
    assert thing(ana, jo, task, **TASK).status_code == 422  # nothing is different


def test_the_same_entry_sent_twice_is_one_thing(ana: Client, jo: Case):
    entry = str(uuid7())
    for _ in range(2):
        assert send(ana, jo, entry, TASK).status_code == 302
    assert PlanItem.objects.count() == 1
    assert send(ana, jo, entry, TASK | {"what": "Another"}).status_code == 409


def test_support_staff_read_the_plan_and_change_nothing(scene: Scene, jo: Case, ana: Client):
    add(ana, jo, "task", **TASK)
    sue = signed_in(scene, "sue")
    page = sue.get(f"/cases/{jo.ref}/plan").content.decode()
    assert TASK["what"] in page
    assert "Change" not in page.split("Schedule")[1].split("Barriers")[0]
    assert add(sue, jo, "task", **TASK).status_code == 404


def test_the_plan_page_asks_the_same_number_of_questions_whatever_stands_in_it(
    scene: Scene, ana: Client, jo: Case, django_assert_max_num_queries
):
    put(scene, jo, "task", what="Call the school", due_on=date(2015, 4, 10))
    with CaptureQueriesContext(connection) as few:
        ana.get(f"/cases/{jo.ref}/plan")
    for nth in range(12):
        put(scene, jo, "task", what=f"Task {nth}", due_on=date(2015, 4, 10))
    with django_assert_max_num_queries(len(few)):
        ana.get(f"/cases/{jo.ref}/plan")


def test_the_case_file_tells_what_came_of_the_plan(scene: Scene, ana: Client, jo: Case):
    goal = put(scene, jo, "goal", what="CNC machinist", answers={"statement": "Because"})
    said = {"entry": str(uuid7()), "seen": goal.pk, "how": "attained", "ended_on": "2015-04-06", "note": "First day"}
    ana.post(f"/cases/{jo.ref}/plan/things/{goal.item}/end", said)
    page = ana.get(f"/cases/{jo.ref}/").content.decode()
    assert "Goal put into the plan" in page
    assert "Goal attained" in page
    assert "First day" in page


def test_the_road_map_shows_everything_and_the_next_steps_what_comes_first(scene: Scene, ana: Client, jo: Case):
    """SET-24, SET-48"""
    for what, due in (("Call the school", date(2015, 4, 8)), ("Bring the certificate", date(2015, 9, 30))):
        put(scene, jo, "task", what=what, owner="participant", due_on=due)
    put(scene, jo, "task", what="Ask the school", owner="staff", owner_name="Ana", due_on=date(2015, 4, 9))

    def shown(show: str) -> list[bool]:
        page = ana.get(f"/cases/{jo.ref}/plan?show={show}").content.decode().split("Schedule")[1]
        return [what in page for what in ("Call the school", "Ask the school", "Bring the certificate")]

    assert shown("") == [True, True, True]
    assert shown("next") == [True, True, False]
    assert shown("theirs") == [True, False, True]
    head = ana.get(f"/cases/{jo.ref}/plan").content.decode().split("Schedule")[0]
    assert "<b>Call the school</b>" in head  # the most important next thing


def test_the_service_plan_of_another_program_is_made_of_its_own_kinds(scene: Scene, ana: Client):
    """SET-43, SET-45, SET-46, SET-47"""
    jo = scene.case("Jo Reyes", program="set", assigned_on=date(2015, 3, 2))
    section = {
        "section_of_plan": "market",
        "what": "Who sells this already?",
        "owner": "participant",
        "due_on": "2015-04-20",
    }
    assert add(ana, jo, "section", **section).status_code == 302
    pitfalls = {"what": "Talked through", "talked_about": ["lending", "sinking"]}
    assert add(ana, jo, "pitfalls", **pitfalls).status_code == 302
    assert add(ana, jo, "barrier", what="None here").status_code == 404
    page = ana.get(f"/cases/{jo.ref}/plan").content.decode()
    assert "service plan" in page
    assert "Predatory lending" in page
    assert Obligation.objects.get(case=jo, rule="assignment").due_on == date(2015, 4, 20)


def test_a_resource_that_may_help_stands_beside_the_plan(ana: Client, jo: Case):
    """MOS-51"""
    assert add(ana, jo, "resource", what="Tool library", how="Free for members").status_code == 302
    assert "Free for members" in ana.get(f"/cases/{jo.ref}/plan").content.decode()


def test_a_goal_is_said_to_come_from_the_talk_in_which_it_was_set(scene: Scene, ana: Client, jo: Case):
    """MOS-47, SET-42"""
    talk = record_contact(
        jo, entry=uuid7(), kind="plan_meeting", on=date(2015, 4, 2), mode="in_person", outcome="completed",
        by=scene.actor("ana"),
    )  # fmt: skip
    add(ana, jo, "task", **TASK | {"talk": str(talk.pk)})
    assert PlanItem.objects.get(case=jo).talk == talk.pk
    assert add(ana, jo, "task", **TASK | {"talk": str(uuid7())}).status_code == 422
