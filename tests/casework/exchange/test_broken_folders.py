"""Every mistake of a broken folder is said with its place and its way out, and nothing is written."""

import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.broken.folders import BROKEN, dates, names
from tests.broken.folders.changes import Change
from tests.broken.folders.good import GOOD
from tests.casework.exchange.conftest import lines

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|COPY|MERGE)\b", re.IGNORECASE)
# Changes of one cell in different rows: any of them may come together with any other.
ALONE = [
    (broken, said[0])
    for name, broken, said in [*dates.BROKEN, *names.BROKEN]
    if isinstance(broken, Change)
    and len(said) == 1
    and re.match(r"(contacts|milestones|services|people)\.csv", said[0])
    and not re.search(r": (contact|milestone|person|case)_id: ", said[0])
]  # fmt: skip


def files_of(broken):
    return broken.files if isinstance(broken, Change) else broken


@pytest.fixture
def writes():
    """Every statement sent that would write a row."""
    sent = []

    def listen(execute, sql, params, many, context):
        if WRITES.match(sql):
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield sent


@pytest.mark.parametrize(("broken", "said"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_every_mistake_is_said_and_nothing_is_written(bring_in, writes, broken, said):
    assert lines(bring_in(files_of(broken))) == said
    assert writes == []


def test_a_hundred_folders_are_broken():
    assert len(BROKEN) >= 100
    assert len({name for name, _, _ in BROKEN}) == len(BROKEN)


def test_the_listener_hears_a_good_folder_written(bring_in, writes):
    """The negative control of the tests above."""
    assert lines(bring_in(GOOD)) == []
    assert len(writes) > 10


def place(said):
    return said.split(": ")[0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ALONE), min_size=2, max_size=7, unique_by=lambda each: place(each[1])))
def test_mistakes_together_are_all_said(bring_in, chosen):
    files = dict(GOOD)
    for broken, _ in chosen:
        files = broken.on(files)
    assert sorted(lines(bring_in(files))) == sorted(said for _, said in chosen)
