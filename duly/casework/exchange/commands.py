"""`duly import` and `duly export`: mistakes on standard output, one a line; progress and warnings on standard error."""

import sys
import time
from pathlib import Path
from uuid import UUID

from duly.casework.exchange import exporting, importing, sight
from duly.casework.exchange.batches import batch_of, batches
from duly.casework.exchange.files import FILES
from duly.casework.exchange.importing import Outcome
from duly.casework.exchange.undoing import NothingLeft, Rests, counted, staying, take_back
from duly.casework.models import Attachment, Batch, PlanItem
from duly.config import home
from duly.config.home import Sorry


def import_folder(folder: Path, *, dry_run: bool = False, remarks: bool = True) -> int:
    """Bring a folder in, or say everything that keeps it out; without `remarks`, warnings are only counted."""
    began = time.monotonic()
    outcome = importing.bring_in(folder, sight.whole_home(), dry_run=dry_run, say=home.say)
    for finding in outcome.warnings if remarks else ():
        print(finding.line_as("warning: "), file=sys.stderr)
    if outcome.warnings and not remarks:
        home.say(f"{len(outcome.warnings):,} rows are odd and came in all the same; `duly import` would name each")
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
    for batch in outcome.batches if remarks else ():
        home.say(f"to take it back: duly import --undo {batch.pk} --reason '...'")
    return 0


def summary(outcome: Outcome) -> list[str]:
    """What became of the rows of each file."""
    return [
        f"  {FILES[name].csv:<20} {outcome.new[name]:>9,} new {outcome.changed[name]:>9,} changed "
        f"{outcome.as_recorded(name):>9,} as recorded"
        for name in outcome.rows
    ]


def list_imports() -> int:
    """Every import, the latest first: its id, when, through whom, how much, and whether it was taken back."""
    for each in batches(sight.whole_home()):
        print("  ".join([str(each.pk), f"{each.imported_at:%Y-%m-%d %H:%M:%S} UTC", *_said_of(each)]))
    return 0


def _said_of(batch: Batch) -> list[str]:
    rows = sum(count for table, count in batch.rows.items() if table != "ended")
    undone = [f"taken back {each.undone_at:%Y-%m-%d}{_but_for(each.kept)}" for each in batch.undoings.all()]
    return [f"{rows:>11,} rows", batch.by.name if batch.by else "command line", batch.name, *undone]


def _but_for(kept: list[str]) -> str:
    return f" but for {len(kept):,} cases" if kept else ""


def undo_import(id_: str, *, reason: str, rest: bool = False) -> int:
    """Take an import back; or name the cases that have been worked in since, and change nothing."""
    began, everything = time.monotonic(), sight.whole_home()
    batch = _batch(id_)
    try:
        undoing = take_back(batch, everything, reason=reason, rest=rest)
    except Rests as found:
        for case in found.cases:
            print(f"{case.ref}: {case.entries:,} entered since, the last {case.at:%Y-%m-%d %H:%M} UTC")
        home.say(
            f"{len(found.cases):,} cases have been worked in since; nothing was taken back. Take those entries back in"
            " the case files first, or leave these cases as they are and take back the others: --rest"
        )
        return 1
    except NothingLeft:
        raise Sorry("Nothing of this import is left to take back.") from None
    print("\n".join(f"  {called:<20} {count:>9,} taken back" for called, count in counted(undoing.rows)))
    for says in staying(batch):
        home.say(says)
    print(f"Taken back{_but_for(undoing.kept)} in {time.monotonic() - began:.1f} s; the folder can be imported again")
    return 0


def _batch(id_: str) -> Batch:
    try:
        found = batch_of(sight.whole_home(), UUID(id_))
    except ValueError:
        found = None
    if found is None:
        raise Sorry(f"No import has the id {id_!r}. `duly import --list` names them all.")
    return found


def export_folder(folder: Path) -> int:
    """Write everything on record as exchange files."""
    began = time.monotonic()
    rows = exporting.write_out(folder, sight.whole_home(), say=home.say)
    print("\n".join(f"  {FILES[name].csv:<20} {count:>9,} rows" for name, count in rows.items()))
    print(f"Exported: {sum(rows.values()):,} rows in {time.monotonic() - began:.1f} s")
    if behind := _left_behind(sight.whole_home(), Attachment):
        said = "1 document attached to a case stays" if behind == 1 else f"{behind:,} documents attached to cases stay"
        home.say(f"{said} behind: exchange files carry no documents. `duly backup` takes them along.")
    if behind := _left_behind(sight.whole_home(), PlanItem):
        said = "1 entry of a case plan stays" if behind == 1 else f"{behind:,} entries of case plans stay"
        home.say(f"{said} behind: exchange files carry no plans. `duly backup` takes them along.")
    return 0


def _left_behind(everything: sight.Sight, kind: type[Attachment] | type[PlanItem]) -> int:
    """How many of these no file of an export has."""
    found = 0
    for agency in everything.agencies:
        with everything.bound(agency):
            found += kind._default_manager.filter(agency_id=UUID(agency)).count()
    return found
