"""One prepared world for all trust tests: committed, as the app role meets it, on a database of its own."""

import os
from collections.abc import Iterator
from itertools import count

import pytest

from duly.casework import clock
from tests import databases
from tests.trust.world import World, make_world

numbers = count(1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The world, on a database whose commits stay until the module ends."""
    before = os.environ["DULY_DATABASE"]
    name = f"trust_{os.getpid()}_{next(numbers)}"
    with django_db_blocker.unblock(), databases.copy(databases.empty(), name):
        databases.point_at(name)
        try:
            yield make_world()
        finally:
            clock.forget()
            databases.point_at(before)
