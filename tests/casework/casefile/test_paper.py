"""A case on paper: whose it is to print, what stands in it, and that it was printed goes on record."""

import io
import re
import time
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from duly.casework.casefile.paper import in_words
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct
from duly.casework.documents.actions import attach
from duly.casework.documents.sandbox import checked
from duly.casework.models import Answers, Opening
from duly.casework.models.ids import uuid7
from duly.casework.plans.actions import Wording, add_item
from tests.casework.documents import hostile

PAPERS = ("case-summary-paper", "case-file-paper")


@pytest.fixture
def jo(scene):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    said = {"mode": "in_person", "outcome": "completed", "by": scene.actor("ana")}
    record_contact(case, entry=uuid7(), kind="intake", on=date(2015, 1, 11), note="Wants #panic(1) a bakery.", **said)
    return case


def client(scene, name):
    made = Client()
    made.force_login(scene.staff[name])
    return made


def printed(scene, case, route, who="ana"):
    answer = client(scene, who).get(reverse(route, args=[case.ref]))
    assert answer.status_code == 200
    return PdfReader(io.BytesIO(answer.content))


def text_of(paper):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))


def call(scene, case, on, note, mode="phone", outcome="completed"):
    return record_contact(
        case, entry=uuid7(), kind="check_in", on=on, mode=mode, outcome=outcome, note=note, by=scene.actor("ana")
    )


@pytest.mark.parametrize("route", PAPERS)
def test_a_paper_says_who_what_is_owed_and_why_and_for_whom_it_was_printed(scene, jo, route):
    paper = printed(scene, jo, route)
    text = text_of(paper)
    for said in ("Jo Reyes", jo.ref, "Owed", "Because", "Wants #panic(1) a bakery."):
        assert said in text
    assert "printed Monday 6 April 2015, 9:00 (Chicago) for Ana" in text
    assert "Page 1 of" in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("route", PAPERS)
def test_printing_is_on_record(scene, jo, route):
    printed(scene, jo, route)
    assert [each.what.split(", ")[1] for each in Opening.objects.filter(case=jo)] == ["printed"]


@pytest.mark.parametrize("route", PAPERS)
def test_the_paper_of_another_organization_s_case_does_not_exist(scene, jo, route):
    theirs = client(scene, "ben").get(reverse(route, args=[jo.ref]))
    nobodys = client(scene, "ben").get(reverse(route, args=["C000000"]))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert not Opening.objects.filter(case=jo)


@pytest.mark.parametrize("route", PAPERS)
def test_a_paper_is_kept_never_shown_in_the_page_s_place_and_no_title_names_anybody(scene, jo, route):
    answer = client(scene, "ana").get(reverse(route, args=[jo.ref]))
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{jo.ref}-')
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "Reyes" not in PdfReader(io.BytesIO(answer.content)).metadata["/Title"]


def test_the_summary_stays_one_page_however_long_the_case(scene, jo):
    for week in range(11):
        call(scene, jo, date(2015, 1, 12) + timedelta(days=7 * week), "A long note. " * 200)
    assert len(printed(scene, jo, "case-summary-paper").pages) == 1


def test_the_whole_file_shows_each_try_by_itself_and_what_was_corrected(scene, jo):
    for day in (20, 21, 22):
        call(scene, jo, date(2015, 1, day), f"tried {day}", outcome="no_response")
    wrong = call(scene, jo, date(2015, 1, 25), "The landlord raised the deposit")
    correct(wrong, reason="wrong hurdle", by=scene.actor("ana"), note="Childcare fell through")
    text = text_of(printed(scene, jo, "case-file-paper"))
    for said in ("tried 20", "tried 21", "tried 22", "wrong hurdle", "[was: The landlord raised the deposit]"):
        assert said in text


def test_an_answer_for_few_eyes_is_printed_for_them_alone(scene, jo):
    form = next(form for form in jo_forms(jo) if any(field.private for field in form.fields.values()))
    key = next(key for key, field in form.fields.items() if field.private)
    at = jo.recorded_at
    Answers.of(jo, author=scene.staff["ana"], at=at, form=form.key, about=uuid7(), answers={key: "quietly"}).save()
    assert "quietly" in text_of(printed(scene, jo, "case-file-paper"))
    assert "quietly" in text_of(printed(scene, jo, "case-file-paper", "cal"))
    hidden = text_of(printed(scene, jo, "case-file-paper", "sue"))
    assert "quietly" not in hidden
    assert "1 answer left out" in hidden


def jo_forms(case):
    from duly.engine.reading import load

    return load(case.program, case.edition).forms.values()


def test_a_long_file_is_printed_within_two_seconds(scene, jo):
    for day in range(80):
        call(scene, jo, date(2015, 1, 12) + timedelta(days=day), "A line of a note. " * 40)
    since = time.perf_counter()
    paper = printed(scene, jo, "case-file-paper")
    assert time.perf_counter() - since < 2
    assert len(paper.pages) > 5


def test_what_was_struck_out_is_said():
    assert in_words("note: <del>3 &lt; 4</del> <ins>5</ins>") == "note: [was: 3 < 4] [now: 5]"


def test_the_whole_file_lists_what_is_attached(scene, jo):
    file = checked("budget.pdf", hostile.pdf())
    attach(
        jo, entry=uuid7(), kind="microgrant_budget", name="budget.pdf", checked=file, by=scene.actor("ana"),
        dated_on=date(2015, 4, 2),
    )  # fmt: skip
    text = text_of(printed(scene, jo, "case-file-paper"))
    for said in ("Documents attached", "Budget for the microgrant", "budget.pdf", "2 Apr 2015", file.sha256[:16]):
        assert said in text


def test_the_whole_file_has_the_plan_and_what_became_of_it(scene, jo):
    wording = Wording(what="Own bakery by autumn", answers={"statement": "A bakery"})
    add_item(jo, entry=uuid7(), kind="goal", on=date(2015, 4, 6), said=wording, by=scene.actor("ana"))
    assert "Own bakery by autumn" in text_of(printed(scene, jo, "case-file-paper"))
