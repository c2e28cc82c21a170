"""Keeps the last bench of each size in docs/speed.md."""

import re
from collections.abc import Iterable
from pathlib import Path

from duly.casework import clock
from tests.speed.figures import Figure

HEAD = """# How fast it is

`make bench` measures this and keeps the last run of each size here. Every figure is a ratio or a count: two ways of
doing the same in turns, so that it holds on a busy machine. The numbers in front are those of the speed targets.
`DULY_BENCH_CASES` says how many cases the large database has (100,000); the small one has a tenth. Both are kept.

What the gate of every test run counts, at a smaller size, stands in `tests/speed/test_counts.py`.
"""


def write(file: Path, figures: Iterable[Figure], *, cases: int, machine: str) -> None:
    """Put this run in the place of the last one of its size; the largest size stands first."""
    parts = _parts(file.read_text(encoding="utf-8")) if file.exists() else {}
    parts[cases] = _part(figures, cases, machine)
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join([HEAD, *(parts[size] for size in sorted(parts, reverse=True))]), encoding="utf-8")


def _parts(text: str) -> dict[int, str]:
    found = re.split(r"^(?=## [\d,]+ cases$)", text, flags=re.MULTILINE)[1:]
    return {int(part.split()[1].replace(",", "")): part.rstrip("\n") + "\n" for part in found}


def _part(figures: Iterable[Figure], cases: int, machine: str) -> str:
    lines = [f"## {cases:,} cases", "", f"{clock.real():%d %B %Y}, {machine}.", "", "| | what | target | measured | |"]
    lines.append("|---|---|---|---|---|")
    for each in figures:
        mark = {True: "reached", False: "**not reached**", None: ""}[each.reached]
        lines.append(f"| {each.item} | {each.what} | {each.target} | {each.shown} | {mark} |")
    return "\n".join(lines) + "\n"
