"""Recording services and referrals, their end, and milestones reached."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Case, Milestone, Service, ServiceEnd
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import refresh


def _of(case: Case, by: Actor) -> dict[str, object]:
    """What every fact of this case, recorded now by this person, carries."""
    return {
        "agency_id": case.agency_id, "organization_id": case.organization_id, "case": case,
        "recorded_at": clock.now(), "author": by.staff,
    }


@transaction.atomic
def record_service(
    case: Case, *, entry: UUID, kind: str, delivery: str, started_on: date | None, by: Actor, topic: str = "",
    ended_on: date | None = None, status: str = "",
) -> Service:
    """A service given, or a referral made (SET-49, SET-50)."""
    service = Service.objects.create(
        id=entry, ref=str(entry), kind=kind, delivery=delivery, topic=topic, started_on=started_on, ended_on=ended_on,
        status=status, **_of(case, by),
    )
    refresh(case.agency_id, [case.pk])
    return service


@transaction.atomic
def end_service(service: Service, *, ended_on: date, by: Actor, status: str = "completed") -> ServiceEnd:
    """The service came to an end."""
    id_ = uuid7()
    end = ServiceEnd.objects.create(id=id_, ref=str(id_), service=service, ended_on=ended_on, status=status, **_of(service.case, by))
    refresh(service.agency_id, [service.case_id])
    return end


@transaction.atomic
def record_milestone(case: Case, *, entry: UUID, kind: str, achieved_on: date | None, by: Actor) -> Milestone:
    """Something achieved (SET-54)."""
    milestone = Milestone.objects.create(id=entry, ref=str(entry), kind=kind, achieved_on=achieved_on, **_of(case, by))
    refresh(case.agency_id, [case.pk])
    return milestone
