"""Cells become values and values become cells; a column at once says what each cell alone says."""

import re
import uuid
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES, Column
from duly.casework.exchange.findings import Wrong
from duly.casework.exchange.incoming.entries import Seen
from duly.casework.exchange.incoming.known import uuids
from duly.casework.exchange.incoming.writing import _array
from duly.casework.exchange.values import KINDS, reader, written

NOW = datetime(2015, 5, 21, 14, tzinfo=UTC)
KINDS_OF_CELLS = sorted({column.holds for file in FILES.values() for column in file.columns + file.more})
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "K1",
            "set",
            "in_person",
            "completed",
            "provider",
            "2015-02-28",
            "2015-02-30",
            "1066-10-14",
            "2014-07-09T16:30:00",
            "2014-07-09T16:30:00+00:00",
            "2014-07-09T16:30:00.123456-05:00",
            "2099-01-01T00:00:00Z",
            "0001-01-01T00:00:00+14:00",
            "a@b.c",
            "=1+1",
            "\u0421\u0421\u0421",
            "x" * 201,
            "x" * 20_001,
            "{}",
            "[]",
            '{"a": "\\ud800"}',
            "America/Chicago",
            "7",
            "-7",
            "70000",
        ]
    ),
    st.text(max_size=12),
)


def read(each, cell):
    try:
        return each[cell]
    except Wrong:
        return Wrong


@pytest.mark.parametrize("holds", KINDS_OF_CELLS)
@settings(max_examples=40, deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=4))
def test_a_column_at_once_is_its_cells_one_by_one(holds, cells):
    for blank in (False, True):
        one, all_ = (reader(Column("it", holds, blank=blank), now=NOW, zone="America/Chicago") for _ in range(2))
        expected = [read(one, cell) for cell in cells]
        if Wrong in expected:
            with pytest.raises(Wrong):
                all_.column(cells)
        else:
            assert list(all_.column(cells)) == expected


@pytest.mark.parametrize("holds", KINDS_OF_CELLS)
@settings(max_examples=40, deadline=None)
@given(cell=CELLS)
def test_what_is_written_reads_the_same(holds, cell):
    one = reader(Column("it", holds, blank=True), now=NOW, zone="America/Chicago")
    value = read(one, cell)
    if value is not Wrong:
        assert read(one, written(value)) == value


def test_every_kind_of_cell_has_a_reader_or_is_text():
    assert set(KINDS) <= {*KINDS_OF_CELLS, "id"}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.none()
        | st.sampled_from(['"', "\\", "NULL", "null", "{}", ",", "\\N", "'", "", "\x01\x01", "\ufeff"])
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        min_size=1,
        max_size=6,
    )
)
def test_texts_travel_to_the_database_unharmed(column):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(it ORDER BY at) FROM unnest(%s::text[]) WITH ORDINALITY AS t(it, at)", [_array(column)]
        )
        assert cursor.fetchone()[0] == column


@pytest.mark.django_db
def test_days_moments_and_answers_travel_to_the_database_unharmed():
    with connection.cursor() as cursor:
        for kind, column in (
            ("date", [date(2015, 5, 21), None]),
            ("timestamptz", [NOW, None]),
            ("bool", [True, False]),
        ):
            cursor.execute(f"SELECT %s::{kind}[]", [_array(column)])
            assert cursor.fetchone()[0] == column
        cursor.execute("SELECT (%s::jsonb[])[1] ->> 'a'", [_array([{"a": 'b"c'}, {}])])
        assert cursor.fetchone()[0] == 'b"c'


def test_ids_made_in_bulk_are_distinct_and_of_version_seven():
    made = list(islice(uuids(), 10_000))
    assert len(set(made)) == 10_000
    assert {uuid.UUID(each).version for each in made} == {7}
    assert {uuid.UUID(each).variant for each in made} == {uuid.RFC_4122}


@given(st.lists(st.sampled_from("abcdefghij"), max_size=30))
def test_what_stands_twice_is_noticed(names):
    seen = Seen()
    seen.add([tuple(names)], key=1)
    assert seen.twice() == {hash(name) for name in names if names.count(name) > 1}


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Ana", {"LATIN"}),
        ("O'Brien-Núñez", {"LATIN"}),
        ("Анна", {"CYRILLIC"}),
        ("Аna", {"CYRILLIC", "LATIN"}),
        ("山田はな", {"JAPANESE"}),
    ],
)
def test_the_scripts_of_a_name(text, scripts):
    assert words.scripts(text) == scripts


def test_the_guide_names_every_file_and_column():
    guide = (Path(__file__).parents[3] / "docs/how-to/import.md").read_text("utf-8")
    for file in FILES.values():
        [row] = [line for line in guide.splitlines() if line.startswith(f"| {file.csv} |")]
        columns = re.sub(r"\([^)]*\)|\*", "", row.split("|")[2])
        assert [each.strip() for each in columns.split(",")] == file.header
