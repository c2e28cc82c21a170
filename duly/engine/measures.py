"""How a program is scored: cases judged one by one, pooled by organization, rounded, rated and classed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from duly.engine.facts import History
from duly.engine.judging import Judgement, judge
from duly.engine.program import Edition, MeanDays
from duly.engine.tallying import (
    ALWAYS,
    NEVER_AT,
    NEVER_ON,
    Layout,
    MeasureSlots,
    Tally,
    layout,
    score_tally,
    tallies,
)

__all__ = [
    "ALWAYS", "NEVER_AT", "NEVER_ON", "CaseOf", "Cell", "Judgement", "Layout", "MeasureSlots", "Row", "Tally", "cell",
    "classed", "fidelity", "in_cohort", "judge", "layout", "newest", "score_tally", "tallies",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """Derived: one figure of the report: cases counted, passes (or the sum of days), the whole number, its points."""

    sample: int
    numerator: int
    value: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """Derived: one organization in the report; All, which pools every case, has no id and no level."""

    organization_id: str | None
    organization: str
    cells: Mapping[str, Cell]
    total: int | None
    level: str | None


@dataclass(frozen=True, slots=True)
class CaseOf:
    """Local: one case of an organization, to be judged under its own edition."""

    organization_id: str
    organization: str
    edition: Edition
    history: History


def cell(edition: Edition, measure: str, *, sample: int, numerator: int) -> Cell:
    """The published whole number, rounded half up with whole numbers only, and its points; neither without a sample."""
    if sample == 0:
        return Cell(0, numerator, None, None)
    asked = edition.measures[measure]
    times = 1 if isinstance(asked, MeanDays) else 100
    value = (2 * times * numerator + sample) // (2 * sample)
    return Cell(sample, numerator, value, asked.points(value))


def classed(edition: Edition, cells: Mapping[str, Cell]) -> tuple[int | None, str | None]:
    """The total of the points and the class it falls in; neither where a figure is missing."""
    points = [each.score for each in cells.values()]
    if edition.total is None or not points or None in points:
        return None, None
    total = sum(each for each in points if each is not None)
    return total, edition.total.classed(total)


def in_cohort(edition: Edition, history: History, *, as_of: date, assigned_by: date, known_at: datetime) -> bool:
    """Whether the case was assigned by the day asked about. An assignment is known from its own day, not before."""
    last = min(as_of, assigned_by, known_at.astimezone(edition.zone).date())
    return any(fact.kind == "assigned" and fact.on is not None and fact.on <= last for fact in history)


def newest(editions: Iterable[Edition]) -> Edition:
    """The edition by which figures that pool several are rated."""
    return max(editions, key=lambda each: each.edition)


def fidelity(
    cases: Iterable[CaseOf], *, as_of: date, known_at: datetime, assigned_by: date | None = None
) -> tuple[Row, ...]:
    """The report straight from histories: a row an organization by name, then All."""
    asked, by = tuple(cases), assigned_by or as_of
    if not asked:
        return ()
    counted = [
        each for each in asked
        if in_cohort(each.edition, each.history, as_of=as_of, assigned_by=by, known_at=known_at)
    ]
    rating = newest(each.edition for each in counted or asked)
    judged = [(each, judgements(each, rating, as_of, known_at)) for each in counted]
    places = sorted({(each.organization, each.organization_id) for each in counted})
    rows = [
        row(rating, identifier, name, [found for case, found in judged if case.organization_id == identifier])
        for name, identifier in places
    ]
    everyone = row(rating, None, "All", [found for _, found in judged])
    return (*rows, Row(None, "All", everyone.cells, everyone.total, None))


def judgements(case: CaseOf, rating: Edition, as_of: date, known_at: datetime) -> dict[str, Judgement]:
    """The case in every measure that is reported and that its own edition has."""
    wanted = [key for key in rating.measures if key in case.edition.measures]
    return {key: judge(case.edition, key, case.history, as_of=as_of, known_at=known_at) for key in wanted}


def row(rating: Edition, identifier: str | None, name: str, judged: list[dict[str, Judgement]]) -> Row:
    """One organization's figures."""
    cells = {}
    for key, measure in rating.measures.items():
        found = [each[key] for each in judged if key in each and each[key].in_sample]
        days = isinstance(measure, MeanDays)
        numerator = sum((each.number or 0) if days else each.passes for each in found)
        cells[key] = cell(rating, key, sample=len(found), numerator=numerator)
    total, level = classed(rating, cells)
    return Row(identifier, name, cells, total, level)
