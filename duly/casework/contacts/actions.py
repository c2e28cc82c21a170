"""Recording contacts and tries: a fact added, and what is owed worked out again, in one transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Case, Contact, ContactCase
from duly.casework.obligations.refresh import refresh
from duly.casework.once import save_once


def record_contact(
    case: Case,
    *,
    entry: UUID,
    kind: str,
    on: date | None,
    mode: str,
    outcome: str,
    by: Actor,
    note: str = "",
    minutes: int | None = None,
    also: Sequence[tuple[Case, str]] = (),
) -> Contact:
    """Record a contact or a try with one person, and credit other cases it counts for under their own kind.

    In the transaction of whoever asks: row security shows nothing outside of one.
    `entry` is made by the form that asks: sending the same entry again changes nothing (TRUST R-26).
    """
    contact = Contact.of(
        case,
        author=by.staff,
        at=clock.now(),
        entry=entry,
        kind=kind,
        occurred_on=on,
        mode=mode,
        outcome=outcome,
        note=note,
        minutes=minutes,
    )
    contact, is_new = save_once(contact)
    if not is_new:
        return contact
    ContactCase.objects.bulk_create(_credit(contact, each, its_kind) for each, its_kind in also)
    refresh(case.agency_id, [case.pk, *(each.pk for each, _ in also)])
    return contact


def _credit(contact: Contact, case: Case, kind: str) -> ContactCase:
    return ContactCase.of(
        case,
        author=contact.author,
        at=contact.recorded_at,
        contact=contact,
        kind=kind,
        occurred_on=contact.occurred_on,
        mode=contact.mode,
        outcome=contact.outcome,
    )
