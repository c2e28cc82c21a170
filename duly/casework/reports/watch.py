"""Early warning: the figures that one case more, or one failure more, would rate otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import is_small
from duly.engine.measures import Cell, cell
from duly.engine.program import MeanDays


@dataclass(frozen=True, slots=True)
class Edge:
    """Derived: a figure at the edge of its rating: whose, by what, to which level, how many cases fail now."""

    line: Line
    measure: str
    cell: Cell
    better: bool
    level: str
    failing: int


def warnings(report: Report) -> list[Edge]:
    """Every such figure, the nearest to the edge first, then the one with most people behind it."""
    found = [each for line in report.lines if not is_small(report, line) for each in _of(report, line)]
    return sorted(found, key=lambda each: (_distance(report, each), -each.cell.sample, each.line.name))


def _of(report: Report, line: Line) -> Iterator[Edge]:
    for key, measure in report.rating.measures.items():
        now = line.row.cells[key]
        if now.score is None or isinstance(measure, MeanDays):
            continue
        for one in (1, -1):
            passing = now.numerator + one
            if not 0 <= passing <= now.sample:
                continue
            then = cell(report.rating, key, sample=now.sample, numerator=passing)
            if then.score is not None and (then.score - now.score) * one > 0:
                level = measure.bands[then.score - 1].level
                yield Edge(line, key, now, one > 0, level, now.sample - now.numerator)


def _distance(report: Report, each: Edge) -> int:
    """How many points of the figure lie between it and the other rating."""
    bands = report.rating.measures[each.measure].bands
    band = next(band for band in bands if band.level == each.level)
    edge = band.low if each.better else band.high
    return abs((edge or 0) - (each.cell.value or 0))
