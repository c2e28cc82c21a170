"""Pages of a transfer: asking, releasing, answering (MOS-23)."""

import hashlib
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import Actor, case_or_404, may
from duly.casework.asks.actions import Answered
from duly.casework.asks.queries import Asked
from duly.casework.casefile.record import Record, record_of
from duly.casework.closing.actions import ClosedAlready
from duly.casework.corrections.actions import ReplacedAlready
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Staff
from duly.casework.models.decisions import TRANSFER
from duly.casework.models.ids import uuid7
from duly.casework.transfers.actions import (
    accept,
    ask_first,
    ask_transfer,
    decline,
    first_call,
    keep,
    release,
    withdraw,
)
from duly.casework.transfers.forms import AnswerForm, AskForm, ReleaseForm
from duly.casework.transfers.packet import moves, packet
from duly.casework.transfers.queries import ask_of, letter, places, workers_at
from duly.engine.program import Edition
from duly.engine.reading import load

TOO_LATE = "Look at it as it stands before you decide anything."


@may("assign")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that the case go to another organization; what goes along is shown first."""
    record = record_of(case_or_404(request.actor, ref, to="assign"))
    today = clock.today(record.edition.time_zone)
    if (asked := _open_ask(record)) and not asked.back:
        return _waiting(request, record, asked)
    form = AskForm(request.POST or None, places=places(record.case), initial={"entry": uuid7()})
    if record.line.exit_on:
        return redirect("case", ref)
    if request.method == "POST" and form.is_valid():
        if asked:
            withdraw(asked, by=request.actor)
        return _ask(request, record, form, today)
    context = {"record": record, "form": form, "moves": moves(record, today), "back": asked.back if asked else None}
    return page(request, "transfers/ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, record: Record, form: AskForm, today: date) -> HttpResponse:
    said, actor = form.cleaned_data, request.actor
    what = packet(record, because=said["because"], today=today, by=actor)
    made = ask_transfer(record.case, entry=said["entry"], to=UUID(said["to"]), what=what, on=today, by=actor)
    to = dict(form.fields["to"].choices)[said["to"]]
    word = f"It waits for an answer of {to}" if made.to_organization_id else "It waits until it is released"
    say(request, words.html("Asked to transfer <b>{}</b> to {}. {}.", record.name, to, word))
    return redirect("case", record.case.ref)


def _open_ask(record: Record) -> Asked | None:
    found = (each for each in record.asks if each.ask.kind == TRANSFER and each.decision is None)
    return next(found, None)


def _waiting(request: HttpRequest, record: Record, asked: Asked) -> HttpResponse:
    to = dict(places(record.case)).get(asked.ask.what["to"], "")
    context = {"record": record, "asked": asked, "to": to}
    return page(request, "transfers/waiting.html", context)


@may("assign")
@require_POST
def back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the ask back; the case stays."""
    record = record_of(case_or_404(request.actor, ref, to="assign"))
    asked = _open_ask(record)
    if asked is None:
        raise Http404
    withdraw(asked, by=request.actor)
    say(request, words.html("Taken back: <b>{}</b> stays.", record.name))
    return redirect("case", ref)


@may("transfer")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Release the case where it is, or answer for where it would go."""
    asked = ask_of(request.actor, ask_id)
    if asked is None:
        raise Http404
    if asked.decision or asked.back:
        return _page(request, asked)
    return _answering(request, asked) if asked.ask.to_organization_id else _releasing(request, asked)


def _releasing(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = ReleaseForm(request.POST or None, initial={"entry": uuid7(), "answer": "release"})
    if request.method != "POST" or not form.is_valid():
        return _page(request, asked, release_form=form)
    said = form.cleaned_data
    today = clock.today(_edition(asked).time_zone)
    try:
        if said["answer"] == "release":
            release(asked.ask, on=today, by=request.actor)
            say(request, words.html("Released <b>{}</b>; the other organization answers.", asked.ask.what["name"]))
        else:
            keep(asked, entry=said["entry"], note=said["note"], by=request.actor)
            say(request, words.html("<b>{}</b> stays.", asked.ask.what["name"]))
    except (Answered, ReplacedAlready):
        form.add_error(None, f"Somebody answered in the meantime. {TOO_LATE}")
        return _page(request, asked, release_form=form, status=409)
    return redirect("team")


def _edition(asked: Asked) -> Edition:
    return load(asked.ask.what["program"], asked.ask.what["edition"])


def _answering(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.ask.to_organization_id not in request.actor.reach("transfer"):
        return _page(request, asked)  # released, and not theirs to answer
    staff = workers_at(asked.ask.to_organization_id, actor=request.actor)
    initial = {"entry": uuid7(), "seen": _seen(asked), "answer": "accept", "note": "",
               "letter": letter(asked, by=request.actor), "lead": staff[0][0] if staff else ""}  # fmt: skip
    form = AnswerForm(request.POST or None, staff=staff, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, asked, form=form)
    if form.cleaned_data["seen"] != _seen(asked):
        form.add_error(None, f"It was changed in the meantime. {TOO_LATE}")
        return _page(request, asked, form=form, status=409)
    try:
        return _answer(request, asked, form)
    except (Answered, ClosedAlready) as already:
        form.add_error(None, f"{already} {TOO_LATE}")
        return _page(request, asked, form=form, status=409)


def _answer(request: HttpRequest, asked: Asked, form: AnswerForm) -> HttpResponse:
    said, name = form.cleaned_data, asked.ask.what["name"]
    known = {"entry": said["entry"], "seen": said["seen"], "by": request.actor}
    if said["answer"] == "accept":
        lead = Staff.objects.get(agency_id=request.actor.agency, pk=said["lead"])
        today = clock.today(_edition(asked).time_zone)
        case = accept(asked, lead=lead, letter=said["letter"], on=today, **known)
        say(request, words.html("Taken over: <b>{}</b>. {} answers from today.", name, lead.name))
        return redirect("case", case.ref)
    if said["answer"] == "first":
        ask_first(asked, note=said["note"], **known)
        say(request, words.html("Asked first about <b>{}</b>.", name))
    else:
        decline(asked, note=said["note"], **known)
        say(request, words.html("Declined: <b>{}</b> stays where they are.", name))
    return redirect("team")


def _seen(asked: Asked) -> str:
    """An ask is never edited: its id is what was seen."""
    return hashlib.sha256(str(asked.ask.pk).encode()).hexdigest()


def _page(
    request: HttpRequest, asked: Asked, *, form: AnswerForm | None = None, release_form: ReleaseForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    what, edition = asked.ask.what, _edition(asked)
    today = clock.today(edition.time_zone)
    failed = bool((form and form.errors) or (release_form and release_form.errors))
    context = {
        "asked": asked,
        "what": what,
        "edition": edition,
        "to": _to(asked, request.actor),
        "day": words.on(date.fromisoformat(what["asked_on"]), today=today),
        "reached": words.on(date.fromisoformat(what["reached_on"]), today=today) if what["reached_on"] else None,
        "released": words.at(asked.ask.recorded_at, today=today, zone=edition.time_zone),
        "due": words.on(asked.ask.answer_by, today=today) if asked.ask.answer_by else None,
        "left": words.left(asked.ask.answer_by, today=today),
        "today": words.on(today, today=today),
        "call": words.on(first_call(today), today=today),
        "form": form,
        "release_form": release_form,
        "decision": asked.decision or asked.back,
        "file": reverse("case", args=[what["ref"]]) if _is_here(asked, request.actor) else "",
    }
    return page(request, "transfers/transfer.html", context, status=422 if failed and status == 200 else status)


def _is_here(asked: Asked, actor: Actor) -> bool:
    return asked.ask.organization_id in actor.reach("work")


def _to(asked: Asked, actor: Actor) -> str:
    if asked.ask.to_organization:
        return asked.ask.to_organization.name
    return dict(places(asked.ask)).get(asked.ask.what["to"], "")
