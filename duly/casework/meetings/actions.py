"""Recording a meeting with its answers: one contact, one set of answers, one transaction."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Answers, Case, Contact, Draft
from duly.casework.models.ids import uuid7


@transaction.atomic
def record_meeting(
    case: Case,
    *,
    entry: UUID,
    kind: str,
    form: str,
    on: date | None,
    mode: str,
    answers: dict[str, Any],
    by: Actor,
    note: str = "",
    minutes: int | None = None,
    outcome: str = "completed",
) -> Contact:
    """Record the contact and the answers given in it; the draft they came from is done with."""
    contact = record_contact(
        case, entry=entry, kind=kind, on=on, mode=mode, outcome=outcome, note=note, minutes=minutes, by=by
    )
    if not Answers.objects.filter(agency_id=case.agency_id, about=contact.pk).exists():
        Answers.of(case, author=by.staff, at=contact.recorded_at, form=form, about=contact.pk, answers=answers).save(
            force_insert=True
        )
    drop_draft(case, form, by=by)
    return contact


def keep_draft(case: Case, form: str, answers: dict[str, Any], *, by: Actor) -> None:
    """Keep what has been written so far, for its author only; a draft is no fact."""
    Draft.objects.update_or_create(
        agency_id=case.agency_id,
        case=case,
        staff=by.staff,
        form=form,
        defaults={"answers": answers, "saved_at": clock.now(), "organization_id": case.organization_id},
        create_defaults={
            "id": uuid7(),
            "answers": answers,
            "saved_at": clock.now(),
            "organization_id": case.organization_id,
        },
    )


def draft_of(case: Case, form: str, *, by: Actor) -> Draft | None:
    """The author's own unfinished form."""
    return Draft.objects.filter(agency_id=case.agency_id, case=case, staff=by.staff, form=form).first()


def drop_draft(case: Case, form: str, *, by: Actor) -> None:
    """Throw the author's draft away."""
    Draft.objects.filter(agency_id=case.agency_id, case=case, staff=by.staff, form=form).delete()
