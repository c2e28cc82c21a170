"""What the figures have in common: numbers to places, numbers to words, names without what they all begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

from duly.casework.reports.fidelity import Line, Report
from duly.engine.measures import Cell
from duly.engine.program import Band, MeanDays, Measure

LETTER = 7  # about the width of one
LONGEST = 18  # letters of a name that fit beside a figure


@dataclass(frozen=True, slots=True)
class Scale:
    """Local: values to places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)


def unit(measure: Measure) -> str:
    return "" if isinstance(measure, MeanDays) else "%"


def shown(measure: Measure, cell: Cell) -> str:
    """A figure as it is printed."""
    return "–" if cell.value is None else f"{cell.value}{unit(measure)}"


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names without the words they all begin with: Provider A, Provider B are A, B."""
    words = [name.split() for name in names]
    same = 0
    while len(names) > 1 and all(len(each) > same + 1 and each[same] == words[0][same] for each in words):
        same += 1
    cut = {name: " ".join(each[same:]) for name, each in zip(names, words, strict=True)}
    return {name: short if len(short) <= LONGEST else f"{short[: LONGEST - 1]}…" for name, short in cut.items()}


def is_small(report: Report, line: Line) -> bool:
    """Whether one person moves the figures a long way (SET-99)."""
    total = report.rating.total
    return total is not None and line.ref != "" and line.cases < total.small_sample


def limits_of(bands: Sequence[Band]) -> list[float]:
    """Where a rating changes: halfway between two whole numbers."""
    return sorted(band.high + 0.5 for band in bands if band.high is not None)[: len(bands) - 1]


def span(band: Band, scale: Scale) -> tuple[float, float]:
    """From where, how wide: the stretch of a band."""
    start = scale.at(scale.low if band.low is None else band.low - 0.5)
    end = scale.at(scale.high if band.high is None else band.high + 0.5)
    return start, round(end - start, 1)


def relative(measure: Measure, cell: Cell) -> int:
    """1 for the lowest rating, 3 for the highest, 2 for whatever is between."""
    return 1 if cell.score == 1 else 3 if cell.score == len(measure.bands) else 2
