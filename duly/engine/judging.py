"""How one case stands in one measure, and why: what stands behind a cell of the report."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from duly.engine.facts import Fact, History
from duly.engine.phrases import called, counted, said
from duly.engine.program import Edition, MeanDays, Measure, Series, ShareComplete, ShareHeld, ShareOnTime, Windows
from duly.engine.record import Record

Strip = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Derived: how one case stands in one measure, and why."""

    measure: str
    in_sample: bool
    why_not: str = ""  # why it is not counted
    passes: bool = False  # for mean days: is counted
    number: int | None = None  # days, or how many were met
    of: int | None = None  # how many were due
    needs: int | None = None  # how many it takes to pass
    short: int = 0  # how many are missing to pass
    because: str = ""
    evidence: tuple[str, ...] = ()  # the facts it rests on
    strip: Strip = ()  # one word a window: met, missed, open, to come, closed


def judge(edition: Edition, measure: str, history: History, *, as_of: date, known_at: datetime) -> Judgement:
    """How the case stands in the measure as of a day, from what was recorded by a moment."""
    record = Record(edition, history.known(as_of, known_at))
    asked = edition.measures[measure]
    match asked:
        case ShareHeld():
            return share_held(asked, record)
        case MeanDays():
            return mean_days(asked, record)
        case ShareOnTime():
            return share_on_time(asked, record, as_of)
        case ShareComplete():
            return share_complete(asked, record, as_of)
        case _:
            assert_never(asked)


def share_held(asked: ShareHeld, record: Record) -> Judgement:
    """Held on a day, or on a day nobody wrote down: both count."""
    what = called(record.edition, asked.of)
    held = first(record, asked.of) or record.undated((asked.of,))
    if held is None:
        return Judgement(asked.key, True, short=1, because=f"No {what} that counts is on record.")
    when = f"on {said(held.on)}" if held.on else "on a day not recorded"
    return Judgement(asked.key, True, passes=True, because=f"The {what} was held {when}.", evidence=(held.id,))


def mean_days(asked: MeanDays, record: Record) -> Judgement:
    """Days from assignment to the dated anchor; one without a date is not counted."""
    held, assigned = first(record, asked.of), first(record, "assigned")
    if held is None or held.on is None or assigned is None or assigned.on is None:
        return not_counted(asked, undated_or_none(record, asked.of))
    days = (held.on - assigned.on).days
    until = f"{called(record.edition, asked.of)} ({said(held.on)})"
    because = f"{counted(days, 'day')} from assignment ({said(assigned.on)}) to {until}."
    return Judgement(asked.key, True, passes=True, number=days, because=because, evidence=(assigned.id, held.id))


def share_on_time(asked: ShareOnTime, record: Record, as_of: date) -> Judgement:
    """Windows that have ended, those that hold an answered contact, and whether they are enough of them."""
    rule = record.edition.owed[asked.rule]
    assert isinstance(rule, Windows)
    start, left_out = sampled(asked, rule, record, as_of)
    if start is None:
        return left_out
    last = min(record.exit_on, as_of)
    ends = [rule.every.after(start, nth) for nth in range(1, rule.count + 1)]
    filled = [filling(rule, record, start, nth) for nth in range(1, rule.count + 1)]
    due = sum(end <= last for end in ends)
    met = [fact.id for fact in filled[:due] if fact]
    part, whole = asked.at_least
    needs = -(-part * due // whole)
    ended = f"{len(met)} of the {counted(due, 'window')} that have ended"
    spans = zip([start, *ends], ends, filled, strict=False)
    return replace(
        weighed(asked, len(met), due, needs),
        because=f"{ended} hold an answered contact; it takes {needs}.",
        evidence=tuple(met),
        strip=tuple(word(before, end, fact, as_of, record) for before, end, fact in spans),
    )


def share_complete(asked: ShareComplete, record: Record, as_of: date) -> Judgement:
    """How many of the series were held by the day, whenever each was due."""
    rule = record.edition.owed[asked.rule]
    assert isinstance(rule, Series)
    start, left_out = sampled(asked, rule, record, as_of)
    if start is None:
        return left_out
    last = min(record.exit_on, as_of)
    due = sum(rule.every.after(start, nth) <= last for nth in range(1, rule.count + 1))
    held = [fact.id for fact in record.dated(rule.met_by) if fact.on and start < fact.on <= last]
    because = f"{len(held)} held by {said(last)} where {due} had fallen due."
    return replace(weighed(asked, len(held), due, due), because=because, evidence=tuple(held))


def weighed(asked: Measure, met: int, due: int, needs: int) -> Judgement:
    return Judgement(asked.key, True, passes=met >= needs, number=met, of=due, needs=needs, short=max(0, needs - met))


def sampled(
    asked: ShareOnTime | ShareComplete, rule: Windows | Series, record: Record, as_of: date
) -> tuple[date | None, Judgement]:
    """The anchor of a case that is long enough past it; otherwise why the case is not counted."""
    anchor = first(record, rule.after)
    if anchor is None or anchor.on is None:
        return None, not_counted(asked, undated_or_none(record, rule.after))
    last = min(record.exit_on, as_of)
    if asked.tenure.after(anchor.on) <= last:
        return anchor.on, Judgement(asked.key, True)
    days = max(0, (last - anchor.on).days)
    until = "closing" if record.exit_on <= as_of else said(as_of)
    span = f"{counted(days, 'day')} from {called(record.edition, rule.after)} to {until}"
    return None, not_counted(asked, f"{span}; it takes {asked.tenure}")


def not_counted(asked: Measure, why: str) -> Judgement:
    return Judgement(asked.key, False, why_not=why, because=f"Not counted: {why}.")


def undated_or_none(record: Record, name: str) -> str:
    what = called(record.edition, name)
    undated = record.undated((name,)) is not None
    return f"the {what} is on record without its day" if undated else f"no {what} that counts is on record"


def first(record: Record, name: str) -> Fact | None:
    """The earliest dated one; that it came after the exit does not undo it."""
    return next(iter(record.ever((name,))), None)


def filling(rule: Windows, record: Record, start: date, nth: int) -> Fact | None:
    """The earliest contact inside the n-th window."""
    before, end = rule.every.after(start, nth - 1), rule.every.after(start, nth)
    return next((fact for fact in record.dated(rule.met_by) if fact.on and before < fact.on <= end), None)


def word(before: date, end: date, fact: Fact | None, as_of: date, record: Record) -> str:
    """What a window looks like on the day asked about."""
    if fact:
        return "met"
    if end <= min(record.exit_on, as_of):
        return "missed"
    if record.exit_on <= as_of:
        return "closed"
    return "open" if before < as_of else "to come"
