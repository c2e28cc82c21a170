"""The practice data as the demo has it, in a copy of its own, one for the tests of a module."""

import os
from collections.abc import Iterator

import pytest

from duly.casework import clock
from tests import databases


@pytest.fixture(scope="module")
def practice(django_db_setup, django_db_blocker) -> Iterator[None]:
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock(), databases.copy(databases.practice(), f"claims_{os.getpid()}") as name:
        databases.point_at(name)
        clock.forget()
        try:
            yield
        finally:
            databases.point_at(before)
            clock.forget()
