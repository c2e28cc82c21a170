"""Lengths are written as people say them, and counted on the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.engine.lengths import Length

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize("said", ["14 days", "1 day", "8 weeks", "12 months", "1 month"])
def test_a_length_reads_back_as_it_was_said(said):
    assert str(Length.said(said)) == said


@pytest.mark.parametrize("said", ["14", "days", "0 days", "1 days", "2 day", "-3 days", "two weeks", "3 years"])
def test_anything_else_is_refused(said):
    with pytest.raises(ValueError, match="a length is written like"):
        Length.said(said)


def test_a_month_ends_where_the_calendar_ends_it():
    assert Length(1, "month").after(date(2015, 1, 31)) == date(2015, 2, 28)
    assert Length(1, "month").after(date(2016, 1, 31)) == date(2016, 2, 29)
    assert Length(1, "month").before(date(2015, 3, 31)) == date(2015, 2, 28)


@given(day=days, count=st.integers(1, 60), times=st.integers(1, 12))
def test_months_are_counted_from_the_anchor_not_from_one_another(day, count, times):
    """Twelve times one month is one year, whatever the days between were."""
    assert Length(count, "month").after(day, times) == Length(count * times, "month").after(day)


@given(day=days, count=st.integers(1, 400))
def test_days_and_weeks_add_up(day, count):
    assert (Length(count).after(day) - day).days == count
    assert Length(count, "week").after(day) == Length(7 * count).after(day)
    assert Length(count).before(Length(count).after(day)) == day
