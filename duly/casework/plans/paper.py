"""The plan on one page of paper, in the participant's words: to take home, and to sign."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import clock
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import record_of
from duly.casework.documents.answer import as_attachment
from duly.casework.documents.print import pdf
from duly.casework.layout.render import page
from duly.casework.models import PlanItem
from duly.casework.plans import content, showing, telling
from duly.casework.plans.plan import Plan
from duly.casework.plans.showing import Row
from duly.casework.plans.views import opened, plan_or_404
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
        day=f"{sheet.day(today)} {today.year}",
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
    when = sheet.soon if late or first is None else sheet.day(first)
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
    opened(request, record.case, what="case plan, printed")
    return page(request, "plans/print.html", {"record": record, "plan": plan, "paper": paper, "others": others})


@may("work")
@require_GET
def as_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The same page as a PDF, to sign and to take home."""
    record = record_of(case_or_404(request.actor, ref, to="work"))
    plan = plan_or_404(record)
    paper = sheet_of(plan, today=clock.today(record.edition.time_zone), language=request.GET.get("language", ""))
    opened(request, record.case, what="case plan, PDF")
    printed = pdf("plans/plan.typ", told(paper, record.case.ref), paper.language)
    return as_attachment(printed, f"{record.case.ref}-plan-{paper.number}.pdf", "application/pdf")


def told(paper: Paper, ref: str) -> dict[str, Any]:
    """The page as the template asks for it."""
    said = paper.words
    return {
        "title": f"{paper.version}, {ref}",
        "foot": f"{ref} · {paper.version.lower()} · {said.check} {paper.check}",
        "place": paper.place,
        "version": paper.version if paper.is_signed else f"{paper.version} · {said.draft}",
        "day": paper.day,
        "heading": paper.title,
        "goals_heading": said.goals,
        "goals": [_goal(each, said) for each in paper.goals],
        "next_heading": said.next,
        "next_columns": [said.what, said.when, said.who],
        "steps": [[each.what, each.when, each.who] for each in paper.steps],
        "paid_heading": said.paid,
        "paid_columns": [said.what, said.paid_by, said.up_to],
        "paid": [*map(list, paper.paid), [said.in_all, "", paper.in_all]] if paper.paid else [],
        "barriers_heading": said.barriers,
        "barriers": [list(each) for each in paper.barriers],
        "changes_heading": said.changes,
        "call": paper.call,
        "agree_heading": said.agree,
        "wording": said.wording,
        "people": [list(each) for each in paper.names],
        "date": said.dated,
        "page_words": [said.page, said.of],
    }


def _goal(goal: tuple[str, str, bool], said: Sheet) -> str:
    what, wage, proposed = goal
    return ", ".join(filter(None, (what, wage))) + (f" ({said.draft.lower()})" if proposed else "")
