"""What an obligation is: dates, never a status."""

from dataclasses import dataclass
from datetime import date

DATE_MISSING = "date_missing"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Derived: one thing a rule owes a case. Owed on a day D: not met, opens_on <= D, and D <= lapses_on (if any).

    `met_by` is the id of the fact that met it; `met_on` stays empty where that fact carries no date.
    Kind "length" is never late: from `opens_on` the end is near, after `due_on` the case is ready to close.
    Kind "date_missing" (nth 0 of the rule whose date it is) says that later rules cannot start.
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
