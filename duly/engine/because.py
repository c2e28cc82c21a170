"""Why something is owed, as a sentence: rendered on reading, from an obligation's dates and the case's facts."""

from datetime import date
from typing import assert_never

from duly.engine.facts import COMPLETED, Fact, History
from duly.engine.owing import DATE_MISSING, Obligation
from duly.engine.phrases import any_of, called, counted, either, lower, said
from duly.engine.program import (
    ANY_CONTACT,
    Edition,
    FollowUp,
    Interval,
    Lapse,
    Once,
    ProgramLength,
    Rule,
    Series,
    Step,
    Windows,
)
from duly.engine.record import Record


def because(edition: Edition, obligation: Obligation, history: History) -> str:
    """Why it is owed, and what met it."""
    record, rule = Record(edition, history), edition.owed[obligation.rule]
    if obligation.kind == DATE_MISSING:
        return missing_date(edition, obligation)
    return f"Because {reason(rule, obligation, record)}.{standing(rule, obligation)}{met(obligation)}"


def rests_on(edition: Edition, obligation: Obligation, history: History) -> tuple[str, ...]:
    """The facts it follows from: its anchor, what changed its length for this case, and what met it."""
    rule, record = edition.owed[obligation.rule], Record(edition, history)
    facts = (anchor_of(rule, obligation, record), own_terms(rule, record))
    ids = (*(fact.id for fact in facts if fact), obligation.met_by)
    return tuple(dict.fromkeys(each for each in ids if each))


def own_terms(rule: Rule, record: Record) -> Fact | None:
    """The fact that gave this one case a length of its own."""
    match rule:
        case ProgramLength():
            return record.extension(rule)
        case Interval():
            found = record.agreed(rule)
            return found[0] if found else None
        case _:
            return None


def anchor_of(rule: Rule, obligation: Obligation, record: Record) -> Fact | None:
    """The fact the obligation counts from."""
    match rule:
        case Interval():
            return record.last((*rule.met_by, *rule.resumed_by)) or record.first((rule.after,))
        case Lapse():
            return record.last(rule.since) or record.first((rule.after,))
        case Step():
            return step_of(rule, obligation, record)
        case Once(before=str(name)):
            return record.expected(name)
        case _:
            name = str(rule.after)
            return record.first((name,)) or record.undated((name,))


def step_of(rule: Step, obligation: Obligation, record: Record) -> Fact | None:
    wanted = [fact for fact in record.dated((rule.of,)) if not rule.what or fact.what in rule.what]
    return wanted[obligation.nth - 1] if obligation.nth <= len(wanted) else None


def reason(rule: Rule, obligation: Obligation, record: Record) -> str:
    """The rule, applied to this case."""
    edition, anchor = record.edition, anchor_of(rule, obligation, record)
    since = said(anchor.on) if anchor and anchor.on else "a day not recorded"
    match rule:
        case Once(before=str(name)):
            expected = said(anchor.by) if anchor and anchor.by else since
            return f"{any_of(edition, rule.met_by)} is owed {rule.ahead} before {called(edition, name)} ({expected})"
        case Once():
            what = any_of(edition, rule.met_by)
            return f"{what} is owed within {rule.within} of {called(edition, str(rule.after))} ({since})"
        case Windows():
            start = f"{called(edition, rule.after)} ({since})"
            return f"in every {rule.every} from {start} {any_of(edition, rule.met_by)} is owed"
        case Series():
            return f"one falls due every {rule.every} from {called(edition, rule.after)} ({since}), {rule.count} in all"
        case ProgramLength():
            lasts = f"the program lasts {rule.lasts} from {called(edition, rule.after)} ({since})"
            return lasts + extended(rule, record)
        case Interval():
            days = counted((obligation.due_on - obligation.opens_on).days + 1, "day")
            without = f"without {any_of(edition, rule.met_by)}, counted from {since}"
            return f"no more than {days} may pass {without}{agreed(rule, record)}"
        case Lapse():
            tried = counted(tries(record, anchor), "try")
            silent = f"there has been no answer since {since}, with {tried} on file"
            return f"{silent}; after {rule.silence} {rule.proposes} is proposed"
        case Step():
            return f"it was agreed on {since}"
        case FollowUp():
            quarters = f"each of the {rule.quarters} calendar quarters after {called(edition, rule.after)} ({since})"
            return f"{any_of(edition, rule.met_by)} is owed in {quarters}"
        case _:
            assert_never(rule)


def extended(rule: ProgramLength, record: Record) -> str:
    """Until when this case goes on, and since when that is said."""
    fact = record.extension(rule)
    return f"; this case was extended to {said(fact.by)} on {said(fact.on)}" if fact and fact.by and fact.on else ""


def agreed(rule: Interval, record: Record) -> str:
    """What was agreed for this case."""
    match record.agreed(rule):
        case (Fact(on=date() as day), every):
            return f"; an interval of {every} was agreed for this case on {said(day)}"
        case _:
            return ""


def standing(rule: Rule, obligation: Obligation) -> str:
    """Which one this is, and its days."""
    first, due = said(obligation.opens_on), said(obligation.due_on)
    match rule:
        case Windows():
            return f" Window {obligation.nth} of {obligation.of} is {first} to {due}."
        case Series():
            return f" Number {obligation.nth} is due {due}."
        case FollowUp():
            return f" Quarter {obligation.nth} of {obligation.of} is {first} to {due}."
        case ProgramLength():
            return f" It ends on {due}; after that day the case is ready to close."
        case _:
            return ""


def met(obligation: Obligation) -> str:
    """What became of it, as far as the facts say."""
    if obligation.met_by is None:
        return ""
    if obligation.met_on is None:
        return " Met on a day not recorded."
    late = (obligation.met_on - obligation.due_on).days
    after = f", {counted(late, 'day')} late" if late > 0 and obligation.kind not in ("length", "lapse") else ""
    return f" Met on {said(obligation.met_on)}{after}."


def tries(record: Record, anchor: Fact | None) -> int:
    """How many tries went unanswered since."""
    since = anchor.on if anchor and anchor.on else date.min
    return sum(fact.outcome != COMPLETED for fact in record.dated((ANY_CONTACT,)) if fact.on and fact.on >= since)


def missing_date(edition: Edition, obligation: Obligation) -> str:
    """What is missing, and the way out."""
    label = lower(edition.owed[obligation.rule].label)
    counting = [rule.label for rule in edition.owed.values() if isinstance(rule, Windows | Series | ProgramLength)]
    waiting = either(tuple(map(lower, counting)), "and")
    return (
        f"Because the {label} is on record without its day, and {waiting} are counted from that day."
        f" Correct the {label} and enter the day it was held."
    )
