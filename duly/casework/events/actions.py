"""Recording a turn in a case: acknowledged, on hold, a phase, a release; what is owed follows from it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Case, CaseEvent, Service
from duly.casework.obligations.refresh import refresh
from duly.casework.once import save_once
from duly.engine.reading import load


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
    """Add the fact that this happened to the case, and work out again what is owed; the same entry adds it once.

    A service the program adds to such an event goes on record with it.
    """
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
        _add_service(case, event, by=by)
        refresh(case.agency_id, [case.pk])
    return event


def _add_service(case: Case, event: CaseEvent, *, by: Actor) -> None:
    """The outcome a program counts with such an event (MOS-72): begun and over on its day."""
    code = load(case.program, case.edition).events.get(event.kind)
    if code is None or code.adds is None:
        return
    added = Service.of(
        case,
        author=by.staff,
        at=event.recorded_at,
        kind=code.adds.service,
        delivery=code.adds.delivery,
        started_on=event.occurred_on,
        ended_on=event.occurred_on,
        status="completed",
    )
    added.save(force_insert=True)
