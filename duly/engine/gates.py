"""What must be in place before a step, with a reason for each thing that is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.engine.due import owed
from duly.engine.facts import Fact, History
from duly.engine.program import Edition, Lapse, Need, Step
from duly.engine.record import Record, by_date

NO_ANSWERS: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Missing:
    """Derived: one thing that is not in place, why it is wanted, and who says so."""

    need: str
    label: str
    reason: str
    sources: tuple[str, ...]


def missing(
    edition: Edition, gate: str, history: History, *, as_of: date, answers: Mapping[str, Any] = NO_ANSWERS
) -> list[Missing]:
    """What is not in place before the step a gate guards, in the order of the file."""
    return unmet(edition, edition.gates[gate].needs.values(), history, as_of, answers)


def missing_to_close(
    edition: Edition, reason: str, history: History, *, as_of: date, answers: Mapping[str, Any] = NO_ANSWERS
) -> list[Missing]:
    """What is not in place before a case can be closed for this reason."""
    needs = (*edition.every_closing.values(), *edition.closing[reason].needs.values())
    return unmet(edition, needs, history, as_of, answers)


def unmet(
    edition: Edition, needs: Iterable[Need], history: History, as_of: date, answers: Mapping[str, Any]
) -> list[Missing]:
    record = Record(edition, history)
    return [
        Missing(need.key, need.label, need.missing, need.sources)
        for need in needs if not in_place(need, record, history, as_of, answers)
    ]


def in_place(need: Need, record: Record, history: History, as_of: date, answers: Mapping[str, Any]) -> bool:
    """The one question a need asks."""
    if need.on_file:
        dated = any(fact.on <= as_of and holds(fact, record, as_of) for fact in record.ever(need.on_file) if fact.on)
        return dated or record.undated(need.on_file) is not None
    if need.none_open:
        return nothing_open(need.none_open, record, as_of)
    if need.lapsed:
        return lapsed(need.lapsed, record, history, as_of)
    return all(answers.get(key) not in (None, "", [], ()) for key in need.answers)


def holds(fact: Fact, record: Record, as_of: date) -> bool:
    """Whether a fact still says something that day: a decision that somebody is eligible runs out or is overtaken."""
    if fact.kind != "eligible":
        return True
    later = (each for each in record.ever(("not_eligible",)) if each.on and each.on <= as_of and each.what == fact.what)
    return (fact.by is None or as_of <= fact.by) and not any(by_date(each) > by_date(fact) for each in later)


def nothing_open(key: str, record: Record, as_of: date) -> bool:
    """Whether every step of this rule is settled, with or without a day of its own."""
    rule = record.edition.owed[key]
    assert isinstance(rule, Step)
    steps = (fact for fact in record.dated((rule.of,)) if not rule.what or fact.what in rule.what)
    open_ones = (fact for fact in steps if fact.on and fact.on <= as_of and not record.settling(fact, rule.met_by))
    return next(open_ones, None) is None


def lapsed(key: str, record: Record, history: History, as_of: date) -> bool:
    """Whether the silence has run out by the day asked about."""
    assert isinstance(record.edition.owed[key], Lapse)
    return any(each.rule == key and each.opens_on <= as_of for each in owed(record.edition, history))
