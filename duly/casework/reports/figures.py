"""Figure 1 of the fidelity report, a plot a measure: numbers in, places on a page out. The template draws it as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import LETTER, Scale, is_small, limits_of, relative, short_names, shown, span, unit
from duly.casework.reports.table import lines_of
from duly.engine.program import Band, MeanDays, Measure
from duly.engine.sentences import of_measure

ROW = 22  # from one organization to the next
LETTERS = "abcdefghijklmnop"


@dataclass(frozen=True, slots=True)
class Mark:
    """Local: one value: where, how it is rated (0: all of them pooled), and its number beside it."""

    x: float
    y: float
    points: int
    text: str
    text_x: float
    left: bool


@dataclass(frozen=True, slots=True)
class Name:
    """Local: an organization at the left of a row."""

    y: int
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Local: one measure of every organization on one scale; the range rated highest tinted, limits dashed."""

    key: str
    letter: str
    title: str
    under: str
    says: str
    about: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    high: tuple[float, float]
    limits: tuple[float, ...]
    bands: tuple[tuple[float, str], ...]
    names: tuple[Name, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]


def plots(report: Report) -> list[Plot]:
    """Figure 1: a plot a measure, in the order of the file."""
    return [plot(report, key, letter) for key, letter in zip(report.rating.measures, LETTERS, strict=False)]


def plot(report: Report, key: str, letter: str) -> Plot:
    measure, lines = report.rating.measures[key], lines_of(report)
    names = short_names([line.name for line in report.lines]) | {report.everyone.name: "All"}
    left = max(30, LETTER * max(map(len, names.values())) + 9)
    top, right, bottom = 18, left + 262, 18 + ROW * len(lines) + 4
    low, high, step = domain(measure, [line.row.cells[key].value for line in lines])
    scale = Scale(low, high, left, right)
    limits = limits_of(measure.bands)
    counted = "mean days" if isinstance(measure, MeanDays) else "percent"
    return Plot(
        key=key, letter=letter, title=measure.label, under=under(report, measure),
        says=f"{measure.label}, {counted}, by {report.rating.words.organization}",
        about=", ".join(f"{names[line.name]} {shown(measure, line.row.cells[key])}" for line in lines),
        width=right + 8, height=bottom + 26, left=left, right=right, top=top, bottom=bottom,
        high=span(measure.bands[-1], scale), limits=tuple(scale.at(each) for each in limits),
        bands=tuple(band_words(measure.bands, scale)),
        names=tuple(Name(33 + ROW * nth, names[line.name], line is report.everyone) for nth, line in enumerate(lines)),
        marks=tuple(
            mark(report, line, key, scale, [scale.at(each) for each in limits], 33 + ROW * nth)
            for nth, line in enumerate(lines) if line.row.cells[key].value is not None
        ),
        ticks=tuple((scale.at(each), f"{each}{unit(measure)}") for each in range(int(low), int(high) + 1, int(step))),
    )


def under(report: Report, measure: Measure) -> str:
    """What the measure is, in the line below its name."""
    said = of_measure(report.rating, measure).removeprefix("the ").removesuffix(".")
    fewer = "; fewer is better" if measure.bands[-1].low is None else ""
    return said + fewer + ("; a lower bound" if measure.lower_bound else "")


def domain(measure: Measure, values: Sequence[int | None]) -> tuple[int, int, int]:
    """From where to where a scale goes, and its steps; it always shows every limit."""
    known = [each for each in values if each is not None] or [0]
    limits = limits_of(measure.bands)
    if isinstance(measure, MeanDays):
        most = max(*known, *limits) + 1
        step = 10 * ceil(most / 40)
        return 0, step * ceil(most / step), step
    least = 10 * floor((min(*known, *limits) - 10) / 10)
    return (least, 100, 10) if least >= 50 else (0, 100, 25)


def band_words(bands: Sequence[Band], scale: Scale) -> list[tuple[float, str]]:
    """The name of each band over its stretch, cut short where it is narrow."""
    found = []
    for band in bands:
        start, width = span(band, scale)
        fits = width >= 5.5 * len(band.level)
        if fits or width >= 4 * LETTER:
            found.append((round(start + width / 2, 1), band.level if fits else f"{band.level[:3]}."))
    return found


def mark(report: Report, line: Line, key: str, scale: Scale, limits: Sequence[float], y: int) -> Mark:
    """A value with its number to the right, or to the left where a limit or the edge is in the way."""
    measure, cell = report.rating.measures[key], line.row.cells[key]
    text = shown(measure, cell) + ("*" if is_small(report, line) else "")
    x, wide = scale.at(cell.value or 0), LETTER * len(text)
    right_free = x + 10 + wide <= scale.end + 8 and not any(x + 4 < each < x + 10 + wide for each in limits)
    left_free = x - 10 - wide >= scale.start and not any(x - 10 - wide < each < x - 4 for each in limits)
    left = not right_free and (left_free or x + 10 + wide > scale.end + 8)
    points = 0 if line is report.everyone else relative(measure, cell)
    return Mark(x, y, points, text, x - 10 if left else x + 10, left)
