"""The caseload as a spreadsheet: a view or those picked, with days and numbers as what they are (SET-120)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.models import Opening
from duly.casework.models.ids import uuid7
from duly.casework.worklist.caseload import Row, in_words
from duly.casework.worklist.listing import Asked, listing

# The column of the page that each stands for; whose case it is stands there always.
CELLS: tuple[tuple[str, str, Callable[[Row], Any]], ...] = (
    ("", "Case", lambda row: row.ref),
    ("", "Given name", lambda row: row.line.given_name),
    ("", "Family name", lambda row: row.line.family_name),
    ("phone", "Phone", lambda row: row.line.phone),
    ("language", "Language", lambda row: row.line.language),
    ("program", "Program", lambda row: row.line.edition.short),
    ("lead", "Answers for them", lambda row: row.line.lead_name),
    ("stage", "Stage", lambda row: row.stage),
    ("assigned", "Assigned", lambda row: row.line.assigned_on),
    ("windows", "Windows met", lambda row: row.strip.count("m")),
    ("windows", "Windows missed", lambda row: row.strip.count("x")),
    ("series", "Series", lambda row: row.series),
    ("last", "Last completed", lambda row: row.line.reached_on),
    ("last", "How", lambda row: words.mode(row.line.reached_by)),
    ("tries", "Tries since", lambda row: row.line.tries),
    ("next", "Next due", lambda row: "" if row.line.exit_on else row.owed),
    ("due", "Due", lambda row: _due(row)),
    ("left", "Days left", lambda row: row.left.days if _due(row) else None),
    ("steps", "Milestones", lambda row: _milestones(row)),
    ("ends", "Ends", lambda row: row.line.ends_on),
    ("stage", "Closed", lambda row: row.line.exit_on),
    ("flags", "Flags", lambda row: ", ".join(flag.text for flag in row.flags)),
)


def sheet(
    actor: Actor, asked: Asked, *, columns: Collection[str] = ()
) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """Header and rows of everyone asked for, in the columns chosen or in all. That they left goes on record."""
    cells = [each for each in CELLS if not columns or not each[0] or each[0] in columns]
    found = in_words(actor, listing(actor, asked, to="export", limit=None))
    _record(actor, found)
    return [name for _, name, _ in cells], ([cell(row) for *_, cell in cells] for row in found)


def _milestones(row: Row) -> str:
    reached = row.line.milestones
    return ", ".join(code.label for key, code in row.line.edition.milestones.items() if key in reached)


def _due(row: Row) -> date | None:
    return row.next.due_on if row.next else None


def _record(actor: Actor, found: Iterable[Row]) -> None:
    now = clock.now()
    Opening.objects.bulk_create(
        Opening(
            id=uuid7(),
            agency_id=actor.agency,
            organization_id=row.line.organization,
            case_id=row.line.case,
            staff=actor.staff,
            what="caseload taken out",
            opened_at=now,
        )
        for row in found
    )
