"""A supervisor's review: drawn by a seed, looked through by a checklist, corrections asked for and followed."""

from datetime import date

import pytest
from django.urls import reverse

from duly.casework.models import Answers, CaseEvent, Drawn, Obligation
from duly.casework.models.ids import uuid7
from duly.casework.reviews.actions import drawn_from

GOOD = dict.fromkeys(("identified", "assessed", "planned", "contacted", "coded"), "good")
WRONG = GOOD | {"coded": "correct", "review_note": "Counseling stands under training."}


@pytest.fixture
def center(scene):
    """Six open cases of Ana's, and one of another program."""
    cases = [scene.case(f"Jo Reyes{nth}", assigned_on=date(2015, 3, 2), program="moses") for nth in range(6)]
    scene.case("Ann Lowe", assigned_on=date(2015, 3, 2))
    return {each.ref: each for each in cases}


@pytest.fixture
def drew(scene, center, send):
    """Cal draws three of the six."""
    entry = uuid7()
    said = {"entry": str(entry), "review": "moses/quality", "place": str(scene.c.pk), "size": "3", "seed": "spring"}
    assert send(reverse("reviews"), said, "cal").status_code == 302
    return entry


def look(send, draw, ref, said, who="cal"):
    return send(reverse("review-look", args=[draw, ref]), said, who)


def test_the_same_seed_draws_the_same_cases_and_another_one_others():
    refs = [f"C{nth:05}" for nth in range(200)]
    assert drawn_from(refs, seed="a", size=5) == drawn_from(list(reversed(refs)), seed="a", size=5)
    assert drawn_from(refs, seed="a", size=5) != drawn_from(refs, seed="b", size=5)


def test_a_sample_is_drawn_from_the_open_cases_of_the_program_and_says_how(drew, center, signed_in):
    """Quality reviews by supervisors: MOS-02."""
    drawn = list(Drawn.objects.order_by("nth"))
    assert [each.case.ref for each in drawn] == drawn_from(list(center), seed="spring", size=3)
    assert {each.among for each in drawn} == {6}
    page = signed_in("cal").get(reverse("review", args=[drew])).content.decode()
    assert "3 of 6 open cases" in page
    assert "spring" in page


def test_drawing_twice_from_one_form_draws_once(scene, drew, send):
    said = {"entry": str(drew), "review": "moses/quality", "place": str(scene.c.pk), "size": "5", "seed": "other"}
    send(reverse("reviews"), said, "cal")
    assert Drawn.objects.count() == 3


def test_what_is_to_be_corrected_is_owed_by_its_day_on_the_case_managers_list(drew, send):
    drawn = Drawn.objects.get(nth=1)
    assert look(send, drew, drawn.case.ref, WRONG).status_code == 302
    duty = Obligation.objects.get(case=drawn.case, rule="review_correction")
    assert (duty.due_on, duty.met_by) == (date(2015, 4, 20), None)


def test_a_correction_is_followed_until_it_was_made(drew, send, signed_in):
    drawn = Drawn.objects.get(nth=1)
    look(send, drew, drawn.case.ref, WRONG)
    made = reverse("correction-made", args=[drawn.case.ref])
    file = reverse("case", args=[drawn.case.ref])
    assert made in signed_in().get(file).content.decode()
    assert "Counseling stands under training." in signed_in().get(made).content.decode()
    assert send(made, {"note": ""}).status_code == 422
    assert send(made, {"note": "Moved to career counseling."}).status_code == 303
    assert Obligation.objects.get(case=drawn.case, rule="review_correction").met_by is not None
    page = signed_in("cal").get(reverse("review", args=[drew])).content.decode()
    assert "Moved to career counseling." in page
    assert send(made, {"note": "Again"}).status_code == 302  # nothing is asked any more
    assert CaseEvent.objects.filter(kind="correction_made").count() == 1
    assert made not in signed_in().get(file).content.decode()


def test_a_case_in_order_asks_for_nothing(drew, send):
    """Negative control."""
    drawn = Drawn.objects.get(nth=2)
    look(send, drew, drawn.case.ref, GOOD)
    assert not CaseEvent.objects.filter(kind="correction_asked").exists()
    assert Answers.objects.get(about=drawn.pk).answers["planned"] == "good"


@pytest.mark.parametrize("said", [GOOD | {"planned": ""}, WRONG | {"review_note": ""}])
def test_a_checklist_is_answered_whole_and_says_what_to_correct(drew, send, said):
    drawn = Drawn.objects.get(nth=1)
    assert look(send, drew, drawn.case.ref, said).status_code == 422
    assert not Answers.objects.exists()


def test_of_two_who_look_a_case_through_the_first_stands(drew, send):
    drawn = Drawn.objects.get(nth=1)
    look(send, drew, drawn.case.ref, GOOD)
    look(send, drew, drawn.case.ref, WRONG)
    assert Answers.objects.get(about=drawn.pk).answers == GOOD


def test_reviews_are_those_who_leads_and_of_their_own_cases(scene, drew, signed_in, send):
    assert signed_in("ana").get(reverse("reviews")).status_code == 404
    assert signed_in("dot").get(reverse("review", args=[drew])).status_code == 404
    said = {"review": "moses/quality", "place": str(scene.c.pk), "size": "3", "seed": "x"}
    assert send(reverse("reviews"), said, "dot").status_code == 422


def test_a_place_without_an_open_case_is_told_so(scene, send):
    said = {"review": "moses/quality", "place": str(scene.c.pk), "size": "3", "seed": "x"}
    assert "No case of MOSES is open there" in send(reverse("reviews"), said, "cal").content.decode()


def test_the_list_asks_the_same_number_of_questions_however_many(drew, signed_in, django_assert_max_num_queries):
    cal = signed_in("cal")
    with django_assert_max_num_queries(18):
        cal.get(reverse("reviews"))
