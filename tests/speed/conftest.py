"""Two databases, one with ten times the cases of the other, each a copy for this run."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from duly.casework import clock
from tests import databases
from tests.speed import data
from tests.speed.acts import Desk, desk

CASES, TIMES = 2000, 10


@pytest.fixture(scope="module")
def sizes(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """The names of the small and of the large database."""
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock(), ExitStack() as copies:
        small = data.few(CASES)
        large = data.many(small, times=TIMES)
        yield {
            size: copies.enter_context(databases.copy(source, f"{size}_{os.getpid()}"))
            for size, source in (("small", small), ("large", large))
        }
        databases.point_at(before)
    clock.forget()


@pytest.fixture
def sit_down(sizes: dict[str, str]) -> Callable[[str], Desk]:
    """The desk of an advisor in the database of this size."""

    def at(size: str) -> Desk:
        databases.point_at(sizes[size])
        clock.forget()
        return desk()

    return at
