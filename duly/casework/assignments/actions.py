"""Opening a case, acknowledging it, naming who answers for it, agreeing the intake meeting."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.events.actions import record_event
from duly.casework.models import (
    Appointment,
    Assignment,
    Case,
    CaseEvent,
    CaseLine,
    Person,
    Staff,
)
from duly.casework.obligations.refresh import refresh
from duly.engine.reading import in_force

LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words; nothing that reads like another


@transaction.atomic
def open_case(
    person: Person,
    organization: UUID,
    *,
    program: str,
    assigned_on: date,
    by: Actor,
    lead: Staff | None = None,
    accepted_on: date | None = None,
) -> Case:
    """Assign the person to the organization in a program, under the edition in force that day."""
    case = _numbered(
        Case(
            agency_id=by.agency,
            organization_id=organization,
            person=person,
            program=program,
            edition=in_force(program, assigned_on).id,
            assigned_on=assigned_on,
            accepted_on=accepted_on,
            recorded_at=clock.now(),
            author=by.staff,
        )
    )
    CaseLine.objects.create(agency_id=case.agency_id, organization_id=organization, case=case)
    if lead:
        _assign(case, lead, since=assigned_on, by=by)
    refresh(case.agency_id, [case.pk])
    return case


def acknowledge(case: Case, *, on: date, by: Actor) -> CaseEvent:
    """The provider has seen the new assignment (SET-17)."""
    return record_event(case, "acknowledged", on=on, by=by)


@transaction.atomic
def name_lead(case: Case, staff: Staff, *, since: date, by: Actor) -> Assignment:
    """From this day on `staff` answers for the case; whoever did before is on record up to the day before."""
    current = Assignment.objects.filter(
        agency_id=case.agency_id, case=case, role=Assignment.Role.LEAD, during__endswith=None
    ).first()
    if current and current.staff_id == staff.pk:
        return current
    if current:
        since = max(since, current.during.lower)
        Assignment.objects.filter(agency_id=case.agency_id, pk=current.pk).update(
            during=DateRange(current.during.lower, since)
        )
    return _assign(case, staff, since=since, by=by)


@transaction.atomic
def schedule(case: Case, *, kind: str, starts_at: datetime, mode: str, by: Actor, place: str = "") -> Appointment:
    """Agree a meeting for a moment (SET-26)."""
    meeting = Appointment.of(
        case, author=by.staff, at=clock.now(), kind=kind, starts_at=starts_at, mode=mode, place=place
    )
    meeting.save(force_insert=True)
    return meeting


def _assign(case: Case, staff: Staff, *, since: date, by: Actor) -> Assignment:
    return Assignment.objects.create(
        agency_id=case.agency_id,
        organization_id=case.organization_id,
        case=case,
        staff=staff,
        during=DateRange(since, None),
        recorded_at=clock.now(),
        author=by.staff,
    )


def _numbered(case: Case) -> Case:
    """Save the case under a number drawn by chance: a running number would tell one organization of another's cases."""
    while True:
        case.ref = "C" + "".join(secrets.choice(LETTERS) for _ in range(6))
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return case
        except IntegrityError as error:
            if "case_ref_is_unique" not in str(error):
                raise
