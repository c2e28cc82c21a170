"""The caseload as a spreadsheet: a view or those picked, with days and numbers as what they are (SET-120)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.models import Opening
from duly.casework.models.ids import uuid7
from duly.casework.worklist.caseload import Row, in_words
from duly.casework.worklist.listing import Asked, listing

HEADER = (
    "Case", "Given name", "Family name", "Phone", "Language", "Program", "Answers for them", "Stage", "Assigned",
    "Windows met", "Windows missed", "Series", "Last completed", "How", "Tries since", "Next due", "Due", "Days left",
    "Milestones", "Ends", "Closed", "Flags",
)  # fmt: skip


def sheet(actor: Actor, asked: Asked) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """Header and rows of everyone asked for; that they were taken out goes on record."""
    found = in_words(actor, listing(actor, asked, to="export", limit=None))
    _record(actor, found)
    return HEADER, (_cells(row) for row in found)


def _cells(row: Row) -> tuple[Any, ...]:
    line, marks = row.line, row.strip
    milestones = [code.label for key, code in line.edition.milestones.items() if key in line.milestones]
    return (
        line.ref, line.given_name, line.family_name, line.phone, line.language, line.edition.short, line.lead_name,
        row.stage, line.assigned_on, marks.count("m"), marks.count("x"), row.series, line.reached_on,
        words.mode(line.reached_by), line.tries, "" if line.exit_on else row.owed, _due(row),
        row.left.days if _due(row) else None, ", ".join(milestones), line.ends_on, line.exit_on,
        ", ".join(flag.text for flag in row.flags),
    )  # fmt: skip


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
