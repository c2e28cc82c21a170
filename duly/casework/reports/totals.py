"""Figure 2 of the fidelity report: the points of each organization as blocks under the measures that earned them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import LETTER, is_small, short_names

ROW, BLOCK, BETWEEN = 22, 21, 8


@dataclass(frozen=True, slots=True)
class Blocks:
    """Local: one organization's points in figure 2; a block is (x, earned)."""

    y: int
    name: str
    blocks: tuple[tuple[int, bool], ...]
    total: int
    level: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Local: figure 2, most points first, a gap between classes."""

    left: int
    width: int
    height: int
    most: int
    heads: tuple[tuple[int, str], ...]
    rows: tuple[Blocks, ...]
    about: str
    without: str


def totals(report: Report) -> Totals:
    """Figure 2. Organizations without a total stand in the table only."""
    measures = report.rating.measures
    names = short_names([line.name for line in report.lines])
    stars = {line.name: names[line.name] + ("*" if is_small(report, line) else "") for line in report.lines}
    left = max(28, LETTER * max(map(len, stars.values()), default=0) + 10)
    starts = places(left, [len(each.bands) for each in measures.values()])
    rows = tuple(blocks(report, starts, stars))
    return Totals(
        left=left, width=starts[-1] + 110, height=(rows[-1].y if rows else 0) + ROW + 6,
        most=sum(len(each.bands) for each in measures.values()),
        heads=tuple((at, each.short or each.label) for at, each in zip(starts, measures.values(), strict=False)),
        rows=rows, about=", ".join(f"{row.name} {row.total}" for row in rows),
        without=", ".join(stars[line.name] for line in report.lines if line.row.total is None),
    )


def blocks(report: Report, starts: Sequence[int], names: dict[str, str]) -> Iterator[Blocks]:
    """A row an organization, most points first, with a gap where the class changes."""
    y, level = 25, None
    for line in sorted((line for line in report.lines if line.row.total is not None), key=by_points):
        y += BETWEEN if level and line.row.level != level else 0
        level = line.row.level
        yield Blocks(y, names[line.name], tuple(earned(report, line, starts)), line.row.total or 0, level or "")
        y += ROW


def by_points(line: Line) -> tuple[int, str]:
    return -(line.row.total or 0), line.name


def earned(report: Report, line: Line, starts: Sequence[int]) -> Iterator[tuple[int, bool]]:
    for start, (key, cell) in zip(starts, line.row.cells.items(), strict=False):
        for block in range(len(report.rating.measures[key].bands)):
            yield start + BLOCK * block, block < (cell.score or 0)


def places(left: int, bands: Sequence[int]) -> list[int]:
    """Where each measure's blocks begin, and where the totals do."""
    starts = [left]
    for each in bands:
        starts.append(starts[-1] + BLOCK * each + BETWEEN)
    return starts
