"""Every story of every program holds, and every rule has one."""

from dataclasses import replace

import pytest

from duly.engine.reading import editions, load
from duly.engine.stories import Unclear, outcome, rules_of, stories_of, story

STORIES = [(program, told) for program, edition in editions() for told in stories_of(program, edition)]


@pytest.mark.parametrize(("program", "told"), STORIES, ids=[f"{program}/{told.name}" for program, told in STORIES])
def test_what_happened_leads_to_what_was_owed(program, told):
    assert told.says, "a story must say what was owed, measured or missing"
    assert outcome(told, load(program, told.edition)) == told.says


@pytest.mark.parametrize(("program", "edition"), editions())
def test_every_rule_measure_and_gate_has_a_story(program, edition):
    made = load(program, edition)
    told = frozenset().union(*(rules_of(each, made) for each in stories_of(program, edition)))
    assert {*made.owed, *made.measures, *made.gates} - told == set()


@pytest.mark.parametrize(("program", "edition"), editions())
def test_every_reason_to_close_that_needs_something_has_a_story(program, edition):
    made = load(program, edition)
    told = frozenset().union(*(rules_of(each, made) for each in stories_of(program, edition)))
    assert {key for key, reason in made.closing.items() if reason.needs} - told <= {"own_decision", "other"}


def test_there_are_at_least_forty_stories():
    assert len(STORIES) >= 40


def test_every_story_names_what_it_shows():
    assert all(told.shows for _, told in STORIES)
    titles = [told.title for _, told in STORIES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("program", "told"), STORIES[:1])
def test_a_story_with_a_wrong_ending_fails(program, told):
    """Negative control: the runner compares, it does not nod."""
    wrong = replace(told, says={**told.says, "owed": (*told.says["owed"], "Something, due 2015-01-01, late")})
    assert outcome(wrong, load(program, told.edition)) != wrong.says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("story: A story\n", "missing: shows, edition, happened, as_of"),
        ("story: A story\nshwos: [SET-01]\n", "unknown: shwos"),
        ("- a list\n", "not a story"),
        ("story: &x A story\n", "line 1: an anchor"),
    ],
)
def test_a_story_that_cannot_be_read_says_why(text, says):
    with pytest.raises(Unclear, match=says):
        story(text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("yesterday assigned", "does not begin with a day"),
        ("2015-01-01 abducted", "nothing in the program is called 'abducted'"),
        ("2015-01-01 intake in person, delighted", "'delighted' says nothing"),
        ("undated intake in person, reached", "so it needs 'written'"),
    ],
)
def test_a_line_nobody_understands_says_why(line, says):
    told = story(f"story: One\nshows: [SET-01]\nedition: 2013-07-01\nhappened: ['{line}']\nas_of: 2015-02-01\n")
    with pytest.raises(Unclear, match=says):
        outcome(told, load("set"))
