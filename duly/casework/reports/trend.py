"""The course of each measure by month ends: every month as it was asked then, from what had been written by then."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from duly.casework.reports.asking import Moment, end_of
from duly.casework.reports.fidelity import Report
from duly.casework.reports.scales import Scale, limits_of, span, unit
from duly.engine.lengths import months_after
from duly.engine.program import MeanDays, Measure

MONTHS = 12
LEFT, RIGHT, TOP, BOTTOM = 4, 151, 12, 74


def months_before(moment: Moment, zone: ZoneInfo) -> list[Moment]:
    """The ends of the twelve months before, each with everybody assigned as long before it as now; then the moment."""
    found = []
    for back in range(MONTHS, 0, -1):
        as_of = month_end(months_after(moment.as_of.replace(day=1), -back))
        by = as_of if moment.assigned_by >= moment.as_of else months_after(moment.assigned_by, -back)
        found.append(Moment(as_of, by, end_of(as_of, zone)))
    return [*found, moment]


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Course:
    """Local: one measure of all organizations over time."""

    title: str
    says: str
    high: tuple[float, float]
    limits: tuple[float, ...]
    path: str
    dot: tuple[float, float]
    first: tuple[float, str]
    last: str
    since: str
    until: str


def courses(reports: Sequence[Report], labels: Sequence[str]) -> list[Course]:
    """The trend, a small picture a measure; months without a sample leave a gap at the start."""
    found = []
    for key, measure in reports[-1].rating.measures.items():
        cells = [each.everyone.row.cells.get(key) for each in reports]
        values = [(nth, cell.value) for nth, cell in enumerate(cells) if cell and cell.value is not None]
        if len(values) > 1:
            found.append(course(measure, values, labels))
    return found


def course(measure: Measure, values: Sequence[tuple[int, int]], labels: Sequence[str]) -> Course:
    limits = limits_of(measure.bands)
    numbers = [*(value for _, value in values), *limits]
    room = max(2.0, 0.3 * (max(numbers) - min(numbers)))
    most = max(numbers) + room if isinstance(measure, MeanDays) else min(100, max(numbers) + room)
    y = Scale(max(0, min(numbers) - room), most, BOTTOM, TOP)
    x = Scale(values[0][0], values[-1][0], LEFT, RIGHT)
    places = [(x.at(nth), y.at(value)) for nth, value in values]
    (start, first), (end, last) = values[0], values[-1]
    low, height = span(measure.bands[-1], y)
    says = f"{measure.label}, all: {first}{unit(measure)} in {labels[start]}, {last}{unit(measure)} in {labels[end]}"
    return Course(
        measure.label, says, (low + height, -height) if height < 0 else (low, height),
        tuple(y.at(each) for each in limits), "M" + "L".join(f"{a} {b}" for a, b in places), places[-1],
        (_beside(places[0][1]), f"{first}{unit(measure)}"), f"{last}{unit(measure)}", labels[start], labels[end],
    )


def _beside(y: float) -> float:
    """A number above the line's beginning, or below it where that is at the top."""
    return round(y - 7 if y > TOP + 10 else y + 14, 1)
