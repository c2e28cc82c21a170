"""Program files: every mistake at once, with its place and a way out; what is packaged reads without one."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.engine.places import LARGEST
from duly.engine.reading import Unreadable, editions, in_force, load, read, schema, text_of

BROKEN = Path(__file__).parents[1] / "broken" / "programs"
BLOCKS = BROKEN.joinpath("expected.txt").read_text("utf-8").removeprefix("== ").split("\n== ")
EXPECTED = dict(block.split("\n", 1) for block in BLOCKS)
SLIPS = st.text("abz019 \n\t:-[]{}'\"#&*!|>%@,.~éа\x00", max_size=6)
SET = text_of("set", "2013-07-01")


def mistakes(text, name="small/2026-01-01.yaml"):
    with pytest.raises(Unreadable) as found:
        read(name, text)
    return str(found.value)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_broken_file_says_what_is_wrong_and_what_would_be_right(path):
    assert mistakes(path.read_text("utf-8")) == EXPECTED[path.stem].strip("\n")


def test_every_broken_file_has_its_text():
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(EXPECTED)
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize(("program", "edition"), editions())
def test_every_packaged_edition_reads(program, edition):
    assert load(program, edition).id == edition
    assert load(program).program == program


@pytest.mark.parametrize(("program", "edition"), editions())
def test_every_rule_says_where_it_comes_from(program, edition):
    made = load(program, edition)
    parts = [*made.owed.values(), *made.measures.values(), *made.gates.values(), *made.counts.values()]
    parts += made.payments.points.values() if made.payments else ()
    assert all(part.sources for part in parts)


def test_a_file_of_more_than_256_kilobytes_is_refused():
    assert mistakes("a: " + "x" * LARGEST).startswith("small/2026-01-01.yaml:1:1: the file has more than 256 KB;")


def test_lists_nested_a_thousand_deep_are_refused():
    assert "too deeply" in mistakes("[" * 1000 + "]" * 1000)


def test_a_look_alike_letter_in_a_code_is_named():
    """AMB-28: a Cyrillic letter in a code is refused, and shown."""
    text = SET.replace("  first_sale:", "  first_s\u0430le:")
    assert "('\u0430' is not a letter of a to z)" in mistakes(text, "2013-07-01.yaml")


def test_a_byte_order_mark_does_no_harm():
    assert read("2013-07-01.yaml", "\ufeff" + SET) == load("set")


def test_a_program_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(LookupError, match="No program is called 'sett'; there are: leap, life_works, moses, set"):
        load("sett")
    with pytest.raises(LookupError, match="Program 'set' has no edition '2014-01-01'; there are: 2013-07-01"):
        load("set", "2014-01-01")


def test_a_case_stands_under_the_edition_begun_by_its_day():
    first = load("set", "2013-07-01")
    assert in_force("set", first.edition) == first


def test_an_edition_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        load("set").name = "Another"


@settings(max_examples=40, deadline=None)
@given(where=st.integers(0, len(SET)), what=SLIPS, cut=st.integers(0, 9))
def test_no_damage_to_a_file_ends_in_anything_but_mistakes(where, what, cut):
    """A slip of the keyboard anywhere: the file reads, or every mistake has a line that exists."""
    text = SET[:where] + what + SET[where + cut :]
    found = ()
    try:
        read("2013-07-01.yaml", text)
    except Unreadable as unreadable:
        found = unreadable.mistakes or (None,)
    assert all(1 <= each.line <= text.count("\n") + 2 and each.column >= 1 for each in found)


def test_the_schema_for_editors_is_current():
    written = Path(__file__).parents[2] / "docs" / "programs" / "program.schema.json"
    assert json.loads(written.read_text("utf-8")) == schema(), "run: python -m tests.handbook"


def test_the_schema_knows_no_key_that_a_file_cannot_write():
    assert "(key)" not in json.dumps(schema())
