"""Putting an ask, putting it again, taking it back, answering it: whoever prepared it does not decide."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.asks.queries import became_of
from duly.casework.corrections.actions import correct, retract
from duly.casework.models import Ask, Case, Reply
from duly.casework.models.decisions import DECLINED, GRANTED
from duly.casework.obligations.refresh import take_turns
from duly.casework.once import save_once

AGAIN, BACK = "Put again, with what was asked for", "Taken back"


class Answered(Exception):
    """Somebody answered in the meantime, or the ask was changed or taken back; the message says which."""


class OwnAsk(Exception):
    """Whoever prepared it may not decide it."""


def put_ask(
    case: Case, kind: str, *, entry: UUID, by: Actor, what: dict[str, Any], answer_by: date | None,
    to: UUID | None = None,
) -> Ask:  # fmt: skip
    """Ask; the same entry asks once."""
    ask = Ask.of(
        case, author=by.staff, at=clock.now(), entry=entry, kind=kind, what=what, answer_by=answer_by,
        to_organization_id=to,
    )  # fmt: skip
    return save_once(ask)[0]


def put_again(ask: Ask, *, by: Actor, what: dict[str, Any], answer_by: date | None) -> Ask:
    """The same ask with other words; what was asked before stays readable."""
    return correct(ask, reason=AGAIN, by=by, what=what, answer_by=answer_by)


def take_back(ask: Ask, *, by: Actor) -> None:
    """The ask never came to a decision."""
    retract(ask, reason=BACK, by=by)


@transaction.atomic
def answer(
    ask: Ask, said: str, *, entry: UUID, by: Actor, organization: UUID, note: str = "", about: list[str] | None = None,
    seen: str = "", until: date | None = None,
) -> Reply:  # fmt: skip
    """Answer an ask that still stands, for an organization. The same entry answers once.

    A reply is added before anything follows from it, by somebody else than whoever asked.
    """
    if ask.author_id == by.staff.pk and organization == ask.organization_id and ask.kind == "closing":
        raise OwnAsk
    reply = Reply.of(
        case_of(ask), author=by.staff, at=clock.now(), entry=entry, ask=ask, answer=said, note=note, about=about or [],
        seen=seen, until_on=until, to_organization_id=ask.organization_id,
    )  # fmt: skip
    reply.organization_id = organization
    if Reply.objects.filter(agency_id=ask.agency_id, pk=entry).exists():
        return save_once(reply)[0]
    still_open(ask, organization)
    return save_once(reply)[0]


def case_of(ask: Ask) -> Case:
    """The case an ask is about, by its number: it may be another organization's, and out of sight."""
    return Case(id=ask.case_id, agency_id=ask.agency_id, organization_id=ask.organization_id)


def still_open(ask: Ask, organization: UUID) -> None:
    """Of two who decide at one moment, the second is told."""
    take_turns(ask.agency_id, [ask.case_id])
    became = became_of(ask.agency_id, [ask])
    if became:
        raise Answered("It was changed in the meantime." if became[ask.pk] else "It was taken back in the meantime.")
    given = Reply.objects.select_related("author").filter(
        agency_id=ask.agency_id, ask=ask, organization_id=organization, answer__in=(GRANTED, DECLINED)
    )
    if found := given.first():
        raise Answered(f"{found.author or 'Somebody'} answered in the meantime.")
