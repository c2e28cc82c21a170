"""The plan on one page of paper, in the participant's words: to take home, and to sign."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import record_of
from duly.casework.layout.render import page
from duly.casework.models import PlanItem
from duly.casework.plans import content, showing, telling
from duly.casework.plans.plan import Plan
from duly.casework.plans.showing import Row
from duly.casework.plans.views import plan_or_404
from duly.engine.planning import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """Derived: one thing to come, as the participant reads it."""

    what: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Derived: everything that stands on the page."""

    words: Sheet
    language: str
    title: str
    version: str
    goals: tuple[tuple[str, str, bool], ...]  # what, wage, whether it is only proposed
    steps: tuple[Line, ...]
    paid: tuple[tuple[str, str, str], ...]
    in_all: str
    barriers: tuple[tuple[str, str], ...]
    call: str
    names: tuple[tuple[str, str], ...]  # name, what they are
    number: int
    check: str
    day: str
    place: str
    is_signed: bool


def sheet_of(plan: Plan, *, today: date, language: str = "") -> Paper:
    """The page in a language of the file: the one asked for, else the participant's, else the first."""
    record = plan.record
    mine = record.profile.preferred_language if record.profile else ""
    found, sheet = plan.rules.sheet(language or mine or "en")
    names = showing.party_names(plan, today=today)
    return Paper(
        words=sheet,
        language=found,
        title=sheet.title.format(name=record.name),
        version=sheet.version.format(number=plan.number),
        goals=tuple(_goals(plan, today)),
        steps=tuple(_steps(plan, sheet, today)),
        paid=tuple(_paid(plan, today)),
        in_all=showing.planned_cost(plan),
        barriers=tuple(_barriers(plan, today)),
        call=sheet.call.format(staff=names["staff"]),
        names=((names["participant"], sheet.participant), (names["staff"], record.case.organization.name)),
        number=plan.number,
        check=content.check_of(plan.digest),
        day=words.full_day(today),
        place=record.case.organization.name,
        is_signed=plan.is_signed,
    )


def _goals(plan: Plan, today: date) -> list[tuple[str, str, bool]]:
    found = [each for each in showing.rows(plan, "goals", today=today) if each.is_open]
    return [(each.what, each.span, each.thing.is_proposed) for each in found]


def _steps(plan: Plan, sheet: Sheet, today: date) -> list[Line]:
    found = showing.scheduled(plan, show="", today=today)
    return [_line(plan, each, sheet, today) for each in found if each.is_open]


def _line(plan: Plan, row: Row, sheet: Sheet, today: date) -> Line:
    first = row.thing.now.starts_on or row.thing.now.due_on
    late = first is not None and first < today and not row.thing.now.starts_on
    when = sheet.soon if late or first is None else words.on(first, today=today).text
    return Line(row.what, when, sheet.me if row.thing.now.owner == PlanItem.Owner.PARTICIPANT else row.who)


def _paid(plan: Plan, today: date) -> list[tuple[str, str, str]]:
    found = [each for each in showing.rows(plan, *showing.SCHEDULED, today=today) if not each.thing.has_left]
    priced = [(each.what, each.thing.now) for each in found if each.thing.now.cost_cents]
    funding = [telling.value(plan, None, "funding", now.funding, today) for _, now in priced]
    return [(what, by, telling.money(now.cost_cents)) for (what, now), by in zip(priced, funding, strict=True)]


def _barriers(plan: Plan, today: date) -> list[tuple[str, str]]:
    """What stands in the way and what is done about it: the last answer of its form, which asks just that."""
    found = [each for each in showing.rows(plan, "barriers", today=today) if each.is_open and not each.thing.is_none]
    named = [(": ".join(filter(None, (each.code, each.what))), each.fields) for each in found]
    return [(what, fields[-1][1] if fields else "") for what, fields in named]


@may("work")
@require_GET
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """The page itself, to print from the browser."""
    record = record_of(case_or_404(request.actor, ref, to="work"))
    plan = plan_or_404(record)
    today = clock.today(record.edition.time_zone)
    paper = sheet_of(plan, today=today, language=request.GET.get("language", ""))
    others = [each for each in plan.rules.sheets if each != paper.language]
    return page(request, "plans/print.html", {"record": record, "plan": plan, "paper": paper, "others": others})
