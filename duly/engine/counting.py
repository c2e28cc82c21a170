"""Official counts: whether a case is counted on a day, and if not, everything that keeps it out."""

from dataclasses import dataclass
from datetime import date

from duly.engine.facts import Fact, History
from duly.engine.phrases import called, either, lower, said
from duly.engine.program import Count, Edition
from duly.engine.record import Record, by_date


@dataclass(frozen=True, slots=True)
class Counted:
    """Derived: how one case stands in one official count on a day."""

    count: str
    concerned: bool  # whether it is a case the count is about at all
    why_not: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # names of what is not on file
    evidence: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        return self.concerned and not self.why_not


def counted(edition: Edition, key: str, history: History, *, as_of: date) -> Counted:
    """How a case stands in a count: a member of one of its groups that day, open, with everything it needs on file."""
    asked, record = edition.counts[key], Record(edition, history)
    member = membership(asked.of, record, as_of)
    if asked.of and member is None:
        groups = either(tuple(lower(edition.groups[each].label) for each in asked.of))
        return Counted(key, concerned=False, why_not=(f"no member of the group {groups} on {said(as_of)}",))
    held = {name: first_held(name, record, as_of) for name in asked.needs}
    missing = tuple(name for name, fact in held.items() if fact is None)
    why = [f"{called(edition, name)} is not on file" for name in missing]
    if record.exit_on < as_of:
        why.insert(0, f"closed {said(record.exit_on)}")
    evidence = tuple(fact.id for fact in (member, *held.values()) if fact)
    return Counted(key, True, tuple(why), missing, evidence)


def membership(groups: tuple[str, ...], record: Record, as_of: date) -> Fact | None:
    """The membership in one of these groups that holds on a day."""
    return next((fact for fact in memberships(record, as_of) if fact.what in groups), None)


def memberships(record: Record, as_of: date) -> tuple[Fact, ...]:
    """The memberships that hold on a day, the newest word on each group."""
    newest = {fact.what: fact for fact in record.ever(("member",)) if fact.on and fact.on <= as_of}
    return tuple(fact for fact in newest.values() if fact.by is None or as_of <= fact.by)


def first_held(name: str, record: Record, as_of: date) -> Fact | None:
    """The earliest of this name by the day; one without a day counts too."""
    dated = (fact for fact in record.ever((name,)) if by_date(fact)[0] <= as_of)
    return next(dated, None) or record.undated((name,))


def of_whom(edition: Edition, asked: Count) -> str:
    """Whom a count is about, in words."""
    groups = tuple(lower(edition.groups[each].label) for each in asked.of)
    return f"members of the group {either(groups)}" if groups else "everybody"
