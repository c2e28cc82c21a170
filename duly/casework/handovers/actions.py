"""Handing cases over, any number in the same few statements, and putting them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Assignment, Handover
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import lead_anew, take_turns


class ChangedMeanwhile(Exception):
    """Somebody else handed one of the cases over between the preview and the move."""


@dataclass(frozen=True, slots=True)
class Held:
    """A case and whoever answers for it now, since when."""

    case: UUID
    organization: UUID
    assigned_on: date
    assignment: UUID | None
    staff: UUID | None
    since: date | None


HELD = """
SELECT c.id, c.organization_id, c.assigned_on, a.id, a.staff_id, lower(a.during) FROM casework_case c
LEFT JOIN casework_assignment a ON a.agency_id = c.agency_id AND a.case_id = c.id
  AND a.role = 'lead' AND upper(a.during) IS NULL AND NOT isempty(a.during)
WHERE c.agency_id = %(agency)s AND c.id = ANY (%(cases)s)
"""
END = """
UPDATE casework_assignment a SET during = daterange(lower(a.during), ending.day)
FROM unnest(%(assignments)s::uuid[], %(days)s::date[]) AS ending (id, day)
WHERE a.agency_id = %(agency)s AND a.id = ending.id
"""


@transaction.atomic
def hand_over(
    plan: Mapping[UUID, UUID], *, leads: Mapping[UUID, UUID | None], since: date, entry: UUID, by: Actor
) -> bool:
    """From that day on these cases are answered for by whom the plan names; whether this entry did it, or had already.

    `leads`: who answered for each when the plan was made. Nobody is moved before they were assigned, nor before
    whoever has them now began.
    """
    take_turns(by.agency, plan)
    if was_made(entry, by=by):
        return False
    held = _held(by.agency, plan)
    if {each.case: each.staff for each in held} != dict(leads):
        raise ChangedMeanwhile
    days = {each.case: max(since, each.assigned_on, each.since or since) for each in held}
    now = clock.now()
    _end(by.agency, {each.assignment: days[each.case] for each in held if each.assignment})
    begun = [_begun(each, plan[each.case], days[each.case], now, by) for each in held]
    Assignment.objects.bulk_create(begun)
    _write_down(held, begun, move=entry, days=days, now=now, by=by)
    lead_anew(by.agency, list(plan))
    return True


def was_made(move: UUID, *, by: Actor) -> bool:
    """Whether these cases were handed over before: a form sent twice moves once."""
    return Handover.objects.filter(agency_id=by.agency, move=move).exists()


@transaction.atomic
def put_back(move: UUID, cases: Iterable[UUID], *, by: Actor) -> set[UUID]:
    """Give the cases of a move back to whoever had them before, from the day they moved; those that really went.

    A case that changed hands since stays where it is, and so does one that was put back already.
    """
    take_turns(by.agency, cases)
    held = {each.assignment: each for each in _held(by.agency, cases)}
    moved = Handover.objects.filter(agency_id=by.agency, move=move, assignment__in=[each for each in held if each])
    known = {each.case_id: each for each in moved}
    going = [each for each in held.values() if each.case in known]
    days = {each.case: each.since or each.assigned_on for each in going}
    now = clock.now()
    _end(by.agency, {each.assignment: days[each.case] for each in going if each.assignment})
    before = {each.case: known[each.case].former_id for each in going}
    begun = [_begun(each, staff, days[each.case], now, by) for each in going if (staff := before[each.case])]
    Assignment.objects.bulk_create(begun)
    _write_down(going, begun, move=uuid7(), undoes=move, days=days, now=now, by=by)
    lead_anew(by.agency, list(days))
    return set(days)


def _held(agency: UUID, cases: Iterable[UUID]) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"agency": agency, "cases": list(cases)})
        return [Held(*row) for row in cursor.fetchall()]


def _end(agency: UUID, days: Mapping[UUID, date]) -> None:
    """An assignment that ends on the day it began held on no day."""
    with connection.cursor() as cursor:
        cursor.execute(END, {"agency": agency, "assignments": list(days), "days": list(days.values())})


def _begun(held: Held, staff: UUID, since: date, now: datetime, by: Actor) -> Assignment:
    return Assignment(
        agency_id=by.agency,
        organization_id=held.organization,
        case_id=held.case,
        staff_id=staff,
        during=DateRange(since, None),
        recorded_at=now,
        author=by.staff,
    )


def _write_down(
    held: Sequence[Held],
    begun: Iterable[Assignment],
    *,
    days: Mapping[UUID, date],
    now: datetime,
    by: Actor,
    **said: Any,
) -> None:
    """On record for each case: from whom, to whom, since when, in which move."""
    new = {each.case_id: each for each in begun}
    Handover.objects.bulk_create(
        Handover(
            agency_id=by.agency,
            organization_id=each.organization,
            case_id=each.case,
            assignment=new[each.case].pk if each.case in new else None,
            former_id=each.staff,
            staff_id=new[each.case].staff_id if each.case in new else None,
            since=days[each.case],
            recorded_at=now,
            author=by.staff,
            **said,
        )
        for each in held
    )
