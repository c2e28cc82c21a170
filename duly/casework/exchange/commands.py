"""`duly import` and `duly export`: mistakes on standard output, one a line; progress and warnings on standard error."""

import sys
import time
from pathlib import Path

from duly.casework.exchange import exporting, importing, sight
from duly.casework.exchange.files import FILES
from duly.casework.exchange.importing import Outcome
from duly.config import home


def import_folder(folder: Path, *, dry_run: bool = False) -> int:
    """Bring a folder in, or say everything that keeps it out."""
    began = time.monotonic()
    outcome = importing.bring_in(folder, sight.whole_home(), dry_run=dry_run, say=home.say)
    for finding in outcome.warnings:
        print(finding.line_as("warning: "), file=sys.stderr)
    for finding in outcome.mistakes:
        print(finding)
    if outcome.mistakes:
        home.say(
            f"{len(outcome.mistakes):,} {'mistake' if len(outcome.mistakes) == 1 else 'mistakes'}, nothing written"
        )
        return 1
    print("\n".join(summary(outcome)))
    said = "Checked, nothing written" if dry_run else "Imported"
    print(f"{said}: {sum(outcome.rows.values()):,} rows in {time.monotonic() - began:.1f} s")
    return 0


def summary(outcome: Outcome) -> list[str]:
    """What became of the rows of each file."""
    return [
        f"  {FILES[name].csv:<20} {outcome.new[name]:>9,} new {outcome.changed[name]:>9,} changed "
        f"{outcome.as_recorded(name):>9,} as recorded"
        for name in outcome.rows
    ]


def export_folder(folder: Path) -> int:
    """Write everything on record as exchange files."""
    began = time.monotonic()
    rows = exporting.write_out(folder, sight.whole_home(), say=home.say)
    print("\n".join(f"  {FILES[name].csv:<20} {count:>9,} rows" for name, count in rows.items()))
    print(f"Exported: {sum(rows.values()):,} rows in {time.monotonic() - began:.1f} s")
    return 0
