"""Asking for clearance, granting it until a day, and recording under it where the case is (MOS-21, MOS-22)."""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from duly.casework import context
from duly.casework.access import Actor
from duly.casework.asks.actions import answer, case_of, put_ask
from duly.casework.asks.queries import Asked
from duly.casework.models import Ask, Case, Organization, PlanItem, Reply, Service
from duly.casework.models.decisions import CLEARANCE, DECLINED, GRANTED
from duly.casework.plans.actions import Wording, add_item
from duly.casework.services.actions import record_service

DAYS_TO_ANSWER = timedelta(days=5)


class NotCleared(Exception):
    """No clearance holds today."""


@transaction.atomic
def ask_clearance(ref: str, at: UUID, *, entry: UUID, home: UUID, because: str, on: date, by: Actor) -> Ask | None:
    """Ask the organization that keeps the case; whether it has one by that number is not said.

    The ask is laid before that organization: the one thing written there from here before a clearance holds.
    """
    there = context.bound(agency=by.agency, organizations=[at, home], names=False, staff=by.staff.pk)
    with there:
        case = Case.objects.filter(agency_id=by.agency, organization_id=at, ref=ref).first()
        if case is None:
            return None
        what = {"because": because, "asked_by": by.staff.name, "from": _name_of(home), "ref": ref}
        return put_ask(case, CLEARANCE, entry=entry, by=by, what=what, answer_by=on + DAYS_TO_ANSWER, to=home)


def _name_of(organization: UUID) -> str:
    return Organization.objects.get(pk=organization).name


def grant(asked: Asked, *, entry: UUID, until: date, by: Actor, note: str = "") -> Reply:
    """Cleared until the end of that day."""
    ask = asked.ask
    return answer(ask, GRANTED, entry=entry, by=by, organization=ask.organization_id, note=note, until=until)


def refuse(asked: Asked, *, entry: UUID, note: str, by: Actor) -> Reply:
    """Not cleared."""
    return answer(asked.ask, DECLINED, entry=entry, by=by, organization=asked.ask.organization_id, note=note)


def holds(asked: Asked, today: date) -> bool:
    """Whether the clearance was given and has not run out."""
    said = asked.decision
    return said is not None and said.answer == GRANTED and said.until_on is not None and today <= said.until_on


@transaction.atomic
def serve(asked: Asked, *, entry: UUID, kind: str, delivery: str, on: date, today: date, by: Actor) -> Service:
    """A service given elsewhere goes on the one list of the case, signed by whoever gave it."""
    with _there(asked, today, by):
        return record_service(its_case(asked), entry=entry, kind=kind, delivery=delivery, started_on=on, by=by)


@transaction.atomic
def add_to_plan(
    asked: Asked, *, entry: UUID, kind: str, what: str, due: date | None, today: date, by: Actor
) -> PlanItem:
    """Something more in the plan: it shows as unsigned until both agree again."""
    with _there(asked, today, by):
        said = Wording(what=what, due_on=due, owner="other", owner_name=by.staff.name)
        return add_item(its_case(asked), entry=entry, kind=kind, on=today, said=said, by=by)


def its_case(asked: Asked) -> Case:
    """The case, read where it is."""
    return Case.objects.get(agency_id=asked.ask.agency_id, pk=case_of(asked.ask).pk)


def _there(asked: Asked, today: date, by: Actor) -> AbstractContextManager[None]:
    """The organization that keeps the case, for one entry of whoever was cleared."""
    if not holds(asked, today) or asked.ask.author_id != by.staff.pk:
        raise NotCleared
    ask = asked.ask
    return context.bound(agency=ask.agency_id, organizations=[ask.organization_id], names=False, staff=by.staff.pk)
