"""Taking an import back: its rows are marked, what is owed is worked out again, and it is as if they had not come.

Nothing is removed. What was entered since and rests on imported rows is never lost from sight: the cases it stands in
are named, and left as they are if the rest is taken back.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from duly.casework.exchange.batches import next_moment
from duly.casework.exchange.resting import CAME, Resting, resting, rows, with_what_hangs_on
from duly.casework.exchange.sight import Sight
from duly.casework.models import Batch, Undoing
from duly.casework.obligations.refresh import rebuild, take_turns
from duly.casework.taken_back import OF_A_CASE

LINES = 1000  # cases whose lines are locked at a time


class Rests(Exception):
    """The import cannot be taken back whole: these cases have been worked in since."""

    def __init__(self, cases: list[Resting]) -> None:
        self.cases = cases
        super().__init__(f"{len(cases)} cases")


class NothingLeft(Exception):
    """Nothing of the import is left to take back."""


TOUCHED = " UNION ".join(
    f"SELECT t.{case} FROM casework_{table} t WHERE {CAME.format(t='t')}"  # noqa: S608 (names of our own tables)
    for table, case in (("case", "id"), *((each, "case_id") for each in OF_A_CASE))
)


@transaction.atomic
def take_back(batch: Batch, sight: Sight, *, reason: str, rest: bool = False) -> Undoing:
    """Take the import back; with `rest`, all but the cases that later entries rest on."""
    at = next_moment(sight)
    with sight.bound(str(batch.agency_id)):
        touched = [case for (case,) in rows(TOUCHED, batch)]
        for start in range(0, len(touched), LINES):
            take_turns(batch.agency_id, touched[start : start + LINES])
        found = resting(batch)
        if found and not rest:
            raise Rests(found)
        gone = _mark(batch, at, with_what_hangs_on(batch, [each.case for each in found]))
        if not gone:
            raise NothingLeft
        undoing = Undoing(agency_id=batch.agency_id, batch=batch, by=sight.by, undone_at=at, reason=reason, rows=gone)
        undoing.kept = [each.ref for each in found]
        undoing.save(force_insert=True)
        rebuild(batch.agency_id, sorted(touched))
    return undoing


def _mark(batch: Batch, at: datetime, kept: list[UUID]) -> dict[str, int]:
    """How many rows of each table are out of sight from now on."""
    asked = (batch.agency_id, batch.imported_at, batch.first, batch.last, at, kept)
    with connection.cursor() as cursor:
        cursor.execute("SELECT duly_take_back(%s, %s, %s, %s, %s, %s::uuid[])", asked)
        found = json.loads(cursor.fetchone()[0])
    return {table: count for table, count in found.items() if count}


CALLED = {
    "case": "cases", "person": "people", "profile": "profiles", "assignment": "assignments", "contact": "contacts",
    "contactcase": "contact_cases", "service": "services", "serviceend": "service_ends", "milestone": "milestones",
    "caseevent": "events", "appointment": "appointments", "closing": "closings", "answers": "answers",
    "correction": "corrections", "organization": "organizations", "staff": "staff", "membership": "memberships",
    "ended": "roles and assignments ended",
}  # fmt: skip
# What an import brings that says nothing of a participant, or has begun to be used: it stays.
STAYS = {
    "organization": "Organizations stay; they can be left unused.",
    "staff": "Accounts of staff stay, without a password until somebody invites them.",
    "membership": "Roles stay until they are ended under People.",
    "ended": "Roles and assignments it ended stay ended; name a case manager anew where one is missing.",
}


def counted(rows: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Rows of a batch by what they are called, in the order of the exchange files."""
    return ((called, rows[table]) for table, called in CALLED.items() if rows.get(table))


def staying(batch: Batch) -> list[str]:
    """What of this import no undoing takes back, and why."""
    return [says for table, says in STAYS.items() if batch.rows.get(table)]
