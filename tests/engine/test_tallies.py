"""One row a case answers every as-of and every known-at: checked against judging from the facts themselves."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings

from duly.engine.facts import Fact, History
from duly.engine.measures import ALWAYS, NEVER_AT, judge, layout, score_tally, tallies
from duly.engine.reading import load, read, text_of
from tests.engine.histories import ASSIGNED, at, days, histories, moments

SET = load("set")
MONTHS = read(
    "2013-07-01.yaml",
    text_of("set", "2013-07-01")
    .replace("every: 30 days", "every: 1 month")
    .replace("every: 90 days", "every: 3 months")
    .replace("tenure: 90 days", "tenure: 3 months"),
)


def agrees(edition, history, as_of, known_at):
    rows = [each for each in tallies(edition, history) if each.known_from <= known_at < each.known_until]
    assert len(rows) == 1
    for key, slots in layout(edition).measures.items():
        judged = judge(edition, key, history, as_of=as_of, known_at=known_at)
        in_sample, passes, number = score_tally(slots, rows[0], as_of=as_of, known_at=known_at)
        assert in_sample == judged.in_sample, (key, judged)
        if in_sample:
            assert passes == judged.passes, (key, judged)
        if in_sample and key in ("days_to_intake", "check_ins"):
            assert number == judged.number


@settings(max_examples=300, deadline=None)
@given(history=histories(), as_of=days, known_at=moments)
def test_arithmetic_on_a_tally_agrees_with_the_facts(history, as_of, known_at):
    agrees(SET, history, as_of, known_at)


@settings(max_examples=150, deadline=None)
@given(history=histories(), as_of=days, known_at=moments)
def test_it_agrees_where_lengths_are_calendar_months(history, as_of, known_at):
    """AMB-12: a month may be a calendar month."""
    agrees(MONTHS, history, as_of, known_at)


@settings(max_examples=100, deadline=None)
@given(history=histories(), as_of=days)
def test_it_agrees_at_the_very_moment_something_is_recorded(history, as_of):
    for fact in history:
        for moment in filter(None, (fact.recorded_at, fact.until)):
            agrees(SET, history, as_of, moment)
            agrees(SET, history, as_of, moment - timedelta(microseconds=1))


@settings(max_examples=100, deadline=None)
@given(history=histories())
def test_epochs_follow_one_another_without_gap(history):
    rows = tallies(SET, history)
    assert rows[0].known_from == ALWAYS
    assert rows[-1].known_until == NEVER_AT
    assert all(a.known_until == b.known_from for a, b in pairwise(rows))


def case(*facts):
    return History((Fact("a", "assigned", ASSIGNED, at(ASSIGNED)), *facts))


def contact(identifier, kind, after, recorded=None, **more):
    on = ASSIGNED + timedelta(days=after)
    known = at(ASSIGNED + timedelta(days=recorded if recorded is not None else after))
    return Fact(identifier, "contact", on, known, what=kind, mode="in_person", outcome="completed", **more)


def test_a_case_written_down_in_order_has_one_row():
    told = case(contact("i", "intake", 5), contact("c", "check_in", 20), contact("r", "reassessment", 90))
    assert len(tallies(SET, told)) == 1


def test_check_ins_written_late_still_make_one_row():
    told = case(contact("i", "intake", 5, 40), contact("b", "check_in", 50, 90), contact("a", "check_in", 20, 91))
    assert len(tallies(SET, told)) == 1


def test_an_earlier_intake_found_later_begins_an_epoch():
    told = case(contact("i", "intake", 25), contact("j", "intake", 5, 60))
    assert [each.slot_on[1] for each in tallies(SET, told)] == [
        ASSIGNED + timedelta(days=25), ASSIGNED + timedelta(days=5),
    ]  # fmt: skip


def test_a_correction_begins_an_epoch():
    told = case(contact("i", "intake", 5, until=at(ASSIGNED + timedelta(days=50))), contact("j", "intake", 6, 50))
    assert len(tallies(SET, told)) == 2


def test_a_reassessment_found_before_another_begins_an_epoch():
    told = case(contact("i", "intake", 0), contact("r", "reassessment", 200), contact("q", "reassessment", 80, 210))
    assert len(tallies(SET, told)) == 2


@given(as_of=days)
@example(as_of=date(2014, 3, 1))
def test_a_case_closed_before_its_intake_was_never_in_the_program_for_a_day(as_of):
    """Exit before intake: the intake was held, nothing else is asked."""
    told = case(Fact("z", "closed", ASSIGNED, at(ASSIGNED), what="withdrew"), contact("i", "intake", 10))
    agrees(SET, told, as_of, at(date(2015, 6, 1)))
    assert not judge(SET, "check_ins", told, as_of=as_of, known_at=at(date(2015, 6, 1))).in_sample


def test_the_test_would_notice_a_wrong_moment():
    """Negative control: a slot that claims to have been known all along is caught."""
    told = case(contact("i", "intake", 5), contact("c", "check_in", 20, 300))
    as_of, known_at = ASSIGNED + timedelta(days=40), at(ASSIGNED + timedelta(days=41))
    wrong = replace(tallies(SET, told)[0], slot_at=(ALWAYS,) * layout(SET).size)
    slots = layout(SET).measures["check_ins"]
    assert score_tally(slots, wrong, as_of=as_of, known_at=known_at)[1]
    assert not judge(SET, "check_ins", told, as_of=as_of, known_at=known_at).passes
