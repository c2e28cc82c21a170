"""Notes that read alike whoever they are about are found, and notes about this person are left alone (SET-104)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duly.casework.oversight import commands
from duly.casework.oversight.likeness import Note, likeness, masked, near
from duly.config.home import Sorry

GENERIC = "Met {name} on {day}. {name} is making progress on the business plan and was encouraged to continue."
PEOPLE = ("Jo", "Olu", "Wes", "Ada", "Linh", "Gus")
OWN = (
    "The stall at the market sold out twice; the freezer is too small, so we priced a used one.",
    "Childcare fell through, and the loan officer wants two more bank statements by the tenth.",
    "He drew a floor plan of the shop; the landlord will not move the water line before summer.",
    "She has eleven customers now and asked how to set a price for weddings.",
    "The permit office lost the form; we filled it in again and walked it over together.",
    "Talked through the first invoice that was not paid and wrote a polite reminder.",
)


def about(texts: list[tuple[str, str]]) -> list[Note]:
    return [Note(who, masked(text, {who.casefold()})) for who, text in texts]


def told(capsys, **asked: str) -> list[dict]:
    commands.notes("set", written_as="json", **{"known_at": None, **asked})
    return json.loads(capsys.readouterr().out)["rows"]


def test_the_three_providers_with_generic_notes_stand_out_and_the_others_do_not(practice, capsys):
    rows = told(capsys, as_of="2015-04-30")
    assert {row["organization"] for row in rows if row["flagged"]} == {"Provider A", "Provider F", "Provider H"}
    assert max(row["share"] for row in rows if not row["flagged"]) < 0.1
    assert [row["organization"] for row in rows] == sorted(row["organization"] for row in rows)


def test_what_was_written_later_plays_no_part(practice, capsys):
    then, now = (told(capsys, as_of=day) for day in ("2014-06-30", "2015-04-30"))
    assert sum(row["notes"] for row in then) < sum(row["notes"] for row in now)


@pytest.mark.parametrize("asked", [{"as_of": "soon"}, {"as_of": "2015-04-30", "known_at": "then"}])
def test_what_cannot_be_asked_is_refused(practice, capsys, asked):
    with pytest.raises(Sorry):
        told(capsys, **asked)


def test_only_the_name_and_the_day_differ():
    notes = about([(who, GENERIC.format(name=who, day=f"{nth} March")) for nth, who in enumerate(PEOPLE * 2, 1)])
    assert likeness(notes).flagged
    assert likeness(notes).share == 1


def test_notes_about_what_happened_to_somebody_are_left_alone():
    assert near(about([(who, OWN[nth]) for nth, who in enumerate(PEOPLE)])) == {}


def test_the_same_words_about_one_participant_again_are_no_likeness():
    """A checklist that one person goes through twice says nothing of others."""
    assert near(about([("Jo", OWN[0])] * 12)) == {}


def test_with_few_notes_or_few_people_nothing_is_said():
    assert not likeness(about([(who, GENERIC.format(name=who, day="1 May")) for who in PEOPLE])).flagged
    assert not likeness(about([(who, GENERIC.format(name=who, day="1 May")) for who in ("Jo", "Olu") * 8])).flagged


@settings(deadline=None, max_examples=50)
@given(st.permutations([(who, GENERIC.format(name=who, day=f"{nth} May")) for nth, who in enumerate(PEOPLE)]
                       + [(who, OWN[nth]) for nth, who in enumerate(PEOPLE)]))  # fmt: skip
def test_the_order_of_the_notes_plays_no_part(texts):
    assert likeness(about(texts)).near_duplicates == len(PEOPLE)
