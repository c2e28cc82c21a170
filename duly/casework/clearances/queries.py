"""Reading clearances: those one asked for, and one of them for whoever asked or may answer."""

from datetime import date
from uuid import UUID

from duly.casework import context
from duly.casework.access import Actor
from duly.casework.asks.queries import Asked, asks_of
from duly.casework.models import Ask, Correction, Organization, PlanItem
from duly.casework.models.decisions import CLEARANCE


def clearance_of(actor: Actor, ask: UUID) -> Asked | None:
    """The ask, where it is one's own, or about a case one may decide on."""
    found = Ask.objects.filter(agency_id=actor.agency, pk=ask, kind=CLEARANCE).first()
    if found is None or not (found.author_id == actor.staff.pk or found.organization_id in actor.reach("decide")):
        return None
    return _with_answers(found)


def asked_by(actor: Actor) -> list[Asked]:
    """What one asked for oneself, latest first."""
    mine = Ask.objects.filter(agency_id=actor.agency, author=actor.staff, kind=CLEARANCE).order_by("-recorded_at")
    found = (_with_answers(each) for each in mine[:20])
    return [each for each in found if each]


def _with_answers(ask: Ask) -> Asked | None:
    """The answers stand where the case is; of that case no more is read here than they."""
    with context.reading([ask.case_id]):
        return next((each for each in asks_of(ask.agency_id, ask.case_id) if each.ask.pk == ask.pk), None)


def plan_in_short(asked: Asked) -> list[tuple[str, date | None]]:
    """What stands in the plan, for whoever is cleared to add to it."""
    ask = asked.ask
    with context.reading([ask.case_id]):
        replaced = Correction.objects.filter(agency_id=ask.agency_id, case_id=ask.case_id).values("replaces")
        items = PlanItem.objects.filter(agency_id=ask.agency_id, case_id=ask.case_id).exclude(pk__in=replaced)
        return [(each.what, each.due_on) for each in items.order_by("due_on", "set_on")]


def other_places(actor: Actor) -> list[tuple[str, str]]:
    """Organizations of the agency that are not one's own."""
    own = actor.reach("serve_elsewhere")
    found = Organization.objects.filter(agency_id=actor.agency).exclude(pk__in=list(own)).exclude(parent=None)
    return [(str(each.pk), each.name) for each in found.order_by("name")]
