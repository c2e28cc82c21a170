"""Correcting and retracting facts of any kind, each with its reason; nothing is edited and nothing is removed."""

from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import CaseEvent, Contact, ContactCase, Correction, Service, ServiceEnd
from duly.casework.models.ids import uuid7
from duly.casework.models.owned import Fact
from duly.casework.obligations.refresh import refresh, take_turns


class ReplacedAlready(Exception):
    """Somebody corrected the fact or took it back in the meantime."""


@transaction.atomic
def correct[Kind: Fact](fact: Kind, *, reason: str, by: Actor, **changes: object) -> Kind:
    """Record the fact again as it should have been; from now on the new one holds, and both can be read."""
    _take_turn(fact)
    if isinstance(fact, ServiceEnd):
        changes["nth"] = next_end(fact.agency_id, fact.service_id)
    changed = _put_in_place(fact, by=by, reason=reason, **changes)
    cases = [fact.case_id]
    if isinstance(fact, Contact) and isinstance(changed, Contact):
        cases += _correct_credits(fact, changed, reason=reason, by=by)
    if isinstance(fact, Service) and (end := standing_end(fact)):
        _put_in_place(end, by=by, reason=reason, service_id=changed.pk, nth=1)
    refresh(fact.agency_id, cases)
    return changed


@transaction.atomic
def retract(fact: Fact, *, reason: str, by: Actor) -> None:
    """Record that the fact never was so; a contact in every case it was credited to, a service with its end."""
    _take_turn(fact)
    cases = [fact.case_id]
    _replace(fact, by=by, reason=reason)
    if isinstance(fact, Contact):
        for credit in ContactCase.objects.filter(agency_id=fact.agency_id, contact_id=fact.pk):
            _replace(credit, by=by, reason=reason)
            cases.append(credit.case_id)
    if isinstance(fact, Service) and (end := standing_end(fact)):
        _replace(end, by=by, reason=reason)
    if isinstance(fact, CaseEvent):
        _retract_what_it_recorded(fact, by=by, reason=reason)
    refresh(fact.agency_id, cases)


def _retract_what_it_recorded(fact: CaseEvent, *, by: Actor, reason: str) -> None:
    """What is on record only because of it (a score of a test that never was) is taken back with it."""
    replaced = Correction.objects.filter(agency_id=fact.agency_id, case_id=fact.case_id).values("replaces")
    rested = CaseEvent.objects.filter(agency_id=fact.agency_id, case_id=fact.case_id, about=fact.pk)
    for each in rested.exclude(pk__in=replaced):
        _replace(each, by=by, reason=reason)


def standing_end(service: Service) -> ServiceEnd | None:
    """The end of the service that holds, if it has come to one."""
    ends = ServiceEnd.objects.filter(agency_id=service.agency_id, service_id=service.pk).order_by("-nth")
    replaced = Correction.objects.filter(agency_id=service.agency_id, case_id=service.case_id).values("replaces")
    return ends.exclude(pk__in=replaced).first()


def next_end(agency: UUID, service: UUID) -> int:
    """The number of one more end of this service; those told before keep theirs."""
    return ServiceEnd.objects.filter(agency_id=agency, service_id=service).count() + 1


def _take_turn(fact: Fact) -> None:
    """Of two who put the same fact right at the same moment, the second is told."""
    take_turns(fact.agency_id, [fact.case_id])
    if Correction.objects.filter(agency_id=fact.agency_id, replaces=fact.pk).exists():
        raise ReplacedAlready


def _correct_credits(fact: Contact, changed: Contact, *, reason: str, by: Actor) -> list[UUID]:
    cases: list[UUID] = []
    for credit in ContactCase.objects.filter(agency_id=fact.agency_id, contact_id=fact.pk):
        fields = {
            "contact_id": changed.pk,
            "occurred_on": changed.occurred_on,
            "mode": changed.mode,
            "outcome": changed.outcome,
        }
        _put_in_place(credit, by=by, reason=reason, **fields)
        cases.append(credit.case_id)
    return cases


def _put_in_place[Kind: Fact](fact: Kind, *, by: Actor, reason: str, **changes: object) -> Kind:
    """The fact again, with the changes; from now on it holds."""
    changed = _again(fact, by, **changes)
    changed.save(force_insert=True)
    _replace(fact, by=by, reason=reason, holds=changed)
    return changed


def _again[Kind: Fact](fact: Kind, by: Actor, **changes: object) -> Kind:
    """A copy of the fact under a new id, recorded now by this person, with the changes."""
    id_ = uuid7()
    kept = {field.attname: getattr(fact, field.attname) for field in fact._meta.concrete_fields}
    kept |= {"id": id_, "ref": str(id_), "recorded_at": clock.now(), "imported_at": None, "author_id": by.staff.pk}
    return type(fact)(**(kept | changes))


def _replace(fact: Fact, *, by: Actor, reason: str, holds: Fact | None = None) -> None:
    Correction.of(
        fact.case, author=by.staff, at=clock.now(), replaces=fact.pk, by=holds.pk if holds else None, reason=reason
    ).save(force_insert=True)
