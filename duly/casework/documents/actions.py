"""Attaching a document to a case; taking one back is a correction like any other."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.documents.naming import plain_name
from duly.casework.documents.sandbox import Checked
from duly.casework.models import Attachment, AttachmentContent, Case
from duly.casework.obligations.refresh import refresh
from duly.casework.once import save_once


@transaction.atomic
def attach(
    case: Case,
    *,
    entry: UUID,
    kind: str,
    name: str,
    checked: Checked,
    by: Actor,
    dated_on: date | None = None,
    note: str = "",
) -> Attachment:
    """A document of this kind came to the case: what it is, and what stands in it."""
    attachment, is_new = save_once(
        Attachment.of(
            case,
            author=by.staff,
            at=clock.now(),
            entry=entry,
            kind=kind,
            name=plain_name(name, checked.extension),
            media_type=checked.media_type,
            size=len(checked.content),
            sha256=checked.sha256,
            received_sha256=checked.received_sha256,
            dated_on=dated_on,
            note=note,
        )
    )
    if is_new:
        AttachmentContent(
            id=attachment.pk,
            agency_id=case.agency_id,
            organization_id=case.organization_id,
            case_id=case.pk,
            content=checked.content,
        ).save(force_insert=True)
        refresh(case.agency_id, [case.pk])
    return attachment
