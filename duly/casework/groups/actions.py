"""Keeping groups of one's own, and recording that somebody was referred elsewhere."""

import re
from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import LocalGroup, Person, ReferredElsewhere
from duly.casework.people.actions import add_person


def keep_group(
    organization: UUID, *, entry: UUID, label: str, since: date, by: Actor, reason: str = "", until: date | None = None
) -> LocalGroup:  # fmt: skip
    """Serve one more group from a day on; the same entry sent twice keeps one."""
    made, _ = LocalGroup.objects.get_or_create(
        id=entry, agency_id=by.agency, organization_id=organization,
        defaults={"code": code_of(label), "label": label, "reason": reason, "since": since, "until": until,
                  "recorded_at": clock.now(), "author": by.staff},
    )  # fmt: skip
    return made


def code_of(label: str) -> str:
    """A code made of the words of a label: 'Former mill workers' is former_mill_workers."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:40] or "group"


def end_group(group: LocalGroup, *, until: date, by: Actor) -> LocalGroup:
    """Take no new members after a day; the group and its members stay readable."""
    return LocalGroup.objects.create(
        agency_id=group.agency_id, organization_id=group.organization_id, code=group.code, label=group.label,
        reason=group.reason, since=group.since, until=until, recorded_at=clock.now(), author=by.staff,
    )  # fmt: skip


@transaction.atomic
def refer_elsewhere(
    organization: UUID, *, entry: UUID, program: str, reason: str, to: str, on: date, by: Actor, note: str = "",
    person: Person | None = None, **known: object,
) -> ReferredElsewhere:  # fmt: skip
    """Record that somebody who came was referred on; how to find them again is kept as for anybody."""
    before = ReferredElsewhere.objects.filter(agency_id=by.agency, pk=entry).first()
    if before:
        return before
    person = person or add_person(organization, by=by, **known)
    return ReferredElsewhere.objects.create(
        id=entry, ref=str(entry), agency_id=by.agency, organization_id=organization, person=person, program=program,
        reason=reason, to=to, note=note, referred_on=on, recorded_at=clock.now(), author=by.staff,
    )  # fmt: skip
