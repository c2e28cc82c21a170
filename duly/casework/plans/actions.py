"""Putting things into a plan, saying them otherwise, ending them; a page opened before somebody's change is told so."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.corrections.actions import correct, retract
from duly.casework.models import Case, Correction, PlanItem, PlanItemEnd
from duly.casework.obligations import chain
from duly.casework.obligations.refresh import refresh, take_turns
from duly.casework.once import AlreadyDifferent, save_once


@dataclass(frozen=True, slots=True)
class Wording:
    """Local: what somebody says of one thing of a plan."""

    what: str
    code: str = ""
    owner: str = ""
    owner_name: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    cost_cents: int | None = None
    funding: str = ""
    for_goal: UUID | None = None
    talk: UUID | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Stale(Exception):
    """Somebody changed the thing in the meantime; `now` is what it says now, or nothing if it was taken back."""

    def __init__(self, now: PlanItem | None) -> None:
        self.now = now
        super().__init__("the plan was changed in the meantime")


class Ended(Exception):
    """The thing has ended already; `end` says how."""

    def __init__(self, end: PlanItemEnd) -> None:
        self.end = end
        super().__init__("it has ended already")


class Kept(Exception):
    """Things of this kind are never taken back: how they ended is recorded."""


@transaction.atomic
def add_item(case: Case, *, entry: UUID, kind: str, on: date, said: Wording, by: Actor) -> PlanItem:
    """Put a new thing into the plan; the same entry sent twice is one thing."""
    item = PlanItem.of(
        case, author=by.staff, at=clock.now(), entry=entry, item=entry, kind=kind, set_on=on, **said.columns()
    )
    item, is_new = save_once(item)
    if is_new:
        refresh(case.agency_id, [case.pk])
    return item


@transaction.atomic
def change_item(case: Case, item: UUID, *, entry: UUID, seen: UUID, because: str, said: Wording, by: Actor) -> PlanItem:
    """Say the thing otherwise, with the reason; `seen` is the wording that stood on the page it was changed on."""
    take_turns(case.agency_id, [case.pk])
    before = standing(case, item)
    if before and before.pk == entry:  # the same change sent again
        return before
    _as_seen(case, before, seen, item)
    assert before is not None
    if before.case_id != case.pk:
        return _say_here(case, before, entry=entry, because=because, said=said, by=by)
    return correct(before, reason=because, by=by, id=entry, ref=str(entry), **said.columns())


def _say_here(case: Case, before: PlanItem, *, entry: UUID, because: str, said: Wording, by: Actor) -> PlanItem:
    """A thing put down where the case was before is said otherwise here: there it stays as it was."""
    now = clock.now()
    item = PlanItem.of(case, author=by.staff, at=now, entry=entry, item=before.item, kind=before.kind,
                       set_on=before.set_on, **said.columns())  # fmt: skip
    item.save(force_insert=True)
    Correction.of(case, author=by.staff, at=now, replaces=before.pk, by=item.pk, reason=because).save(force_insert=True)
    refresh(case.agency_id, [case.pk])
    return item


@transaction.atomic
def end_item(
    case: Case, item: UUID, *, entry: UUID, seen: UUID, how: str, on: date, by: Actor, note: str = ""
) -> PlanItemEnd:
    """The thing came to its end: done, attained, overcome, dropped."""
    take_turns(case.agency_id, [case.pk])
    sent = PlanItemEnd.objects.filter(agency_id=case.agency_id, case=case, pk=entry).first()
    if sent and (sent.item, sent.how, sent.ended_on, sent.note) == (item, how, on, note):
        return sent
    if sent:
        raise AlreadyDifferent
    _as_seen(case, standing(case, item), seen, item)
    with chain.whole(case) as earlier:
        told = PlanItemEnd.objects.filter(agency_id=case.agency_id, case__in=[case, *earlier], item=item)
        nth = told.count() + 1
    end = PlanItemEnd.of(
        case, author=by.staff, at=clock.now(), entry=entry, item=item, nth=nth, how=how, ended_on=on, note=note
    )
    end.save(force_insert=True)
    refresh(case.agency_id, [case.pk])
    return end


@transaction.atomic
def open_again(case: Case, item: UUID, *, because: str, by: Actor) -> None:
    """Take back that the thing ended."""
    take_turns(case.agency_id, [case.pk])
    if end := standing_end(case, item):
        _no_longer(case, end, because=because, by=by)


@transaction.atomic
def withdraw_item(case: Case, item: UUID, *, seen: UUID, because: str, kept: bool, by: Actor) -> None:
    """The thing should never have stood there; what is `kept` is not taken back by anybody."""
    if kept:
        raise Kept
    take_turns(case.agency_id, [case.pk])
    before = standing(case, item)
    _as_seen(case, before, seen, item)
    assert before is not None
    _no_longer(case, before, because=because, by=by)


def _no_longer(case: Case, fact: PlanItem | PlanItemEnd, *, because: str, by: Actor) -> None:
    """Take it back; what was recorded where the case was before is taken back from here, and stays there."""
    if fact.case_id == case.pk:
        retract(fact, reason=because, by=by)
        return
    Correction.of(case, author=by.staff, at=clock.now(), replaces=fact.pk, reason=because).save(force_insert=True)
    refresh(case.agency_id, [case.pk])


def standing(case: Case, item: UUID) -> PlanItem | None:
    """The wording of the thing that holds."""
    with chain.whole(case) as earlier:
        wordings = PlanItem.objects.filter(agency_id=case.agency_id, case__in=[case, *earlier], item=item)
        return wordings.exclude(pk__in=_replaced(case, *earlier)).first()


def standing_end(case: Case, item: UUID) -> PlanItemEnd | None:
    """How the thing ended, if it did."""
    with chain.whole(case) as earlier:
        ends = PlanItemEnd.objects.select_related("author").filter(
            agency_id=case.agency_id, case__in=[case, *earlier], item=item
        )
        return ends.exclude(pk__in=_replaced(case, *earlier)).first()


def _as_seen(case: Case, now: PlanItem | None, seen: UUID, item: UUID) -> None:
    if end := standing_end(case, item):
        raise Ended(end)
    if now is None or now.pk != seen:
        raise Stale(now)


def _replaced(*cases: Case) -> Any:
    return Correction.objects.filter(agency_id=cases[0].agency_id, case__in=cases).values("replaces")
