"""How a program is scored: one case at a time with a reason, many cases pooled, and rows that answer any day at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from duly.engine.facts import History
from duly.engine.program import Edition

ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
NEVER_AT = datetime(9999, 1, 1, tzinfo=UTC)
NEVER_ON = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Derived: how one case stands in one measure, and why."""

    measure: str
    in_sample: bool
    why_not: str = ""  # why it is not in the sample
    passes: bool = False
    number: int | None = None  # days, or how many were met
    of: int | None = None  # how many were due
    needs: int | None = None  # how many it takes to pass
    short: int = 0  # how many are missing to pass
    because: str = ""
    evidence: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()  # one word a window: met, missed, open, to come


@dataclass(frozen=True, slots=True)
class Cell:
    """Derived: one figure of the report: people counted, passes (or sum of days), whole number, points."""

    sample: int
    numerator: int
    value: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """Derived: one organization (or all of them pooled) in the report."""

    organization_id: str | None
    organization: str
    cells: dict[str, Cell]
    total: int | None
    level: str | None


@dataclass(frozen=True, slots=True)
class CaseOf:
    """One case of an organization, to be scored under its own edition."""

    organization_id: str
    organization: str
    edition: Edition
    history: History


@dataclass(frozen=True, slots=True)
class MeasureSlots:
    """Frozen: where one measure finds its dates in a tally; positions count from 0."""

    key: str
    kind: str  # share_held, mean_days, share_on_time, share_complete
    undated: int  # slot whose `at` is when an undated anchor was recorded
    dated: int  # slot with the earliest dated anchor
    first: int = 0  # its windows or series: slots first .. first + count - 1
    count: int = 0
    every: int = 0  # days between them
    tenure: int = 0  # days past the anchor (to exit or as of) to be in the sample
    at_least: tuple[int, int] = (1, 1)  # the part of those due that must be met


@dataclass(frozen=True, slots=True)
class Layout:
    """Frozen: the slots of an edition's tallies."""

    size: int
    measures: dict[str, MeasureSlots]


@dataclass(frozen=True, slots=True)
class Tally:
    """Derived: one case in one epoch of knowledge [known_from, known_until): what was met, known since when."""

    known_from: datetime
    known_until: datetime
    started_on: date
    exit_on: date
    exit_at: datetime
    slot_on: tuple[date, ...]
    slot_at: tuple[datetime, ...]


def judge(edition: Edition, measure: str, history: History, *, as_of: date, known_at: datetime) -> Judgement:
    """How the case stands in the measure as of a day, from what was recorded by a moment."""
    raise NotImplementedError


def score(edition: Edition, measure: str, *, sample: int, numerator: int) -> Cell:
    """The published whole number (rounded half up) and its points; an empty sample has neither."""
    raise NotImplementedError


def classed(edition: Edition, cells: dict[str, Cell]) -> tuple[int | None, str | None]:
    """The total of the points and the class it falls in; neither where a figure is missing."""
    raise NotImplementedError


def fidelity(cases: Iterable[CaseOf], *, as_of: date, assigned_by: date, known_at: datetime) -> tuple[Row, ...]:
    """The report: a row an organization by name, then All, pooled over cases."""
    raise NotImplementedError


def layout(edition: Edition) -> Layout:
    """The fixed slots of this edition's tallies."""
    raise NotImplementedError


def tallies(edition: Edition, history: History) -> tuple[Tally, ...]:
    """The case in every epoch of knowledge; usually one row."""
    raise NotImplementedError


def score_tally(slots: MeasureSlots, tally: Tally, *, as_of: date, known_at: datetime) -> tuple[bool, bool, int]:
    """In the sample, passes, number: plain arithmetic on one tally that holds at that moment."""
    raise NotImplementedError
