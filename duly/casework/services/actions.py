"""Recording services and referrals, their end, and milestones reached."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.corrections.actions import next_end, standing_end
from duly.casework.models import Case, Milestone, Service, ServiceEnd
from duly.casework.obligations.refresh import refresh, take_turns
from duly.casework.once import save_once


@transaction.atomic
def record_service(
    case: Case,
    *,
    entry: UUID,
    kind: str,
    delivery: str,
    started_on: date | None,
    by: Actor,
    topic: str = "",
    ended_on: date | None = None,
    status: str = "",
) -> Service:
    """A service given, or a referral made (SET-49, SET-50)."""
    service = Service.of(
        case,
        author=by.staff,
        at=clock.now(),
        entry=entry,
        kind=kind,
        delivery=delivery,
        topic=topic,
        started_on=started_on,
        ended_on=ended_on,
        status=status,
    )
    service, is_new = save_once(service)
    if is_new:
        refresh(case.agency_id, [case.pk])
    return service


class EndedAlready(Exception):
    """Somebody recorded the end of the service in the meantime."""


@transaction.atomic
def end_service(service: Service, *, ended_on: date, by: Actor, status: str = "completed") -> ServiceEnd:
    """The service came to an end; once, unless that was taken back."""
    take_turns(service.agency_id, [service.case_id])
    if standing_end(service):
        raise EndedAlready
    nth = next_end(service.agency_id, service.pk)
    end = ServiceEnd.of(
        service.case, author=by.staff, at=clock.now(), service=service, nth=nth, ended_on=ended_on, status=status
    )
    end.save(force_insert=True)
    refresh(service.agency_id, [service.case_id])
    return end


@transaction.atomic
def record_milestone(case: Case, *, entry: UUID, kind: str, achieved_on: date | None, by: Actor) -> Milestone:
    """Something achieved (SET-54)."""
    milestone = Milestone.of(case, author=by.staff, at=clock.now(), entry=entry, kind=kind, achieved_on=achieved_on)
    milestone, is_new = save_once(milestone)
    if is_new:
        refresh(case.agency_id, [case.pk])
    return milestone
