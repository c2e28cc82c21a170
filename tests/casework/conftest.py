"""The scene of the casework tests, in a transaction that sees the whole agency and is rolled back."""

import os
from collections.abc import Iterator

import pytest

from duly.casework import clock, context
from tests import databases
from tests.casework.scene import Scene, set_scene, stand_clock


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """Ana, Ben and the others on Monday 6 April 2015; the test's own transaction sees all of their agency."""
    stand_clock()
    made = set_scene()
    with context.bound(agency=made.root.pk, whole_agency=True):
        yield made
    clock.forget()


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The practice data as the demo has it, in a copy of its own, one for the tests of a module."""
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock(), databases.copy(databases.practice(), f"practice_{os.getpid()}") as name:
        databases.point_at(name)
        clock.forget()
        try:
            yield
        finally:
            databases.point_at(before)
            clock.forget()
