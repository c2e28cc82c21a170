"""Imports as batches: what came in together, when, from which files and through whom."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from duly.casework import clock
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.sight import Sight
from duly.casework.models import Batch, Undoing

TICK = timedelta(microseconds=1)
# Rows that say nothing of anybody: what is known of an import by them is not worth a line.
UNSAID = ("accesschange",)


def next_moment(sight: Sight) -> datetime:
    """Now; a moment names one import and one undoing, so where the clock stands still it is a tick later."""
    now = clock.now()
    for agency in sight.agencies:
        with sight.bound(agency):
            latest = Batch.objects.filter(agency_id=UUID(agency)).aggregate(at=Max("imported_at"))["at"]
            undone = Undoing.objects.filter(agency_id=UUID(agency)).aggregate(at=Max("undone_at"))["at"]
        now = max([now, *(each + TICK for each in (latest, undone) if each)])
    return now


def keep(desk: Desk, agency: str, name: str) -> Iterator[Batch]:
    """Put on record what this agency got, if it got anything; the caller has bound it."""
    load = desk.stage.loads.get(agency)
    if load is None:
        return
    rows = {table: count for table, count in load.rows.items() if table not in UNSAID}
    if ended := sum(theirs == agency for theirs, *_ in desk.endings):
        rows["ended"] = ended
    batch = Batch(
        agency_id=UUID(agency),
        organizations=[UUID(each) for each in sorted(load.organizations)],
        by=desk.sight.by,
        imported_at=desk.now,
        name=name,
        rows=rows,
        first=UUID(load.first),
        last=UUID(load.last),
    )
    batch.save(force_insert=True)
    yield batch


def batches(sight: Sight) -> list[Batch]:
    """The imports of these agencies into organizations in sight, the latest first, each with what was taken back."""
    found: list[Batch] = []
    for agency, reach in sight.agencies.items():
        with sight.bound(agency):
            theirs = Batch.objects.filter(agency_id=UUID(agency)).select_related("by").prefetch_related("undoings__by")
            if reach is not None:
                theirs = theirs.filter(organizations__contained_by=[UUID(each) for each in reach])
            found += theirs
    return sorted(found, key=lambda each: each.imported_at, reverse=True)


def batch_of(sight: Sight, id_: UUID) -> Batch | None:
    """The import with this id, if all of it is in sight."""
    return next((each for each in batches(sight) if each.pk == id_), None)
