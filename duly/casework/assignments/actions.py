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
from duly.casework.obligations.refresh import refresh, take_turns
from duly.casework.once import AlreadyDifferent
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
    ref: str = "",
    edition: str = "",
    continues: UUID | None = None,
    since: date | None = None,
) -> Case:
    """Assign the person to the organization in a program, under the edition in force that day.

    `ref`: its number, where it was given one before it came here; `continues`: the case at another organization that
    goes on here under the same `edition`, led `since` a later day.
    """
    case = _numbered(
        Case(
            ref=ref,
            agency_id=by.agency,
            organization_id=organization,
            person=person,
            program=program,
            edition=edition or in_force(program, assigned_on).id,
            assigned_on=assigned_on,
            accepted_on=accepted_on,
            continues_id=continues,
            recorded_at=clock.now(),
            author=by.staff,
        )
    )
    CaseLine.objects.create(agency_id=case.agency_id, organization_id=organization, case=case)
    if lead:
        _assign(case, lead, since=since or assigned_on, by=by)
    refresh(case.agency_id, [case.pk])
    return case


@transaction.atomic
def acknowledge(case: Case, *, on: date, by: Actor) -> CaseEvent | None:
    """The provider has seen the new assignment (SET-17); it is seen once, whoever else presses the button."""
    line = CaseLine.objects.select_for_update().get(agency_id=case.agency_id, case=case)
    return None if line.acknowledged_on else record_event(case, "acknowledged", on=on, by=by)


@transaction.atomic
def take(case: Case, *, on: date, by: Actor) -> tuple[CaseEvent | None, Assignment | None]:
    """Acknowledge the case and, where nobody answers for it and the actor may, answer for it from today on."""
    event = acknowledge(case, on=on, by=by)
    if current_lead(case) or case.organization_id not in by.reach("assign"):
        return event, None
    return event, name_lead(case, by.staff, since=max(on, case.assigned_on), by=by)


def current_lead(case: Case) -> Assignment | None:
    """Whoever answers for the case now."""
    open_now = Assignment.objects.filter(
        agency_id=case.agency_id, case=case, role=Assignment.Role.LEAD, during__endswith=None, during__isempty=False
    )
    return open_now.select_related("staff").first()


@transaction.atomic
def name_lead(case: Case, staff: Staff, *, since: date, by: Actor) -> Assignment:
    """From this day on `staff` answers for the case; whoever did before is on record up to the day before."""
    take_turns(case.agency_id, [case.pk])
    current = current_lead(case)
    if current and current.staff_id == staff.pk:
        return current
    if current:
        since = max(since, current.during.lower)
        Assignment.objects.filter(agency_id=case.agency_id, pk=current.pk).update(
            during=DateRange(current.during.lower, since)
        )
    named = _assign(case, staff, since=since, by=by)
    refresh(case.agency_id, [case.pk])
    return named


@transaction.atomic
def schedule(
    case: Case, *, kind: str, starts_at: datetime, mode: str, by: Actor, place: str = "", entry: UUID | None = None
) -> Appointment:
    """Agree a meeting for a moment (SET-26). The same entry sent twice agrees one meeting."""
    meeting = Appointment.of(
        case, author=by.staff, at=clock.now(), entry=entry, kind=kind, starts_at=starts_at, mode=mode, place=place
    )
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as error:
        return _agreed_before(meeting, error)
    return meeting


def _agreed_before(meeting: Appointment, error: IntegrityError) -> Appointment:
    """The meeting agreed with this entry before, if it says the same."""
    saved = Appointment.objects.filter(agency_id=meeting.agency_id, id=meeting.pk).first()
    if saved is None:
        raise error
    if any(
        getattr(saved, name) != getattr(meeting, name) for name in ("case_id", "kind", "starts_at", "mode", "place")
    ):
        raise AlreadyDifferent from error
    return saved


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
    if case.ref:
        case.save(force_insert=True)
        return case
    while True:
        case.ref = "C" + "".join(secrets.choice(LETTERS) for _ in range(6))
        try:
            with transaction.atomic():
                case.save(force_insert=True)
            return case
        except IntegrityError as error:
            if "case_ref_is_unique" not in str(error):
                raise
