"""What is owed: nothing lost, nothing doubled, and nothing depends on when or in which order it was written down."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from duly.engine.due import DATE_MISSING, owed, rests_on
from duly.engine.facts import Fact, History
from duly.engine.program import FollowUp, Once, Series, Windows
from duly.engine.reading import editions, load
from tests.engine.histories import ASSIGNED, at, histories

SET = load("set")
THIRTY, NINETY = timedelta(days=30), timedelta(days=90)


def standing(history):
    """The history as if nothing had ever been replaced: what the application hands over."""
    return history.standing()


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_no_obligation_stands_twice(history):
    keys = [(each.rule, each.nth) for each in owed(SET, standing(history))]
    assert len(keys) == len(set(keys))


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_no_window_and_no_reassessment_is_lost(history):
    """SET-28, SET-39, SET-41: twelve and three, unless the case closed before they began."""
    found = owed(SET, standing(history))
    close = [fact.on for fact in standing(history) if fact.kind == "closed"]
    anchor = next((each.met_on for each in found if each.rule == "intake" and each.nth), None)
    for rule in (SET.owed["check_in"], SET.owed["reassessment"]):
        nths = [each.nth for each in found if each.rule == rule.key and each.kind == rule.kind]
        assert nths == list(range(1, len(nths) + 1))
        if anchor and not close:
            assert len(nths) == rule.count


@settings(max_examples=150, deadline=None)
@given(history=histories(), seed=st.integers())
def test_the_order_of_recording_is_irrelevant(history, seed):
    facts = list(standing(history))
    shuffled = list(facts)
    Random(seed).shuffle(shuffled)
    moments = [fact.recorded_at for fact in shuffled]
    rewritten = [
        replace(fact, recorded_at=moment) if fact.on else fact for fact, moment in zip(facts, moments, strict=True)
    ]
    assert owed(SET, History(tuple(facts))) == owed(SET, History(tuple(shuffled)))
    assert owed(SET, History(tuple(facts))) == owed(SET, History(tuple(rewritten)))


@settings(max_examples=100, deadline=None)
@given(history=histories())
def test_adding_facts_one_by_one_ends_where_starting_over_does(history):
    facts = sorted(standing(history), key=lambda fact: fact.recorded_at)
    for upto in range(1, len(facts) + 1):
        step = owed(SET, History(tuple(facts[:upto])))
    assert step == owed(SET, History(tuple(facts)))


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_dates_are_counted_from_the_anchor_never_step_by_step(history):
    """AMB-12, AMB-13: a late or early contact moves nothing that follows."""
    found = owed(SET, standing(history))
    starts = {each.due_on - each.nth * THIRTY for each in found if each.kind == "windows"}
    starts |= {each.due_on - each.nth * NINETY for each in found if each.kind == "series"}
    assert len(starts) <= 1


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_a_window_is_met_only_from_inside(history):
    for each in owed(SET, standing(history)):
        if each.kind == "windows" and each.met_on:
            assert each.opens_on <= each.met_on <= each.due_on


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_each_reassessment_meets_one_obligation_in_order(history):
    met = [each for each in owed(SET, standing(history)) if each.kind == "series" and each.met_by]
    assert [each.nth for each in met] == list(range(1, len(met) + 1))
    assert len({each.met_by for each in met}) == len(met)
    assert [each.met_on for each in met] == sorted(each.met_on for each in met)


@settings(max_examples=150, deadline=None)
@given(history=histories())
def test_after_the_exit_nothing_opens_and_nothing_is_met(history):
    """SET-70: closing ends what is owed."""
    closed = min((fact.on for fact in standing(history) if fact.kind == "closed"), default=None)
    if closed is None:
        return
    for each in owed(SET, standing(history)):
        assert each.met_by or (each.opens_on <= closed and each.lapses_on <= closed)
        assert each.met_on is None or each.met_on <= closed


@given(hour=st.integers(0, 23), zone=st.sampled_from(("UTC", "America/Chicago", "Pacific/Auckland", "Asia/Kolkata")))
def test_summer_time_and_zones_move_no_date(hour, zone):
    """AMB-05: days are calendar days. Both changes of 2014 lie inside these windows."""
    facts = [
        Fact("a", "assigned", date(2014, 3, 1), datetime(2014, 3, 1, hour, tzinfo=ZoneInfo(zone))),
        contact("i", "intake", date(2014, 3, 8), datetime(2014, 3, 9, hour, tzinfo=ZoneInfo(zone))),
    ]
    dues = [each.due_on for each in owed(SET, History(tuple(facts))) if each.rule == "check_in"]
    assert dues == [date(2014, 3, 8) + nth * THIRTY for nth in range(1, 13)]


def contact(identifier, kind, on, recorded=None):
    recorded = recorded or (at(on) if on else at(ASSIGNED))
    return Fact(identifier, "contact", on, recorded, what=kind, mode="in_person", outcome="completed")


def test_an_undated_intake_says_what_is_missing_once():
    """AMB-02: the intake counts as held; what is counted from its day waits for the day."""
    facts = (Fact("a", "assigned", ASSIGNED, at(ASSIGNED)), contact("i", "intake", None))
    found = owed(SET, History(facts))
    assert [(each.rule, each.nth) for each in found if each.kind == DATE_MISSING] == [("intake", 0)]
    assert not [each for each in found if each.kind in ("windows", "series", "length")]
    assert next(each for each in found if each.kind == "once" and each.rule == "intake").met_by == "i"


def test_an_obligation_names_the_facts_it_rests_on():
    facts = (Fact("a", "assigned", ASSIGNED, at(ASSIGNED)), contact("i", "intake", ASSIGNED + timedelta(days=3)))
    history = History((*facts, contact("c", "check_in", ASSIGNED + timedelta(days=9))))
    by_rule = {(each.rule, each.nth): rests_on(SET, each, history) for each in owed(SET, history)}
    assert by_rule["intake", 1] == ("a", "i")
    assert by_rule["check_in", 1] == ("i", "c")


def test_known_history_forgets_what_was_replaced_and_what_came_later():
    fact = contact("i", "intake", ASSIGNED + timedelta(days=3))
    until = datetime(2014, 2, 1, tzinfo=UTC)
    history = History((Fact("a", "assigned", ASSIGNED, at(ASSIGNED)), replace(fact, until=until)))
    day = date(2014, 3, 1)
    assert [each.id for each in history.known(day, until - timedelta(seconds=1))] == ["a", "i"]
    assert [each.id for each in history.known(day, until)] == ["a"]
    assert [each.id for each in history.known(ASSIGNED, until - timedelta(seconds=1))] == ["a"]


def test_every_program_owes_something_on_the_day_of_assignment_or_waits_for_an_agreement():
    for program, edition in editions():
        made = load(program, edition)
        start = max(made.edition, ASSIGNED)
        found = owed(made, History((Fact("a", "assigned", start, at(start)),)))
        agreed_only = not any(isinstance(rule, Once | Windows | Series | FollowUp) for rule in made.owed.values())
        assert found or agreed_only
