"""The words of pages, as the mock-ups write them; as of Thursday 9 April 2015."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.casework import words

TODAY = date(2015, 4, 9)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2015, 4, 17), "Fri 17 Apr"),
        (date(2015, 3, 19), "Thu 19 Mar"),  # 21 days back: still near
        (date(2015, 3, 18), "18 Mar"),
        (date(2015, 4, 30), "Thu 30 Apr"),
        (date(2015, 5, 1), "1 May"),
        (date(2014, 10, 22), "22 Oct 2014"),
        (date(2016, 1, 6), "6 Jan 2016"),
    ],
)
def test_a_day_has_its_weekday_within_three_weeks_and_its_year_only_if_another(day, text):
    assert words.on(day, today=TODAY).text == text


def test_near_the_turn_of_the_year_both_stand():
    assert words.on(date(2014, 12, 29), today=date(2015, 1, 2)).text == "Mon 29 Dec 2014"


def test_a_day_is_full_on_hover_and_for_machines():
    day = words.on(date(2015, 4, 17), today=TODAY)
    assert (day.iso, day.full) == ("2015-04-17", "Friday 17 April 2015")
    assert words.heading_day(TODAY) == "Thursday 9 April"
    assert words.short(date(2015, 4, 2), today=TODAY).text == "2 Apr"
    assert words.month(TODAY) == "April 2015"


@pytest.mark.parametrize(
    ("due", "text", "tone"),
    [
        (date(2014, 10, 22), "169 days late", "late"),
        (date(2015, 4, 8), "1 day late", "late"),
        (date(2015, 4, 9), "today", "soon"),
        (date(2015, 4, 10), "tomorrow", "soon"),
        (date(2015, 4, 12), "in 3 days", "soon"),
        (date(2015, 4, 17), "in 8 days", ""),
    ],
)
def test_what_is_left_until_a_due_day(due, text, tone):
    assert words.left(due, today=TODAY)[:2] == (text, tone)


def test_the_caseload_says_d_and_nothing_due_says_nothing():
    assert words.left_short(date(2014, 5, 15), today=TODAY).text == "329 d late"
    assert words.left_short(date(2015, 4, 11), today=TODAY) == ("in 2 d", "soon", 2)
    assert words.left(None, today=TODAY) == ("", "", 0)


def test_spans_of_days():
    assert words.between(date(2015, 3, 13), date(2015, 3, 26), today=TODAY) == "13–26 Mar"
    assert words.between(date(2015, 3, 19), date(2015, 4, 17), today=TODAY) == "Thu 19 Mar – Fri 17 Apr"
    assert words.between(date(2015, 1, 5), date(2015, 1, 5), today=TODAY) == "5 Jan"
    assert words.since(date(2015, 3, 27), today=TODAY) == "for 13 days"
    assert [words.ago(TODAY - timedelta(n), today=TODAY) for n in (0, 1, 3)] == ["today", "yesterday", "3 days ago"]


def test_moments_are_told_on_the_clock_of_the_place():
    morning = datetime(2015, 4, 9, 13, 52, tzinfo=UTC)
    assert words.at(morning, today=TODAY, zone="America/Chicago").text == "today 8:52"
    later = words.at(morning + timedelta(days=1, hours=5), today=TODAY, zone="America/Chicago")
    assert (later.text, later.iso) == ("Fri 10 Apr, 13:52", "2015-04-10T13:52-05:00")
    assert words.zone("America/Puerto_Rico") == "Puerto Rico"
    assert [words.wait(50 * 60), words.wait(3 * 3600 + 200)] == ["in 50 min", "in 3 h"]


def test_counts():
    assert [words.tries(n) for n in (1, 2)] == ["1 try", "2 tries"]
    assert words.plural(1204, "line") == "1,204 lines"
    assert [words.spelled(n) for n in (3, 12)] == ["three", "12"]
    assert words.listed(["plan", "budget", "card"]) == "plan, budget and card"
    assert words.listed(["plan"]) == "plan"


def test_people_are_reached_by_numbers_and_languages_one_can_read():
    assert words.phone("+15550000092") == "555-000-0092"
    assert words.phone("+442071234567") == "+442071234567"
    assert [words.language(code) for code in ("es", "EN", "xx")] == ["Spanish", "English", "xx"]


@pytest.mark.parametrize(
    ("mode", "code", "text"),
    [
        ("phone", "completed", "by phone, reached"),
        ("email", "completed", "by email, replied"),
        ("in_person", "completed", "in person"),
        ("in_person", "no_show", "in person, no-show"),
        ("text", "no_response", "by text, no answer"),
        ("video", "cancelled", "by video, canceled"),
        ("", "completed", "reached"),
    ],
)
def test_contacts(mode, code, text):
    assert words.contact(mode, code) == text


def test_a_late_entry_says_when_it_was_written():
    assert words.written(date(2015, 3, 7), date(2015, 3, 2), today=TODAY) == "written 7 Mar"
    assert words.written(date(2015, 3, 7), None, today=TODAY) == "written 7 Mar"
    assert words.written(date(2015, 3, 2), date(2015, 3, 2), today=TODAY) == ""


def test_a_strip_of_windows_is_said_in_words():
    assert (
        words.windows_label("xxmmmxxxxmxo", date(2015, 4, 20), today=TODAY)
        == "4 met, 7 missed, window 12 open to Mon 20 Apr"
    )
    assert words.windows_label("mmmmmmmmmmmm", today=TODAY) == "12 met, 0 missed"
    assert words.windows_label("nnnn", today=TODAY) == "no window yet"


def test_words_of_others_are_escaped():
    assert words.html("Saved for <b>{}</b>.", "<i>Mei</i>") == "Saved for <b>&lt;i&gt;Mei&lt;/i&gt;</b>."


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_any_day_can_be_said_on_any_day(day, today):
    said = words.on(day, today=today)
    assert date.fromisoformat(said.iso) == day
    assert (str(day.year) in said.text) == (day.year != today.year)
    assert ("late" in words.left(day, today=today).text) == (day < today)
