"""The practice cohort in a database of its own, written once for the tests of a module, and read as oversight reads."""

import os
from collections.abc import Iterator

import pytest

from duly.casework import context
from tests import databases
from tests.casework.reports.cohort import Cohort, laid_out


@pytest.fixture(scope="module")
def cohort(django_db_setup, django_db_blocker) -> Iterator[Cohort]:
    """Everything recorded, up to the last day."""
    before, name = os.environ["DULY_DATABASE"], f"cohort_{os.getpid()}"
    with django_db_blocker.unblock(), databases.copy(databases.empty(), name):
        databases.point_at(name)
        try:
            made = laid_out()
            with context.bound(agency=made.root.pk, whole_agency=True):
                made.write(sorted(made.by_day))
            yield made
        finally:
            databases.point_at(before)


@pytest.fixture
def seen(cohort: Cohort) -> Iterator[Cohort]:
    """The cohort, inside a transaction that sees the whole agency and no name."""
    with context.bound(agency=cohort.root.pk, whole_agency=True, names=False):
        yield cohort
