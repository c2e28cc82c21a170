"""Recording a turn in a case: acknowledged, on hold, a phase, a release; what is owed follows from it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Case, CaseEvent
from duly.casework.obligations.refresh import refresh
from duly.casework.once import save_once


@transaction.atomic
def record_event(
    case: Case,
    kind: str,
    *,
    on: date | None,
    by: Actor,
    what: str = "",
    until: date | None = None,
    note: str = "",
    about: UUID | None = None,
    entry: UUID | None = None,
) -> CaseEvent:
    """Add the fact that this happened to the case, and work out again what is owed; the same entry adds it once."""
    event = CaseEvent.of(
        case,
        author=by.staff,
        at=clock.now(),
        entry=entry,
        kind=kind,
        what=what,
        occurred_on=on,
        until_on=until,
        note=note,
        about=about,
    )
    event, is_new = save_once(event)
    if is_new:
        refresh(case.agency_id, [case.pk])
    return event
