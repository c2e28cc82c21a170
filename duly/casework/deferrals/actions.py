"""Recording that a duty was put off, and why. Nothing is worked out again: no rule asks about it."""

from datetime import date
from uuid import UUID

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Case, Deferral
from duly.casework.once import save_once


def put_off(case: Case, *, entry: UUID, rule: str, nth: int, until: date, reason: str, by: Actor) -> Deferral:
    """The lists show this duty under that day. Sending the same entry again changes nothing."""
    said = Deferral.of(
        case, author=by.staff, at=clock.now(), entry=entry, rule=rule, nth=nth, until_on=until, reason=reason
    )
    return save_once(said)[0]
