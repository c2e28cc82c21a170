"""Where closing takes two: suspending with reasons, answering what was asked for, deciding; one transaction each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from duly.casework.access import Actor
from duly.casework.asks.actions import answer, put_again, put_ask, take_back
from duly.casework.asks.queries import Asked
from duly.casework.closing.actions import close_case
from duly.casework.events.actions import record_event
from duly.casework.models import Ask, Case, CaseEvent, Correction, Reply
from duly.casework.models.decisions import CLOSING, DECLINED, GRANTED, MORE
from duly.casework.models.ids import beside
from duly.casework.obligations.refresh import take_turns
from duly.engine.program import ByTwo, Edition


@transaction.atomic
def suspend(
    case: Case, edition: Edition, *, entry: UUID, what: dict[str, Any], on: date, by: Actor, again: Ask | None = None
) -> Ask:
    """Suspend the case and ask that it be closed (MOS-74); what the form records with it goes on record at once.

    `again`: the ask that came back, or that is changed before anybody answered; the case stays suspended.
    """
    two = _by_two(edition)
    take_turns(case.agency_id, [case.pk])
    due = two.answer_within.after(on)
    if again:
        ask = put_again(again, by=by, what=what, answer_by=due)
    else:
        ask = put_ask(case, CLOSING, entry=entry, by=by, what=what, answer_by=due)
        record_event(case, two.suspends, on=on, what=what["reason"], by=by, entry=beside(entry, two.suspends))
    _record(case, edition, what, entry=entry, by=by)
    return ask


def _record(case: Case, edition: Edition, what: dict[str, Any], *, entry: UUID, by: Actor) -> None:
    """Events the closing form puts on record, each once however often the ask is put (MOS-72)."""
    said = what["answers"] | {"reason": what["reason"]}
    form = edition.closing[what["reason"]].form
    for kind, recording in edition.forms[form].records.items() if form else ():
        if recording.due(said) and not _stands(case, kind):
            on = date.fromisoformat(said[recording.on]) if recording.on else date.fromisoformat(what["closed_on"])
            record_event(case, kind, on=on, by=by, entry=beside(entry, kind))


def _stands(case: Case, kind: str) -> bool:
    replaced = Correction.objects.filter(agency_id=case.agency_id, case=case).values("replaces")
    known = CaseEvent.objects.filter(agency_id=case.agency_id, case=case, kind=kind)
    return known.exclude(pk__in=replaced).exists()


@transaction.atomic
def withdraw(asked: Asked, edition: Edition, *, on: date, by: Actor) -> None:
    """Whoever asked takes it back; the case is active again."""
    take_back(asked.ask, by=by)
    _return(asked.ask.case, edition, on=on, by=by)


@transaction.atomic
def close_for_good(asked: Asked, *, entry: UUID, seen: str, by: Actor, note: str = "") -> Reply:
    """Close the case as it was asked (MOS-74): decided by somebody else than whoever prepared it."""
    ask = asked.ask
    reply = answer(ask, GRANTED, entry=entry, by=by, organization=ask.organization_id, seen=seen, note=note)
    what = ask.what
    close_case(
        ask.case, entry=beside(entry, "closed"), closed_on=date.fromisoformat(what["closed_on"]),
        reason=what["reason"], note=what.get("note", ""), answers=what["answers"], by=by,
    )  # fmt: skip
    return reply


def ask_for_more(asked: Asked, *, entry: UUID, seen: str, by: Actor, note: str, about: list[str], until: date) -> Reply:
    """Back to whoever prepared it, with what is wanted and by when; the case stays suspended (MOS-74)."""
    ask = asked.ask
    return answer(ask, MORE, entry=entry, by=by, organization=ask.organization_id, seen=seen, note=note, about=about,
                  until=until)  # fmt: skip


@transaction.atomic
def refuse(asked: Asked, edition: Edition, *, entry: UUID, seen: str, on: date, by: Actor, note: str) -> Reply:
    """No closing: the case is active again and its contact clock goes on."""
    ask = asked.ask
    reply = answer(ask, DECLINED, entry=entry, by=by, organization=ask.organization_id, seen=seen, note=note)
    _return(ask.case, edition, on=on, by=by, note=note, entry=beside(entry, "returned"))
    return reply


def go_on_again(case: Case, edition: Edition, *, on: date, by: Actor) -> CaseEvent:
    """A case that is opened again is active, not suspended: the same episode goes on."""
    return _return(case, edition, on=on, by=by)


def _return(
    case: Case, edition: Edition, *, on: date, by: Actor, note: str = "", entry: UUID | None = None
) -> CaseEvent:
    return record_event(case, _by_two(edition).returns, on=on, note=note, by=by, entry=entry)


def _by_two(edition: Edition) -> ByTwo:
    assert edition.closing_by_two
    return edition.closing_by_two
