"""The fidelity table as its page shows it: figures with their points, totals, classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duly.casework import words
from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import is_small, relative, shown, unit
from duly.engine.measures import Cell
from duly.engine.program import Band, MeanDays, Measure

HEAD = 14  # letters that fit over a column
Place = tuple[str, str]  # an organization and a measure
Opens = Callable[[Line, str], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """Local: a cell in words, where it leads, whether it stands open, the mark of a note on it."""

    text: str
    points: int  # 1 low, 3 high, 0 without a sample
    label: str
    href: str
    is_open: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Local: a row of the table."""

    name: str
    few: str
    cases: str
    figures: tuple[Figure, ...]
    total: str
    level: str
    tone: str  # late for the lowest class, high for the highest
    pooled: bool


def rows(report: Report, *, opens: Opens, is_open: Place, marks: Mapping[Place, str]) -> list[Shown]:
    """A row an organization, and all of them last; marks by (organization, measure)."""
    return [_row(report, line, opens, is_open, marks) for line in lines_of(report)]


def lines_of(report: Report) -> tuple[Line, ...]:
    """What a page shows: pooling one organization would say it twice."""
    return (*report.lines, report.everyone) if len(report.lines) > 1 else report.lines


def _row(report: Report, line: Line, opens: Opens, is_open: Place, marks: Mapping[Place, str]) -> Shown:
    figures = tuple(
        Figure(
            text=shown(report.rating.measures[key], cell),
            points=relative(report.rating.measures[key], cell) if cell.score else 0,
            label=label(report, line, key), href=opens(line, key),
            is_open=(line.ref, key) == is_open, mark=marks.get((line.name, key), ""),
        )
        for key, cell in line.row.cells.items()
    )
    return Shown(
        name=line.name if line.ref else "All, pooled",
        few=f"only {words.plural(line.cases, 'person', 'people')}" if is_small(report, line) else "",
        cases=words.number(line.cases), figures=figures,
        total="–" if line.row.total is None else str(line.row.total),
        level=_class(line), tone=_tone(report, line), pooled=not line.ref,
    )


def _class(line: Line) -> str:
    if not line.ref:
        return "Not rated"
    return line.row.level.capitalize() if line.row.level else "No class"


def _tone(report: Report, line: Line) -> str:
    total = report.rating.total
    if total is None or line.row.level is None:
        return "mute"
    levels = [band.level for band in total.classes]
    return {levels[0]: "late", levels[-1]: "high"}.get(line.row.level, "")


def label(report: Report, line: Line, key: str) -> str:
    """What a screen reader says of a cell."""
    measure, cell = report.rating.measures[key], line.row.cells[key]
    whose = line.name if line.ref else f"All {report.rating.words.organization}s"
    if cell.value is None:
        return f"{whose}, {words_of(measure)}: nobody counted. Show why"
    figure = words.plural(cell.value, "day") if isinstance(measure, MeanDays) else f"{cell.value}%"
    return f"{whose}, {words_of(measure)}: {figure}, rated {rated(measure, cell)}. Show cases"


def words_of(measure: Measure) -> str:
    """The label inside a sentence."""
    return measure.label[:1].lower() + measure.label[1:]


def rated(measure: Measure, cell: Cell) -> str:
    """3, high."""
    return f"{cell.score}, {measure.bands[(cell.score or 1) - 1].level}"


def ranged(band: Band, mark: str = "") -> str:
    """75 to 89%, from 90%."""
    return f"{band}{mark}"


def band_of(measure: Measure, cell: Cell) -> str:
    """The range a figure's rating stands for."""
    return ranged(measure.bands[(cell.score or 1) - 1], unit(measure))


def heads(report: Report) -> list[str]:
    """The headings of the measures: the label, or the short one where that is too long for a column."""
    return [
        each.label if len(each.label) <= HEAD else each.short or each.label for each in report.rating.measures.values()
    ]
