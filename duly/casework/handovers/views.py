"""Handing many cases over: looked at first, made as it was looked at, read afterwards, and put back."""

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.casework import words
from duly.casework.access import case_or_404, may
from duly.casework.handovers.actions import ChangedMeanwhile, hand_over, put_back, was_made
from duly.casework.handovers.forms import MoveForm
from duly.casework.handovers.moving import Colleague, Plan, colleagues, plan_of
from duly.casework.handovers.queries import BACK, SINCE, STANDS, Moved, moved, moves
from duly.casework.layout.back import return_to, way_back
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models.ids import uuid7
from duly.casework.worklist.forms import asked_of
from duly.casework.worklist.listing import Asked

MANY = 500  # cases picked one by one; more are a view


@may("assign")
@require_GET
def reassign_one(request: HttpRequest, ref: str) -> HttpResponse:
    """From the case file: the same page, for this case."""
    case = case_or_404(request.actor, ref, to="assign")
    asked = {"case": case.ref, "back": reverse("case", args=[case.ref])}
    return redirect(f"{reverse('reassign-several')}?{urlencode(asked)}")


@may("assign")
@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest) -> HttpResponse:
    """Choose who gets the cases picked, or all of the view; look; then move them (SET-12)."""
    known = colleagues(request.actor)
    form = _form(request, known)
    if request.method == "POST" and form.is_valid():
        return _move(request, form, known)
    plan = _plan(request, form, known) if form.is_bound and form.is_valid() else None
    return _asking(request, form, known, plan, status=422 if form.errors else 200)


def _form(request: HttpRequest, known: Sequence[Colleague]) -> MoveForm:
    choices = [(str(each.id), f"{each.name}, {each.open} open") for each in known]
    said = request.POST if request.method == "POST" else request.GET if "since" in request.GET else None
    initial = {"since": request.actor.day, "to": []}
    return MoveForm(said, choices=choices, today=request.actor.day, initial=initial)


def _said(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _asked(request: HttpRequest) -> Asked:
    """The cases picked; or everyone in the view one came from."""
    said = _said(request)
    if said.get("all"):
        return asked_of(QueryDict(urlsplit(said.get("back", "")).query))
    return Asked(only=tuple(dict.fromkeys(said.getlist("case")[:MANY])) or ("",))


def _plan(request: HttpRequest, form: MoveForm, known: Sequence[Colleague]) -> Plan:
    chosen = [each for each in known if str(each.id) in form.cleaned_data["to"]]
    return plan_of(request.actor, _asked(request), to=chosen, since=form.cleaned_data["since"])


def _move(request: HttpRequest, form: MoveForm, known: Sequence[Colleague]) -> HttpResponse:
    entry, since = form.cleaned_data["entry"] or uuid7(), form.cleaned_data["since"]
    if was_made(entry, by=request.actor):
        return _made(request, entry)
    plan = _plan(request, form, known)
    if plan.seen != request.POST.get("seen") or not plan.lines:
        return _asking(request, form, known, plan, status=409)
    try:
        hand_over(plan.to, leads=plan.leads, since=since, entry=entry, by=request.actor)
    except ChangedMeanwhile:
        return _asking(request, form, known, _plan(request, form, known), status=409)
    who = words.listed([f"{len(each.lines)} to {each.to.name}" for each in plan.shares])
    cases = words.plural(len(plan.lines), "case")
    say(request, words.html("Reassigned <b>{}</b>: {}.", cases, who), undo=reverse("reassigned-undo", args=[entry]))
    return _made(request, entry)


def _made(request: HttpRequest, entry: UUID) -> HttpResponse:
    back = urlencode({"back": _back(request)})
    return return_to(request, f"{reverse('reassigned', args=[entry])}?{back}")


def _back(request: HttpRequest) -> str:
    """Where one came from; said in the form, which is sent from another page than the list."""
    said = _said(request).get("back", "")
    return said if said.startswith("/") and not said.startswith("//") else reverse("caseload")


def _asking(
    request: HttpRequest, form: MoveForm, known: Sequence[Colleague], plan: Plan | None, *, status: int
) -> HttpResponse:
    said = _said(request)
    whole = bool(said.get("all"))
    context = {
        "form": form,
        "entry": uuid7(),
        "plan": plan,
        "staff": known,
        "chosen": set(form["to"].value() or []),
        "refs": [] if whole else said.getlist("case")[:MANY],
        "whole": whole,
        "back": _back(request),
        "day": words.on(plan.since, today=request.actor.day) if plan else None,
        "changed": status == 409,
    }
    return page(request, "handovers/reassign.html", context, status=status)


@may("assign")
@require_GET
def reassignments(request: HttpRequest) -> HttpResponse:
    """The last moves, latest first."""
    today, zone = request.actor.day, settings.TIME_ZONE
    found = [(each, words.at(each.at, today=today, zone=zone), words.on(each.since, today=today)) for each in
             moves(request.actor)]  # fmt: skip
    return page(request, "handovers/reassignments.html", {"moves": found})


@may("assign")
@require_GET
def reassigned(request: HttpRequest, move: UUID) -> HttpResponse:
    """What moved, and how each case stands now."""
    found = moved(request.actor, move)
    if not found:
        raise Http404
    today = request.actor.day
    context = {
        "move": move,
        "moved": [(each, words.on(each.since, today=today), _now(each)) for each in found],
        "at": words.at(found[0].at, today=today, zone=settings.TIME_ZONE),
        "author": found[0].author,
        "standing": sum(1 for each in found if each.state == STANDS),
        "back": way_back(request, reverse("caseload")),
    }
    return page(request, "handovers/reassigned.html", context)


def _now(each: Moved) -> str:
    """How the case stands now."""
    if each.state == BACK:
        return "put back"
    return f"{each.now or 'nobody'} since" if each.state == SINCE else ""


@may("assign")
@require_POST
def undo_reassign(request: HttpRequest, move: UUID) -> HttpResponse:
    """Put each case back to whoever had it, from the day it moved; not those that changed hands since."""
    found = moved(request.actor, move)
    if not found:
        raise Http404
    here = {each.id for each in colleagues(request.actor)}
    gone = [each for each in found if each.state == STANDS and each.former and each.former not in here]
    can = [each.case for each in found if each.state == STANDS and each not in gone]
    back = put_back(move, can, by=request.actor) if can else set()
    say(request, _put_back(found, back, gone))
    return return_to(request, reverse("reassigned", args=[move]))


def _put_back(found: Sequence[Moved], back: set[UUID], gone: Sequence[Moved]) -> str:
    """'Put back: 3 cases. Not put back: Jo Reyes changed hands since; …'."""
    since = [each for each in found if each.case not in back and each not in gone and each.state != BACK]
    parts = [f"Put back: {words.plural(len(back), 'case')}." if back else "Nothing was put back."]
    if not back and all(each.state == BACK for each in found):
        return "These cases were put back already."
    if since:
        parts.append(f"{words.listed([each.name for each in since[:5]])}{_beyond(since)} changed hands since and stay.")
    if gone:
        names = words.listed(list(dict.fromkeys(each.former_name for each in gone)))
        parts.append(f"{words.plural(len(gone), 'case')} stay: {names} no longer works here.")
    return " ".join(parts)


def _beyond(found: Sequence[Moved]) -> str:
    return f" and {len(found) - 5} more" if len(found) > 5 else ""
