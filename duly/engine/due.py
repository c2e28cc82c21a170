"""What a program owes a case: dates that follow from facts, never a status, and no need to know what day it is."""

from dataclasses import dataclass
from datetime import date

from duly.engine.facts import History
from duly.engine.program import Edition

DATE_MISSING = "date_missing"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Derived: one thing a rule owes a case. Owed on a day D: not met, opens_on <= D, and D <= lapses_on (if any).

    `met_by` is the id of the fact that met it; `met_on` stays empty where that fact carries no date.
    kind "length" is never late: from `opens_on` the end is near, after `due_on` the case is ready to close.
    kind "date_missing" (nth 0 of the rule whose date it is) says that later rules cannot start.
    """

    rule: str
    kind: str
    nth: int
    of: int | None
    opens_on: date
    due_on: date
    lapses_on: date | None = None
    met_by: str | None = None
    met_on: date | None = None


def owed(edition: Edition, history: History) -> tuple[Obligation, ...]:
    """Everything owed to the case, met and unmet, from what stands in its history."""
    raise NotImplementedError


def because(edition: Edition, obligation: Obligation, history: History) -> str:
    """Why it is owed, as a sentence."""
    raise NotImplementedError


def rests_on(edition: Edition, obligation: Obligation, history: History) -> tuple[str, ...]:
    """The facts it follows from: its anchor, and what met it."""
    raise NotImplementedError
