"""The plan of a case: its page, and each version as it was put up for agreement."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import clock
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import Record, record_of
from duly.casework.layout.render import page
from duly.casework.models import Case, Opening
from duly.casework.plans import content, showing, telling
from duly.casework.plans.plan import Plan, plan_of


@may("work")
@require_GET
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole plan, with what changed since both agreed."""
    record = record_of(case_or_404(request.actor, ref, to="work"))
    opened(request, record.case, what="case plan")
    found, show = plan_or_404(record), request.GET.get("show", "")
    today = clock.today(record.edition.time_zone)
    return page(request, "plans/plan.html", _shown(found, show, today), fragment="schedule")


def _shown(found: Plan, show: str, today: date) -> dict[str, Any]:
    record = found.record
    return {
        "record": record,
        "plan": found,
        "rules": found.rules,
        "today": today,
        "goals": showing.rows(found, "goals", today=today),
        "schedule": showing.scheduled(found, show=show, today=today),
        "tabs": showing.tabs(found, record.case.ref, show=show, today=today),
        "barriers": showing.barriers(found, today=today),
        "supports": showing.rows(found, "supports", today=today),
        "training": [(each, showing.gate_of(found, each.thing, today=today)) for each in _of(found, "training", today)],
        "reasons": _of(found, "reasons", today),
        "changes": telling.told(found, found.changes, today=today),
        "written": showing.last_written(found, today=today),
        "parties": showing.parties(found, found.signatures, today=today),
        "versions": showing.version_lines(found, today=today),
        "holds_on": showing.holds_on(found, today=today),
        "next_step": next(iter(showing.scheduled(found, show="next", today=today)), None),
        "cost": showing.planned_cost(found),
        "support_cost": showing.planned_cost(found, "supports"),
        "parties_of": lambda thing: showing.parties(found, thing.agreed, today=today),
        "can_sign": not record.line.exit_on,
    }


def _of(found: Plan, part: str, today: date) -> list[showing.Row]:
    return [each for each in showing.rows(found, part, today=today) if not each.thing.has_left]


@may("work")
@require_GET
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A version as it was put up for agreement, and what changed since."""
    record = record_of(case_or_404(request.actor, ref, to="work"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    asked = next((each for each in found.versions if each.number == number), None)
    if asked is None:
        raise Http404
    before, after = content.items_in(asked.content), content.items_in(found.says)
    context = {
        "record": record,
        "plan": found,
        "version": asked,
        "check": content.check_of(asked.digest),
        "things": telling.items(found, before, today=today),
        "parties": showing.parties(found, found.signed.get(asked.pk, {}), today=today),
        "changes": telling.told(found, content.differences(before, after), today=today),
    }
    return page(request, "plans/version.html", context)


def plan_or_404(record: Record) -> Plan:
    """The plan of this case, if its program has plans."""
    found = plan_of(record)
    if found is None:
        raise Http404
    return found


def opened(request: HttpRequest, case: Case, *, what: str) -> None:
    """That somebody looked goes on record."""
    Opening.objects.create(
        agency_id=case.agency_id,
        organization_id=case.organization_id,
        case=case,
        staff=request.actor.staff,
        what=what,
        opened_at=clock.now(),
    )
