"""What a program owes a case: dates that follow from facts, never a status, and no need to know what day it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from duly.engine.because import because, rests_on
from duly.engine.facts import COMPLETED, TRANSFERRED, Fact, History
from duly.engine.owing import DATE_MISSING, Obligation
from duly.engine.program import (
    ANY_CONTACT,
    REACHED,
    Edition,
    FollowUp,
    Interval,
    Lapse,
    Length,
    Once,
    ProgramLength,
    Rule,
    Series,
    Step,
    Windows,
)
from duly.engine.record import Record

__all__ = ["DATE_MISSING", "Obligation", "because", "owed", "phases", "rests_on"]

DAY = timedelta(days=1)


def owed(edition: Edition, history: History) -> tuple[Obligation, ...]:
    """Everything owed to the case, met and unmet, from what stands in its history."""
    record = Record(edition, history)
    under_rules = (each for rule in edition.owed.values() for each in closed_off(rule, record))
    return (*under_rules, *at_exit(dates_missing(record), record))


def phases(edition: Edition, history: History) -> tuple[tuple[date, str], ...]:
    """When each phase of the case began, oldest first."""
    return Record(edition, history).phases()


def closed_off(rule: Rule, record: Record) -> Iterator[Obligation]:
    """What the rule owes; only a follow-up of closing goes on after it."""
    found = under(rule, record)
    return found if isinstance(rule, FollowUp) and rule.after == "closed" else at_exit(found, record)


def at_exit(found: Iterator[Obligation], record: Record) -> Iterator[Obligation]:
    """At the exit nothing more opens, and what is open lapses."""
    for each in found:
        if record.exit is None or each.met_by:
            yield each
        elif each.opens_on <= record.exit_on:
            yield replace(each, lapses_on=min(each.lapses_on or date.max, record.exit_on))


def under(rule: Rule, record: Record) -> Iterator[Obligation]:
    """What one rule owes, by its kind."""
    match rule:
        case Once():
            return once(rule, record)
        case Windows():
            return windows(rule, record)
        case Series():
            return series(rule, record)
        case ProgramLength():
            return length(rule, record)
        case Interval():
            return interval(rule, record)
        case Lapse():
            return lapse(rule, record)
        case Step():
            return steps(rule, record)
        case FollowUp():
            return follow_up(rule, record)
        case _:
            assert_never(rule)


def once(rule: Once, record: Record) -> Iterator[Obligation]:
    """One thing after an anchor, or ahead of an expected day. Something undated meets it where order cannot matter."""
    stop = record.anchor(rule.until) if rule.until else None
    if rule.ahead and rule.before:
        if (expected := record.expected(rule.before)) and expected.by and expected.on:
            due = rule.ahead.before(expected.by)
            last = stop or expected.by
            met = next((fact for fact in record.dated(rule.met_by) if within(fact, date.min, last)), None)
            yield Obligation(rule.key, rule.kind, 1, 1, min(expected.on, due), due, last, *by(met))
    elif rule.within and rule.after and (start := record.anchor(rule.after)):
        # Nothing in a case comes before its assignment, so only a later anchor needs the order checked.
        from_start = rule.after == "assigned"
        first = date.min if from_start else start
        met = next((fact for fact in record.dated(rule.met_by) if within(fact, first, stop or date.max)), None)
        met = met or (record.undated(rule.met_by) if from_start else None)
        yield Obligation(rule.key, rule.kind, 1, 1, start, rule.within.after(start), stop, *by(met))


def windows(rule: Windows, record: Record) -> Iterator[Obligation]:
    """One obligation a window. A missed window is past: it lapses on its last day and is never made good."""
    if (start := record.anchor(rule.after)) is None:
        return
    seen = list(reversed(record.dated(rule.met_by)))
    before = start
    for nth in range(1, rule.count + 1):
        last = rule.every.after(start, nth)
        while seen and seen[-1].on and seen[-1].on <= before:
            seen.pop()
        met = seen[-1] if seen and seen[-1].on and seen[-1].on <= last else None
        yield Obligation(rule.key, rule.kind, nth, rule.count, before + DAY, last, last, *by(met))
        before = last


def series(rule: Series, record: Record) -> Iterator[Obligation]:
    """The j-th held after the anchor meets the j-th owed, early or late; what is unmet lapses with the program."""
    if (start := record.anchor(rule.after)) is None:
        return
    held = [fact for fact in record.dated(rule.met_by) if fact.on and fact.on > start]
    end = program_end(record)
    for nth in range(1, rule.count + 1):
        opens, due = rule.every.after(start, nth - 1) + DAY, rule.every.after(start, nth)
        met = held[nth - 1] if nth <= len(held) else None
        yield Obligation(rule.key, rule.kind, nth, rule.count, opens, due, end, *by(met))


def length(rule: ProgramLength, record: Record) -> Iterator[Obligation]:
    """When the program has ended, closing is owed; a case closed before the end is near owes nothing here."""
    if (start := record.anchor(rule.after)) and (end := record.end_of(rule)):
        opens = rule.warn.after(start) + (end - rule.lasts.after(start))
        exit_ = record.exit if record.exit_on >= opens else None
        yield Obligation(rule.key, rule.kind, 1, 1, opens, end, None, *by(exit_))


def interval(rule: Interval, record: Record) -> Iterator[Obligation]:
    """Only the next one: the clock restarts at each contact, so someone seen early is next due early."""
    start = record.anchor(rule.after)
    if start is None or record.first(rule.ends_with) or paused(rule, record):
        return
    seen = record.dated(rule.met_by)
    restarts = (*seen[-1:], *record.dated(rule.resumed_by)[-1:])
    since = max((start, *(fact.on for fact in restarts if fact.on)))
    yield Obligation(rule.key, rule.kind, len(seen) + 1, None, since + DAY, next_by(rule, record, since))


def paused(rule: Interval, record: Record) -> bool:
    """Whether the clock stands still: stopped, and not started again since."""
    stopped, started = record.last(rule.paused_by), record.last(rule.resumed_by)
    return stopped is not None and (started is None or (started.on, started.id) < (stopped.on, stopped.id))


def next_by(rule: Interval, record: Record, since: date) -> date:
    """The last day for the next contact: by the program, or sooner where less was agreed for this case."""
    due, agreed = by_program(rule, record, since), record.agreed(rule)
    if agreed is None:
        return due
    fact, every = agreed
    return min(due, max(fact.on or since, every.after(since)))


def by_program(rule: Interval, record: Record, since: date) -> date:
    """By the pace on the day of the last one, or sooner if a faster pace begins."""
    now, due = rule.every, date.max
    later: list[tuple[date, Length]] = []
    for begins, every in stretches(rule, record):
        if begins <= since:
            now = every
        else:
            later.append((begins, every))
    due = now.after(since)
    for begins, every in later:
        if begins <= due:
            due = min(due, max(begins, every.after(since)))
    return due


def stretches(rule: Interval, record: Record) -> Iterator[tuple[date, Length]]:
    """From which day on which pace holds, through the phases and the steps within each."""
    for begins, phase in record.phases():
        for pace in rule.by_phase.get(phase, ()):
            yield begins, pace.every
            begins = pace.lasting.after(begins) if pace.lasting else begins
        if phase not in rule.by_phase:
            yield begins, rule.every


def lapse(rule: Lapse, record: Record) -> Iterator[Obligation]:
    """After a silence with a try in it, a decision is proposed; one taken before leaves nothing to propose."""
    start = record.anchor(rule.after)
    if start is None:
        return
    last = record.last(rule.since)
    since = last.on if last and last.on else start
    tried = next((fact.on for fact in unanswered(rule, record) if fact.on and (fact.on > since or last is None)), None)
    if tried is None:
        return
    opens = max(rule.silence.after(since), tried)
    met = next((fact for fact in record.dated(rule.met_by) if within(fact, since, date.max)), None)
    if met is None or (met.on and met.on >= opens):
        yield Obligation(rule.key, rule.kind, 1, None, opens, opens, None, *by(met))


def unanswered(rule: Lapse, record: Record) -> Iterator[Fact]:
    """Tries to reach the participant: of the kinds that would have broken the silence."""
    every = REACHED in rule.since
    tries = (fact for fact in record.dated((ANY_CONTACT,)) if fact.outcome != COMPLETED)
    return (fact for fact in tries if every or fact.what in rule.since)


def steps(rule: Step, record: Record) -> Iterator[Obligation]:
    """One obligation for each thing that has a day of its own."""
    wanted = (fact for fact in record.dated((rule.of,)) if not rule.what or fact.what in rule.what)
    for nth, fact in enumerate(wanted, 1):
        due = fact.by or (rule.within.after(fact.on) if rule.within and fact.on else None)
        if due and fact.on:
            met = record.settling(fact, rule.met_by)
            yield Obligation(rule.key, rule.kind, nth, None, fact.on, due, None, *by(met))


def follow_up(rule: FollowUp, record: Record) -> Iterator[Obligation]:
    """One in each calendar quarter after the one in which it happened; these go on after closing."""
    start = record.first((rule.after,))
    if start is None or start.on is None or (rule.reasons and start.what not in rule.reasons):
        return
    if rule.after == "closed" and start.what == TRANSFERRED:
        return
    seen = record.ever(rule.met_by)
    for nth in range(1, rule.quarters + 1):
        opens, last = quarter(start.on, nth), quarter(start.on, nth + 1) - DAY
        met = next((fact for fact in seen if within(fact, opens, last)), None)
        yield Obligation(rule.key, rule.kind, nth, rule.quarters, opens, last, last, *by(met))


def quarter(day: date, ahead: int) -> date:
    """The first day of the calendar quarter so many after the one a day lies in."""
    year, nth = divmod(day.year * 4 + (day.month - 1) // 3 + ahead, 4)
    return date(year, 3 * nth + 1, 1)


def dates_missing(record: Record) -> Iterator[Obligation]:
    """Something was held on a day nobody wrote down, and rules count from that day: they cannot start."""
    counting = [rule for rule in record.edition.owed.values() if isinstance(rule, Windows | Series | ProgramLength)]
    for name, rule in {rule.after: rule for rule in reversed(counting)}.items():
        held = record.undated((name,))
        if held and record.anchor(name) is None:
            day = held.recorded_at.astimezone(record.edition.zone).date()
            yield Obligation(dated_by(record.edition, name) or rule.key, DATE_MISSING, 0, None, day, day)


def dated_by(edition: Edition, name: str) -> str | None:
    """The rule that the undated thing met."""
    return next((key for key, rule in edition.owed.items() if isinstance(rule, Once) and name in rule.met_by), None)


def program_end(record: Record) -> date | None:
    """The last day of the program for this case, where it has a length."""
    rule = record.edition.length()
    return record.end_of(rule) if rule else None


def within(fact: Fact, first: date, last: date) -> bool:
    return fact.on is not None and first <= fact.on <= last


def by(fact: Fact | None) -> tuple[str | None, date | None]:
    """What met an obligation, and when."""
    return (fact.id, fact.on) if fact else (None, None)
