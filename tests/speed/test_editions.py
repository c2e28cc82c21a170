"""An edition is one object however it is asked for: the engine remembers by it; comparing two costs milliseconds."""

from datetime import date

import pytest

from duly.engine.reading import editions, in_force, load


@pytest.mark.parametrize(("program", "edition"), editions())
def test_an_edition_is_one_object(program: str, edition: str):
    assert in_force(program, date.fromisoformat(edition)) is load(program, edition)


@pytest.mark.parametrize("program", sorted({program for program, _ in editions()}))
def test_the_newest_is_the_same_object_by_its_date(program: str):
    newest = load(program)
    assert newest is load(program, newest.id)
