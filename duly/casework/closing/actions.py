"""Closing a case with its reason, putting it on hold with a day to look again, opening it again."""

from datetime import date
from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.corrections.actions import retract
from duly.casework.events.actions import record_event
from duly.casework.models import Answers, Case, CaseEvent, Closing, Correction
from duly.casework.obligations.refresh import refresh, take_turns


class ClosedAlready(Exception):
    """Somebody closed the case in the meantime; the message says who and when."""


@transaction.atomic
def close_case(
    case: Case,
    *,
    entry: UUID,
    closed_on: date,
    reason: str,
    by: Actor,
    note: str = "",
    answers: dict | None = None,
) -> Closing:
    """Close the case formally (SET-70); its duties end that day. The same entry sent twice closes it once."""
    take_turns(case.agency_id, [case.pk])
    standing = current_closing(case)
    if standing and standing.pk == entry:
        return standing
    if standing:
        raise ClosedAlready(f"{standing.author or 'Somebody'} closed this case as of {standing.closed_on}.")
    closing = Closing.of(
        case, author=by.staff, at=clock.now(), entry=entry, closed_on=closed_on, reason=reason, note=note
    )
    closing.save(force_insert=True)
    if answers:
        said = Answers.of(
            case, author=by.staff, at=closing.recorded_at, form="closing", about=closing.pk, answers=answers
        )
        said.save(force_insert=True)
    refresh(case.agency_id, [case.pk])
    return closing


@transaction.atomic
def reopen_case(case: Case, *, why: str, by: Actor) -> None:
    """Take the closing back, with the reason; the episode goes on as if it had not been closed."""
    take_turns(case.agency_id, [case.pk])
    if standing := current_closing(case):
        retract(standing, reason=why, by=by)


def hold(case: Case, *, reason: str, on: date, until: date, by: Actor, note: str = "") -> CaseEvent:
    """Put the case on hold for a genuine constraint, with a day to look again (SET-69)."""
    return record_event(case, "hold", what=reason, on=on, until=until, note=note, by=by)


def resume(case: Case, *, on: date, by: Actor, note: str = "") -> CaseEvent:
    """Go on after a hold."""
    return record_event(case, "resumed", on=on, note=note, by=by)


def current_closing(case: Case) -> Closing | None:
    """The closing that holds, if the case is closed."""
    replaced = Correction.objects.filter(agency_id=case.agency_id, case=case).values("replaces")
    return (
        Closing.objects.select_related("author")
        .filter(agency_id=case.agency_id, case=case)
        .exclude(id__in=replaced)
        .first()
    )
