"""A formal transfer between organizations (MOS-23): asked with what goes along, released, accepted or declined."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.casework import context
from duly.casework.access import Actor
from duly.casework.asks.actions import Answered, answer, case_of, put_ask, take_back
from duly.casework.asks.queries import Asked
from duly.casework.assignments.actions import open_case
from duly.casework.closing.actions import close_case
from duly.casework.corrections.actions import correct
from duly.casework.models import Ask, Case, Person, Reply, Staff
from duly.casework.models.decisions import DECLINED, GRANTED, MORE, TRANSFER
from duly.casework.models.ids import beside
from duly.casework.people.actions import change_profile
from duly.engine.facts import TRANSFERRED

RELEASED = "Released"
DAYS_TO_ANSWER = timedelta(days=5)


@transaction.atomic
def ask_transfer(case: Case, *, entry: UUID, to: UUID, what: dict[str, Any], on: date, by: Actor) -> Ask:
    """Ask that the case go to another organization; it hears of it when the case is released.

    Whoever may release a case of this organization releases it by asking.
    """
    ask = put_ask(case, TRANSFER, entry=entry, by=by, what=what | {"to": str(to)}, answer_by=on + DAYS_TO_ANSWER)
    return release(ask, on=on, by=by) if case.organization_id in by.reach("transfer") else ask


def release(ask: Ask, *, on: date, by: Actor) -> Ask:
    """From now on the other organization can read the ask, with what goes along, and answer it."""
    if ask.to_organization_id:
        return ask
    return correct(ask, reason=RELEASED, by=by, to_organization_id=UUID(ask.what["to"]), answer_by=on + DAYS_TO_ANSWER)


def keep(asked: Asked, *, entry: UUID, note: str, by: Actor) -> Reply:
    """Not released: the case stays."""
    return answer(asked.ask, DECLINED, entry=entry, by=by, organization=asked.ask.organization_id, note=note)


def withdraw(asked: Asked, *, by: Actor) -> None:
    """Whoever asked takes it back."""
    take_back(asked.ask, by=by)


@transaction.atomic
def accept(asked: Asked, *, entry: UUID, lead: Staff, letter: str, on: date, seen: str, by: Actor) -> Case:
    """Take the case over from that day: it goes on here under the same edition, with the same days.

    The answer is the grant by which its record is read here. At the other organization the case ends, in the name of
    its release: it is the one thing written there from here.
    """
    ask = asked.ask
    here = receiver(ask)
    if known := _taken_over(ask):
        return known
    answer(ask, GRANTED, entry=entry, by=by, organization=here, seen=seen, note=letter)
    _end_there(ask, entry=entry, on=on, by=by)
    if known := _taken_over(ask):  # by the same form sent twice at once: the second waited for the first
        return known
    person = Person.objects.get(agency_id=ask.agency_id, pk=ask.what["person"])
    change_profile(person, here, by=by, **_known(ask))
    accepted = ask.what["accepted_on"]
    return open_case(
        person, here, program=ask.what["program"], edition=ask.what["edition"], continues=ask.case_id,
        assigned_on=date.fromisoformat(ask.what["assigned_on"]), since=on, lead=lead, by=by,
        accepted_on=date.fromisoformat(accepted) if accepted else None,
    )  # fmt: skip


def _taken_over(ask: Ask) -> Case | None:
    """The case that goes on here, if it does."""
    gone_on = Case.objects.filter(agency_id=ask.agency_id, continues=ask.case_id)
    return gone_on.filter(organization_id=receiver(ask)).first()


def ask_first(asked: Asked, *, entry: UUID, note: str, seen: str, by: Actor) -> Reply:
    """Willing, but something is wanted first."""
    return answer(asked.ask, MORE, entry=entry, by=by, organization=receiver(asked.ask), note=note, seen=seen)


def decline(asked: Asked, *, entry: UUID, note: str, seen: str, by: Actor) -> Reply:
    """The case stays where it is; nothing is lost."""
    return answer(asked.ask, DECLINED, entry=entry, by=by, organization=receiver(asked.ask), note=note, seen=seen)


def receiver(ask: Ask) -> UUID:
    """The organization that was asked, once the case is released."""
    if ask.to_organization_id is None:
        raise Answered("It is not released yet.")
    return ask.to_organization_id


def _end_there(ask: Ask, *, entry: UUID, on: date, by: Actor) -> None:
    there = context.bound(agency=ask.agency_id, organizations=[ask.organization_id], names=False, staff=by.staff.pk)
    with there:
        to = f"Transferred to {ask.to_organization}"
        close_case(case_of(ask), entry=beside(entry, "closed"), closed_on=on, reason=TRANSFERRED, note=to, by=by)


def _known(ask: Ask) -> dict[str, Any]:
    """How they are called and reached, as the other organization knew it when it asked."""
    known = dict(ask.what["known"])
    born = known.get("birth_date")
    return known | {"birth_date": date.fromisoformat(born) if born else None}


def first_call(on: date) -> date:
    """The working day by which the new worker calls: four days on."""
    day = on + timedelta(days=4)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
