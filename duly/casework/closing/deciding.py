"""The manager's page where closing takes two: what stands behind the ask, and the decision on exactly that."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.asks.actions import Answered, OwnAsk
from duly.casework.asks.queries import Asked
from duly.casework.casefile.record import Record, record_of
from duly.casework.closing.actions import ClosedAlready
from duly.casework.closing.asking import current_ask
from duly.casework.closing.checklist import Line, checklist, count, digest, missing, reason_label
from duly.casework.closing.forms import DecisionForm
from duly.casework.closing.suspending import ask_for_more, close_for_good, refuse, withdraw
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models.ids import uuid7

WEEK = timedelta(days=7)


@may("decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Close, ask for more, or put back to active (MOS-74); what is decided is what was seen."""
    record = record_of(case_or_404(request.actor, ref, to="decide"))
    asked = current_ask(record)
    if asked is None:
        return redirect("case", ref)
    today = clock.today(record.edition.time_zone)
    lines = checklist(record, asked.ask.what, today=today)
    seen = digest(record, asked.ask.pk, asked.ask.what)
    initial = {"entry": uuid7(), "seen": seen, "by": today + WEEK, "decision": "more" if missing(lines) else "",
               "about": [each.key for each in missing(lines)], "note": ""}  # fmt: skip
    form = DecisionForm(request.POST or None, lines=lines, today=today, initial=initial)
    if request.method == "POST" and request.actor.staff.pk in asked.prepared_by:
        return _page(request, record, asked, form, lines, status=409)
    if request.method == "POST" and form.is_valid():
        return _decide(request, record, asked, form, lines, seen)
    return _page(request, record, asked, form, lines)


def _decide(
    request: HttpRequest, record: Record, asked: Asked, form: DecisionForm, lines: list[Line], seen: str
) -> HttpResponse:
    if form.cleaned_data["seen"] != seen:
        form.add_error(None, "Something changed since you looked. This is how it stands now; decide again.")
        form.look_again(seen)
        return _page(request, record, asked, form, lines, status=409)
    try:
        said = _do(record, asked, form, by=request.actor)
    except (Answered, OwnAsk, ClosedAlready) as already:
        form.add_error(None, f"{already} Look at the file before you decide anything.")
        return _page(request, record, asked, form, lines, status=409)
    say(request, words.html(said, record.name))
    return redirect("case", record.case.ref)


def _do(record: Record, asked: Asked, form: DecisionForm, *, by: Any) -> str:
    said = form.cleaned_data
    known = {"entry": said["entry"], "seen": said["seen"], "note": said["note"].strip(), "by": by}
    match said["decision"]:
        case "close":
            close_for_good(asked, **known)
            return "Closed the case of <b>{}</b>."
        case "more":
            ask_for_more(asked, about=form.wanted(), until=said["by"], **known)
            return "Asked for more about <b>{}</b>; the case stays suspended."
        case _:
            refuse(asked, record.edition, on=form.today, **known)
            return "<b>{}</b> is active again; the contact clock goes on."


def _page(
    request: HttpRequest, record: Record, asked: Asked, form: DecisionForm, lines: list[Line], *, status: int = 200
) -> HttpResponse:
    today, zone, ask = form.today, record.edition.time_zone, asked.ask
    lead = record.lead(today)
    context = {
        "record": record,
        "asked": asked,
        "form": form,
        "lines": lines,
        "lacking": len(missing(lines)),
        "count": count(lines),
        "reason": reason_label(record, ask.what["reason"]),
        "at": words.at(ask.recorded_at, today=today, zone=zone),
        "began": words.at(asked.since, today=today, zone=zone),
        "opened": words.on(record.case.assigned_on, today=today),
        "days": (today - record.case.assigned_on).days,
        "waits": words.ago(ask.recorded_at.astimezone(record.edition.zone).date(), today=today),
        "due": words.on(ask.answer_by, today=today) if ask.answer_by else None,
        "who": ask.author.name if ask.author else "somebody",
        "lead": lead.staff.name if lead else "nobody",
        "own": request.actor.staff.pk in asked.prepared_by,
    }
    return page(request, "closing/decide.html", context, status=422 if form.errors and status == 200 else status)


@may("close")
@require_POST
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the ask back; the case is active again."""
    record = record_of(case_or_404(request.actor, ref, to="close"))
    asked = current_ask(record)
    if asked is None:
        raise Http404
    withdraw(asked, record.edition, on=clock.today(record.edition.time_zone), by=request.actor)
    say(request, words.html("Taken back: <b>{}</b> is active again.", record.name))
    return redirect("case", ref)
