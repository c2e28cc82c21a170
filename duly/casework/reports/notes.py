"""What is said under the fidelity table: what the marks mean, whom to read with caution, what was left out."""

from collections.abc import Iterator, Mapping, Sequence

from duly.casework import words
from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import is_small
from duly.engine.program import MeanDays, Measure, ShareHeld

FEW = 3  # notes of one sort


def class_counts(report: Report) -> str:
    """4 high, 6 moderate, 1 low."""
    total = report.rating.total
    if total is None:
        return ""
    levels = [line.row.level for line in report.lines]
    counted = [f"{levels.count(band.level)} {band.level}" for band in reversed(total.classes) if band.level in levels]
    return ", ".join(counted)


def legend(report: Report) -> list[tuple[int, str]]:
    """Each rating's mark and its words: low, 1 point."""
    first = next(iter(report.rating.measures.values()))
    most = len(first.bands)
    return [
        (1 if nth == 1 else 3 if nth == most else 2, f"{band.level}, {words.plural(nth, 'point') if nth == 1 else nth}")
        for nth, band in enumerate(first.bands, 1)
    ]


def classes(report: Report) -> str:
    """Total 4 to 5 low, 6 to 10 moderate, 11 to 12 high."""
    total = report.rating.total
    return "" if total is None else ", ".join(f"{band} {band.level}" for band in total.classes)


def small_notes(report: Report) -> Iterator[str]:
    """A caution where people are few: how far one of them moves a figure (SET-99)."""
    small = [line for line in report.lines if is_small(report, line)]
    if len(small) > FEW:
        yield f"{words.plural(len(small), 'organization')} with fewer than {_least(report)} people: {_moved(small)}"
        return
    for line in small:
        yield f"{line.name}: {few(line.cases)}; {_moved([line])}"


def _least(report: Report) -> int:
    return report.rating.total.small_sample if report.rating.total else 0


def _moved(lines: Sequence[Line]) -> str:
    samples = [cell.sample for line in lines for cell in line.row.cells.values() if cell.sample] or [1]
    least, most = (200 + max(samples)) // (2 * max(samples)), (200 + min(samples)) // (2 * min(samples))
    by = f"{least} points" if least == most else f"{least} to {most} points"
    return f"one of them moves a figure by {by}. Read with caution."


def few(count: int) -> str:
    return f"{words.spelled(count)} {'person' if count == 1 else 'people'}"


def undated_notes(report: Report) -> Iterator[str]:
    """How many anchors were held on a day nobody wrote down: counted as held, and nowhere else."""
    cells, measures = report.everyone.row.cells, report.rating.measures
    for key, measure in measures.items():
        days = _days_to(measure, measures) if isinstance(measure, ShareHeld) else ""
        held, dated = cells[key].numerator, cells[days].sample if days else cells[key].numerator
        if held > dated:
            what = f"{words.spelled(held - dated)} {'was' if held - dated == 1 else 'were'} held without a date"
            yield f"{measure.label}: {what}; counted there ({held}), not in {measures[days].label} ({dated})."


def _days_to(held: ShareHeld, measures: Mapping[str, Measure]) -> str:
    """The measure that counts the days to the same thing, if there is one."""
    return next((key for key, each in measures.items() if isinstance(each, MeanDays) and each.of == held.of), "")
