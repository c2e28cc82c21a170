"""Keeps the last figure of each campaign in docs/trust.md."""

import os
import re
from dataclasses import astuple, dataclass
from pathlib import Path

KEPT = Path(__file__).resolve().parents[2] / "docs" / "trust.md"
HEAD = """# What was tried against it

`make campaigns` runs the tries that are too long for the gate of every change, and writes this page; a campaign that
was not run again keeps its last figure. Each has a control: the same try with the protection taken away, which must
be found out.

| variable | how many, now | a night | a release |
|---|---|---|---|
| `DULY_KILLS` | writing processes killed (300) | 500 | 9,000 |
| `DULY_SERVER_KILLS` | database servers killed (20) | 50 | 1,000 |
| `DULY_IMPORT_KILLS` | imports killed (40) | 200 | 200 |
| `DULY_DISK_ROUNDS` | times the disk is filled (3) | 10 | 10 |
| `DULY_FUZZ` | odd requests (5,000) | 100,000 | 100,000 |

`python -m tests.campaigns fuzz` runs one of them; `DULY_FUZZ_SEED` repeats a run.

"""
COLUMNS = "| what | tried | found | control | when |\n|---|---|---|---|---|\n"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<rest>[^|]+\|[^|]+\|[^|]+\|[^|]+)\|$", re.MULTILINE)


NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Figure:
    """One line: what was tried, how often, what was found, what the control found, when and on what."""

    what: str
    tried: str
    found: str
    control: str
    when: str


def keep(file: Path, figures: list[Figure]) -> None:
    """Put each figure in the place of the last one of its name; new ones stand at the end."""
    lines = _lines(file.read_text(encoding="utf-8")) if file.exists() else {}
    for figure in figures:
        if figure.found == NOT_TRIED and figure.what in lines:
            continue  # an older figure says more
        lines[figure.what] = f"| {' | '.join(cell.replace('|', '/') for cell in astuple(figure))} |"
    half = file.with_suffix(".part")
    half.write_text(HEAD + COLUMNS + "\n".join(lines.values()) + "\n", encoding="utf-8")
    os.replace(half, file)


def _lines(text: str) -> dict[str, str]:
    _, _, table = text.partition(COLUMNS)
    return {found["what"]: found.group() for found in ROW.finditer(table)}
