"""The small marks: words for who cannot see them, nothing of others taken for markup."""

from datetime import date

import pytest
from markupsafe import Markup

from duly.casework import words
from duly.casework.layout import marks

TODAY = date(2015, 4, 9)


def test_a_strip_says_in_words_what_it_shows():
    text = marks.strip("xmon", "1 met, 1 missed, window 3 open to Fri 17 Apr")
    assert 'role="img" aria-label="1 met, 1 missed, window 3 open to Fri 17 Apr"' in text
    assert text.endswith('<i class="x"></i><i class="m"></i><i class="o"></i><i class="n"></i></span>')


def test_pips_name_what_is_reached():
    steps = [("P", "plan", True), ("R", "registered", False), ("S", "first sale", True)]
    assert 'aria-label="plan, first sale"' in marks.pips(steps)
    assert 'aria-label="no milestone yet"' in marks.pips([("P", "plan", False)])


def test_a_day_is_full_on_hover_and_no_day_is_a_dash():
    assert (
        marks.day(words.on(date(2015, 4, 17), today=TODAY))
        == '<time datetime="2015-04-17" title="Friday 17 April 2015">Fri 17 Apr</time>'
    )
    assert "–" in marks.day(None)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (date(2015, 4, 8), '<span class="late">1 day late</span>'),
        (date(2015, 4, 11), '<span class="soon">in 2 days</span>'),
        (date(2015, 4, 19), "in 10 days"),
    ],
)
def test_late_is_red_and_soon_is_gold(days, text):
    assert marks.left(words.left(days, today=TODAY)) == text


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in marks.icon("check")
    assert 'role="img" aria-label="met"' in marks.icon("check", "ok", "met")


def test_a_rate_beside_words_is_quiet():
    assert 'aria-label="rated 2, moderate"' in marks.rate(2)
    assert 'aria-hidden="true"' in marks.rate(2, quiet=True)


def test_what_others_wrote_is_escaped_even_after_the_same_text_of_ours():
    assert "<b>" in marks.tag(Markup("<b>"))
    assert "<b>" not in marks.tag("<b>")
    assert "<b>" not in marks.strip("m", "<b>")
    assert '"><b>' not in marks.tag("x", "late", '"><b>')
