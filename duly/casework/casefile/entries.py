"""What an entry of the timeline is, and how codes and duties are called in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup

from duly.casework import words
from duly.casework.casefile.record import Record
from duly.engine.owing import Obligation
from duly.engine.program import Keyed


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
    name = record.edition.owed[duty.rule].label
    return f"{name} {duty.nth} of {duty.of}" if duty.of and duty.of > 1 else name


def label(codes: Mapping[str, Keyed], code: str) -> str:
    """The label of a code, or the code itself where an older edition knew it."""
    return codes[code].label if code in codes else code.replace("_", " ")
