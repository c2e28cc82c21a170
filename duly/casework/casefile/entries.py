"""What an entry of the timeline is, and how codes and duties are called in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup

from duly.casework import words
from duly.casework.casefile.record import Record
from duly.engine.because import step_of
from duly.engine.owing import Obligation
from duly.engine.program import Keyed, Step
from duly.engine.record import Record as Known


@dataclass(frozen=True, slots=True)
class Was:
    """What a fact said before it was corrected."""

    day: words.Day
    by: str
    reason: str
    changes: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its day, what sort of thing it is, and the words that stand there."""

    sort: str  # contact, try, service, milestone, event, duty, change
    on: date | None
    at: datetime
    title: str
    text: str = ""
    icon: str = "flag"
    mark: str = "thing"
    meets: str = ""
    aside: str = ""
    body: str = ""
    fact: UUID | None = None
    was: Was | None = None
    day: words.Day | None = None
    links: tuple[tuple[str, str], ...] = ()  # (address, words) of what else can be done with it
    folded: tuple["Entry", ...] = ()


def duty_name(record: Record, duty: Obligation) -> str:
    """'Check-in 8 of 12'; a rule owed once goes by its name alone."""
    rule = record.edition.owed[duty.rule]
    if isinstance(rule, Step) and (planned := _planned(record, rule, duty)):
        return planned
    name = rule.label
    return f"{name} {duty.nth} of {duty.of}" if duty.of and duty.of > 1 else name


def _planned(record: Record, rule: Step, duty: Obligation) -> str:
    """What the plan calls it: 'Task: send three notes'."""
    step = step_of(rule, duty, Known(record.edition, record.history)) if record.items else None
    found = next((each for each in record.items if step and str(each.pk) == step.id), None)
    kinds = record.edition.plan.kinds if record.edition.plan else {}
    return f"{kinds[found.kind].label}: {found.what}" if found and found.kind in kinds else ""


def label(codes: Mapping[str, Keyed], code: str) -> str:
    """The label of a code, or the code itself where an older edition knew it."""
    return codes[code].label if code in codes else code.replace("_", " ")
