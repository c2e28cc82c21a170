"""`make campaigns`: each campaign in a process of its own; `python -m tests.campaigns fuzz disk` runs only these."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.campaigns.keeping import KEPT, Figure, keep

HERE = Path(__file__).resolve().parent
NAMES = ("kills", "imports", "disk", "fuzz", "restoring", "spreadsheets")


def run(name: str, figures: Path) -> bool:
    """A campaign is a file of tests that nobody collects unasked; it tells its figures as it goes."""
    since = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(HERE / f"{name}.py")]
    done = subprocess.run(command, cwd=HERE.parents[1], env={**os.environ, "DULY_CAMPAIGN_FIGURES": str(figures)})
    print(f"--- {name}: {'held' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - since:.0f} s", flush=True)
    return done.returncode == 0


def told(figures: Path) -> list[Figure]:
    return [Figure(**json.loads(line)) for line in figures.read_text().splitlines()] if figures.exists() else []


def main(names: list[str]) -> int:
    """All of them, also when one fails; the figures are kept as they were found."""
    if unknown := set(names) - set(NAMES):
        sys.exit(f"There is no campaign {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        held = [run(name, figures) for name in names or NAMES]
        keep(KEPT, told(figures))
    print(f"kept in {KEPT}", flush=True)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
