"""The Team page: caseloads, people nobody answers for, decisions that wait, entries written late."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import words
from duly.casework.access import Actor, may
from duly.casework.asks.queries import Asked, waiting
from duly.casework.assignments.queries import choices
from duly.casework.casefile.entries import label
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page
from duly.casework.models.decisions import CLEARANCE, CLOSING, TRANSFER
from duly.casework.team.queries import LATE, Late, late_entries, lines_of, team_of
from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty, Line, duties_of
from duly.casework.worklist.listing import Asked as Filter
from duly.casework.worklist.listing import listing


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits for a decision, in words."""

    kind: str
    name: str
    file: str  # the address of the file, where it can be opened
    what: str
    lead: str
    waits: str
    late: bool
    href: str
    act: str


@may("lead")
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Who has how many, and what waits (MOS-12, MOS-20, MOS-27)."""
    actor, today = request.actor, request.actor.day
    waits = list(_waiting(actor, today))
    found = team_of(actor)
    context = {
        "team": found,
        "place": actor.grants[0].name,
        "mine": sum(1 for each in waits if each.act),
        "groups": [(title, [each for each in waits if each.kind == kind]) for kind, title in TITLES.items()],
        "nobody": list(_nobody(actor, today)) if found.nobody else [],
        "staff": choices(actor),
        "late": [(each, words.on(each.held, today=today), words.on(each.wrote, today=today), _kind(each)) for each in
                 late_entries(actor)],
        "days": LATE,
        "numbered": [(each, "num") for each in found.heads],
    }  # fmt: skip
    return page(request, "team/team.html", context)


TITLES = {
    CLOSING: "Closings", TRANSFER: "Transfers", CLEARANCE: "Clearances",
}  # fmt: skip


def _kind(late: Late) -> str:
    return label(late.line.edition.contacts, late.kind)


def _nobody(actor: Actor, today: date) -> list[tuple[Line, words.Day, list[str]]]:
    """People nobody answers for, with what is owed to them; two statements."""
    lines = [each.line for each in listing(actor, Filter(flag="nobody"), to="lead", limit=20)]
    duties = duties_of(actor.agency, lines, days=[today])
    return [(line, words.on(line.assigned_on, today=today), _owed(line, duties[line.case], today)) for line in lines]


def _owed(line: Line, duties: list[Duty], today: date) -> list[str]:
    named = [(wording.duty_name(line.edition, each).lower(), each.due_on) for each in duties[:2]]
    return [f"{name} {'was' if due < today else 'is'} due {words.on(due, today=today).text}" for name, due in named]


def _waiting(actor: Actor, today: date) -> list[Wait]:
    """Closings, transfers and clearances to decide; what somebody prepared is another's to decide. Three statements."""
    asked = waiting(actor.agency, actor.reach("decide"))
    lines = lines_of(actor.agency, {each.ask.case_id for each in asked})
    return [_wait(each, lines.get(each.ask.case_id), actor, today) for each in asked]


def _wait(asked: Asked, line: Line | None, actor: Actor, today: date) -> Wait:
    ask = asked.ask
    own = ask.kind == CLOSING and actor.staff.pk in asked.prepared_by
    since = asked.since.date()
    return Wait(
        kind=ask.kind,
        name=line.name if line else ask.what.get("name", "Name not recorded"),
        file=url("case", line.ref) if line else "",
        what=_what(asked, line),
        lead=line.lead_name if line else "no advisor yet",
        waits=words.since(since, today=today) if since < today else "today",
        late=bool(ask.answer_by and ask.answer_by < today),
        href=_where(asked, line),
        act="" if own else "Decide" if ask.kind == CLOSING else "Answer",
    )


def _what(asked: Asked, line: Line | None) -> str:
    ask = asked.ask
    if ask.kind == CLOSING and line:
        return label(line.edition.closing, ask.what.get("reason", ""))
    if ask.kind == TRANSFER and ask.to_organization:
        return f"From {ask.what['from']}: {ask.what['because']}"
    who = ask.what.get("asked_by") or (ask.author.name if ask.author else "Somebody")
    return f"{who}: {ask.what.get('because', '')}"


def _where(asked: Asked, line: Line | None) -> str:
    if asked.ask.kind == TRANSFER:
        return url("transfer", asked.ask.pk)
    if asked.ask.kind == CLEARANCE:
        return url("clearance", asked.ask.pk)
    return url("decide-closing", line.ref) if line else url("team")
