"""The scene of the casework tests, in a transaction that sees the whole agency and is rolled back."""

from collections.abc import Iterator

import pytest

from duly.casework import clock, context
from tests.casework.scene import Scene, set_scene, stand_clock


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """Ana, Ben and the others on Monday 6 April 2015; the test's own transaction sees all of their agency."""
    stand_clock()
    made = set_scene()
    with context.bound(agency=made.root.pk, whole_agency=True):
        yield made
    clock.forget()
