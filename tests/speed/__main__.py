"""`make bench`: every figure of docs/speed.md in one run. DULY_BENCH_CASES: cases of the large database."""

import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.speed import home

TIMES = 10  # the large database over the small one
CASES = int(os.environ.get("DULY_BENCH_CASES", "100000"))
KEPT = Path(__file__).resolve().parents[2] / "docs" / "speed.md"


def run(folder: Path) -> list["Figure"]:
    """Make the databases where they are not there yet, then measure, saying each figure as it comes."""
    from tests.speed import ahead, bringing_in, data, deriving, fidelity, pages, recording

    began, few = time.monotonic(), CASES // TIMES
    print(f"{CASES:,} cases, and {few:,} to compare with; in {folder}", file=sys.stderr)
    small = data.few(few)
    large = data.many(small, times=TIMES)
    print(f"databases ready after {time.monotonic() - began:.0f} s: {data.size(large) / 1e9:.1f} GB", file=sys.stderr)
    measures = (
        lambda: fidelity.figures(folder, large, CASES),
        lambda: pages.caseload(large),
        lambda: pages.growth(small, large),
        lambda: recording.figures(small, large),
        lambda: ahead.figures(small, large, times=TIMES),
        lambda: bringing_in.figures(small, large, few=few, more=max(500, CASES // 100)),
        lambda: pages.counted(large),
        lambda: deriving.figures(small, few),
        deriving.first_page,
    )
    return list(_said(measures))


def _said(measures: tuple) -> Iterator["Figure"]:
    for measure in measures:
        for figure in measure():
            print(figure, flush=True)
            yield figure


def keep(figures: list["Figure"]) -> None:
    """The last run of this size replaces the one before it."""
    from tests.speed.keeping import write

    write(KEPT, figures, cases=CASES, machine=machine())


def machine() -> str:
    """What it ran on."""
    from duly.config import database

    with database.connect(database="postgres") as admin:
        row = admin.execute("SHOW server_version").fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()},"
        f" PostgreSQL {row[0] if row else '?'}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    where = home.enter()
    from tests.speed.figures import Figure

    found = run(where)
    keep(found)
    sys.exit(0)
