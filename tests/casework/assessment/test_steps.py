"""The assessment: filled in from the program file, prefilled next time, opening the gate it guards."""

from datetime import date

import pytest
from django.urls import reverse

from duly.casework.casefile.record import record_of
from duly.casework.models import Answers, CaseEvent, Correction
from duly.casework.obligations.history import histories
from duly.engine.gates import missing
from duly.engine.program import Edition
from duly.engine.reading import load

EDITION: Edition = load("moses")
MONDAY = date(2015, 4, 6)
TEST = {
    "looked_at": "test", "instrument": "TABE 9", "tested_on": "2015-03-20", "reading_score": "8.2", "math_score": "7.1",
    "analysis": "Reads well; fractions need work.", "done_on": "2015-03-20",
}  # fmt: skip
WORK = {
    "worked": "yes", "last_job": "Welder", "last_employer": "Mill & Sons", "work_summary": "Nine years of welding.",
    "responsibilities": "A crew of four.", "left_because": "The plant closed.", "done_on": "2015-03-20",
}  # fmt: skip
SCHOOL = {"highest_grade": "ged", "licenses": "Forklift", "done_on": "2015-03-20"}


def at(case, step):
    return reverse("assessment-step", args=[case.ref, step])


def lacking(case):
    history = histories(case.agency_id, [case.pk])[case.pk].standing()
    return [each.need for each in missing(EDITION, "training", history, as_of=MONDAY)]


def test_scores_of_a_test_open_their_part_of_the_training_gate(jo, send):
    """Reading and math scores before training under Title I: MOS-33, MOS-38."""
    assert {"reading", "math"} <= set(lacking(jo))
    assert send(at(jo, "skills"), TEST).status_code == 302
    assert not {"reading", "math"} & set(lacking(jo))
    shown = {each.kind: each for each in CaseEvent.objects.filter(case=jo)}
    assert shown["reading_score"].occurred_on == date(2015, 3, 20)
    assert shown["reading_score"].note == "TABE 9: 8.2"


def test_a_test_without_a_score_records_none(jo, send):
    """Negative control: what is left empty is not put on record."""
    send(at(jo, "skills"), TEST | {"math_score": ""})
    assert "math" in lacking(jo)
    assert "reading" not in lacking(jo)


@pytest.mark.parametrize("says", ["portfolio", "not_completed"])
def test_an_assessment_not_done_by_test_is_explained(jo, send, says):
    """Another way, or not completed: explain (MOS-39)."""
    said = {"looked_at": says, "analysis": "Good with plans", "done_on": "2015-03-20"}
    assert "Needed with the answers above" in send(at(jo, "skills"), said).content.decode()
    assert send(at(jo, "skills"), said | {"test_explained": "A portfolio of drawings"}).status_code == 302
    assert "reading" in lacking(jo)


def test_an_exemption_needs_its_reason_and_stands_in_for_both_scores(jo, send):
    """Post-secondary education may be exempted; the staff member says why (MOS-34, AMB-36)."""
    said = {"looked_at": "exempt", "exempt_because": "post_secondary", "done_on": "2015-03-20"}
    assert send(at(jo, "skills"), said).status_code == 422
    send(at(jo, "skills"), said | {"exempt_reason": "Associate degree, 2009"})
    assert not {"reading", "math"} & set(lacking(jo))
    exemption = CaseEvent.objects.get(case=jo, kind="test_exemption")
    assert exemption.note == "Post-secondary education: Associate degree, 2009"


@pytest.mark.parametrize("grade", ["other", "none"])
def test_other_and_none_are_explained(jo, send, grade):
    """MOS-37."""
    assert send(at(jo, "education"), SCHOOL | {"highest_grade": grade}).status_code == 422
    assert send(at(jo, "education"), SCHOOL | {"highest_grade": grade, "grade_explained": "Abroad"}).status_code == 302


def test_no_work_history_is_explained(jo, send):
    """MOS-36."""
    assert send(at(jo, "work_history"), {"worked": "no", "done_on": "2015-03-20"}).status_code == 422
    said = {"worked": "no", "why_none": "Raised four children", "done_on": "2015-03-20"}
    assert send(at(jo, "work_history"), said).status_code == 302


def test_labor_market_conditions_stand_for_the_job_had_and_the_job_wanted_with_references(jo, send):
    """MOS-42, MOS-43."""
    said = {
        "prior_job": "Welder", "prior_market": "Two plants closed", "suitable_work": "no",
        "suitable_why": "No openings", "goal_job": "Inspector", "goal_market": "Growing", "done_on": "2015-03-20",
    }  # fmt: skip
    answer = send(at(jo, "labor_market"), said)
    assert answer.status_code == 422
    assert answer.content.decode().count("Mistake:") == 2  # why new skills, and the references
    full = said | {"new_skills": "A certificate is asked for", "references": "State outlook, 2014"}
    assert send(at(jo, "labor_market"), full).status_code == 302


def test_a_step_is_filled_in_with_what_was_said_last_time(jo, send, signed_in):
    """MOS-45."""
    send(at(jo, "work_history"), WORK)
    page = signed_in().get(at(jo, "work_history")).content.decode()
    assert "Mill &amp; Sons" in page
    send(at(jo, "work_history"), WORK | {"last_employer": "Harbor Steel"})
    assert "Harbor Steel" in signed_in().get(at(jo, "work_history")).content.decode()
    assert Answers.objects.filter(case=jo, form="work_history").count() == 2


def test_one_answer_fills_in_the_question_that_asks_the_same_elsewhere(jo, send, signed_in):
    """The job they had is asked in two forms, and typed once."""
    send(at(jo, "work_history"), WORK)
    page = signed_in().get(at(jo, "labor_market")).content.decode()
    assert 'value="Welder"' in page


def test_what_was_said_in_one_program_is_carried_to_the_next(scene, jo, send, signed_in):
    """Filled once per person: a second case of theirs begins with it, and says where it comes from (MOS-45)."""
    again = open_second(scene, jo)
    send(at(jo, "education"), SCHOOL)
    page = signed_in().get(at(again, "education")).content.decode()
    assert "Forklift" in page
    assert jo.ref in page


def test_what_another_organization_wrote_is_not_carried(scene, jo, send, signed_in):
    """Negative control: Ben, at another provider, begins with an empty form."""
    theirs = open_second(scene, jo, by="ben")
    send(at(jo, "education"), SCHOOL)
    page = signed_in("ben").get(at(theirs, "education")).content.decode()
    assert "Forklift" not in page
    assert jo.ref not in page


def open_second(scene, case, by="ana"):
    from duly.casework.assignments.actions import open_case

    actor = scene.actor(by)
    return open_case(case.person, actor.grants[0].organization, program="moses", assigned_on=MONDAY, by=actor,
                     lead=scene.staff[by])  # fmt: skip


def test_a_test_is_taken_over_only_when_asked(scene, jo, send, signed_in):
    """Tests stand one beside the other: nobody's second test begins with the first one's score."""
    again = open_second(scene, jo)
    send(at(jo, "skills"), TEST)
    assert "8.2" not in signed_in().get(at(jo, "skills")).content.decode().split("<aside")[0]
    said = Answers.objects.get(case=jo, form="skills")
    page = signed_in().get(f"{at(again, 'skills')}?take={said.pk}").content.decode()
    assert 'value="8.2"' in page


def test_a_test_that_never_was_is_taken_back_with_its_scores(jo, send):
    send(at(jo, "skills"), TEST)
    kept = CaseEvent.objects.get(case=jo, kind="assessed")
    send(reverse("correct", args=[jo.ref, kept.pk]), {"take_back": "1", "why": "Meant for another person"})
    assert {"reading", "math"} <= set(lacking(jo))
    assert Correction.objects.filter(case=jo).count() == 3


def test_the_same_entry_sent_twice_is_one(jo, signed_in):
    from duly.casework.models.ids import uuid7

    said = TEST | {"entry": str(uuid7())}
    for _ in range(2):
        assert signed_in().post(at(jo, "skills"), said).status_code == 302
    assert CaseEvent.objects.filter(case=jo).count() == 3
    assert Answers.objects.filter(case=jo).count() == 1


@pytest.mark.parametrize("day", ["2015-04-07", ""])
def test_a_day_to_come_is_no_day_of_a_test(jo, send, day):
    assert send(at(jo, "skills"), TEST | {"tested_on": day}).status_code == 422
    assert not CaseEvent.objects.filter(case=jo).exists()


def test_the_case_file_shows_the_steps_and_what_the_gate_still_lacks(jo, send, signed_in):
    send(at(jo, "skills"), TEST)
    page = signed_in().get(reverse("case", args=[jo.ref])).content.decode()
    assert "Reading score recorded" in page
    assert "nobody has decided that they are eligible for training" in page
    assert "TABE 9: 8.2" in page


def test_the_overview_says_what_was_answered(jo, send, signed_in):
    """The four steps and what they hold: MOS-30, MOS-31."""
    send(at(jo, "work_history"), WORK)
    page = signed_in().get(reverse("assessment", args=[jo.ref])).content.decode()
    assert "Nine years of welding." in page
    assert "1 of 6 done" in page


def test_a_program_without_an_assessment_says_so(scene, signed_in):
    case = scene.case("Ann Lowe")
    assert "no assessment of its own" in signed_in().get(reverse("assessment", args=[case.ref])).content.decode()
    assert record_of(case).edition.assessment == {}


def test_an_intensive_service_without_a_test_is_said_to_want_one(jo, send, signed_in):
    """A soft warning, after which the service stands all the same: MOS-35."""
    given = {"kind": "counseling", "delivery": "direct", "topic": "", "started_on": "2015-04-01", "ended_on": ""}
    assert send(reverse("service", args=[jo.ref]), given).status_code == 302
    page = signed_in().get(reverse("case", args=[jo.ref])).content.decode()
    assert "strongly recommended for whoever receives intensive services" in page
    send(at(jo, "skills"), TEST)
    page = signed_in().get(reverse("assessment", args=[jo.ref])).content.decode()
    assert "strongly recommended" not in page


def test_the_line_after_saving_the_service_says_so_too(jo, send, signed_in):
    given = {"kind": "counseling", "delivery": "direct", "topic": "", "started_on": "2015-04-01", "ended_on": ""}
    ana = signed_in()
    from duly.casework.models.ids import uuid7

    page = ana.post(reverse("service", args=[jo.ref]), given | {"entry": str(uuid7())}, follow=True).content.decode()
    assert "career counseling recorded. A formal assessment of basic skills is strongly recommended" in page


def test_barriers_are_the_last_step_and_stand_as_the_plan_keeps_them(scene, jo, send, signed_in):
    """Name, description, plan, or an explicit none: MOS-32, MOS-40."""
    overview = reverse("assessment", args=[jo.ref])
    assert "nobody has said that there are none" in signed_in().get(overview).content.decode()
    said = {"code": "child_care", "what": "From 06:30", "plan": "A place at the Family Center", "description": ""}
    assert send(reverse("plan-add", args=[jo.ref, "barrier"]), said).status_code in (302, 303)
    page = signed_in().get(overview).content.decode()
    assert "From 06:30: A place at the Family Center" in page
    assert "1 of 6 done" in page


def test_one_takes_back_what_one_just_saved_with_the_scores_and_nobody_elses(jo, send):
    send(at(jo, "skills"), TEST)
    kept = CaseEvent.objects.get(case=jo, kind="assessed")
    undo = reverse("settled-undo", args=[jo.ref, kept.pk])
    assert send(undo, {}, "sue").status_code == 404
    assert send(undo, {}).status_code == 302
    assert {"reading", "math"} <= set(lacking(jo))
    assert send(undo, {}).status_code == 404
