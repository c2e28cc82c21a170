"""The fidelity report as text: a table for people, CSV for spreadsheets, JSON for tools (a contract)."""

import json
from collections.abc import Iterator
from typing import Any

from duly.casework.reports.fidelity import Line, Report
from duly.engine.program import MeanDays

FIGURES = ("sample", "numerator", "value", "score")


def as_json(report: Report) -> str:
    """Names and order are a contract: tools outside depend on them."""
    moment = report.moment
    answer = {
        "program": report.program,
        "edition": list(report.editions),
        "as_of": moment.as_of.isoformat(),
        "assigned_by": moment.assigned_by.isoformat(),
        "known_at": moment.known_at.isoformat(),
        "rows": [_row(line) for line in (*report.lines, report.everyone)],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _row(line: Line) -> dict[str, Any]:
    return {
        "organization": line.name,
        "organization_id": line.row.organization_id,
        "measures": {
            key: {name: getattr(cell, name) for name in FIGURES} for key, cell in line.row.cells.items()
        },
        "total": line.row.total,
        "level": line.row.level,
    }


def sheet(report: Report) -> tuple[list[str], list[list[object]]]:
    """The report as a sheet: its heading, and a row an organization, All last."""
    keys = list(report.rating.measures)
    head = ["organization_id", "organization", *(f"{key}_{name}" for key in keys for name in FIGURES), "total", "level"]
    return head, [_cells(line, keys) for line in (*report.lines, report.everyone)]


def _cells(line: Line, keys: list[str]) -> list[object]:
    figures = (getattr(line.row.cells[key], name) for key in keys for name in FIGURES)
    return [line.row.organization_id, line.name, *figures, line.row.total, line.row.level]


def as_table(report: Report) -> str:
    """What a person reads in a terminal: the published figure, and in brackets its points."""
    measures = report.rating.measures
    rows = [["", *(measure.label for measure in measures.values()), "Total", "Class"]]
    rows += [[line.name, *_shown(report, line)] for line in (*report.lines, report.everyone)]
    rows.append(["Cases counted", *(str(report.everyone.row.cells[key].sample) for key in measures), "", ""])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join([*heading(report), "", *(_aligned(row, widths) for row in rows)])


def heading(report: Report) -> Iterator[str]:
    """Which program, which days, known when."""
    moment = report.moment
    yield f"Fidelity of {report.rating.name} ({report.rating.short}), edition {', '.join(report.editions) or '-'}"
    known = moment.known_at.isoformat(timespec="seconds")
    yield f"As of {moment.as_of}, assigned by {moment.assigned_by}, known at {known}"


def _shown(report: Report, line: Line) -> Iterator[str]:
    for key, measure in report.rating.measures.items():
        cell = line.row.cells[key]
        unit = " d" if isinstance(measure, MeanDays) else "%"
        yield "-" if cell.value is None else f"{cell.value}{unit} ({cell.score})"
    yield "-" if line.row.total is None else str(line.row.total)
    yield line.row.level or "-"


def _aligned(row: list[str], widths: list[int]) -> str:
    first, *others = (text for text in row)
    figures = "  ".join(text.rjust(width) for text, width in zip(others[:-1], widths[1:-1], strict=True))
    return f"{first.ljust(widths[0])}  {figures}  {others[-1]}".rstrip()
