"""The same question about the past gets the same answer for ever, whatever is recorded later."""

import os
from calendar import monthrange
from datetime import date

import pytest

from duly.casework import context
from duly.casework.reports import formats
from duly.casework.reports.asking import Moment, end_of
from duly.casework.reports.fidelity import editions_of, fidelity
from tests import databases
from tests.casework.reports.cohort import ZONE, Cohort, laid_out


def month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def said(cohort: Cohort, day: date, known_on: date | None = None) -> bytes:
    moment = Moment(day, day.replace(day=1), end_of(known_on or day, ZONE))
    return formats.as_json(fidelity(cohort.root.pk, editions_of("set"), moment)).encode()


@pytest.fixture
def kept(django_db_setup, django_db_blocker):
    """The cohort written one recorded day at a time, and the report of each month as it was given on its last day."""
    before, name = os.environ["DULY_DATABASE"], f"days_{os.getpid()}"
    with django_db_blocker.unblock(), databases.copy(databases.empty(), name):
        databases.point_at(name)
        try:
            yield day_by_day()
        finally:
            databases.point_at(before)


def day_by_day() -> tuple[Cohort, dict[date, bytes]]:
    cohort = laid_out()
    reports = {}
    first, last = min(cohort.by_day), max(cohort.by_day)
    with context.bound(agency=cohort.root.pk, whole_agency=True):
        for each in (date.fromordinal(nth) for nth in range(first.toordinal(), last.toordinal() + 1)):
            if each in cohort.by_day:
                cohort.write([each])
            if month_end(each):
                reports[each] = said(cohort, each)
    return cohort, reports


@pytest.mark.slow
def test_asking_again_known_at_that_day_gives_the_same_bytes(kept):
    cohort, reports = kept
    last = max(cohort.by_day)
    assert len(reports) >= 20
    with context.bound(agency=cohort.root.pk, whole_agency=True, names=False):
        assert {day: said(cohort, day) for day in reports} == reports
        # The proof has teeth: the same months as known today read otherwise.
        assert sum(said(cohort, day, last) != kept for day, kept in reports.items()) > 15
