"""The worker's page where closing takes two: reasons with evidence, what is missing, suspend and ask."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from duly.casework import words
from duly.casework.asks.actions import Answered
from duly.casework.asks.queries import Asked
from duly.casework.casefile.record import Record
from duly.casework.closing.checklist import checklist, count, missing
from duly.casework.closing.forms import SuspendForm
from duly.casework.closing.suspending import suspend
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.meetings.actions import draft_of, drop_draft, keep_draft
from duly.casework.models.decisions import CLOSING

FORM = "closing"


def current_ask(record: Record) -> Asked | None:
    """The ask to close this case that nobody has decided."""
    found = (each for each in record.asks if each.ask.kind == CLOSING and each.decision is None)
    return next(found, None)


def asking(request: HttpRequest, record: Record, *, today: date) -> HttpResponse:
    """Ask that the case be closed, put the ask again, or keep it as a draft."""
    asked = current_ask(record)
    if request.method == "POST" and "draft" in request.POST:
        return _keep(request, record)
    form = _form(request, record, asked, today=today)
    if request.method == "POST" and form.is_valid():
        return _suspend(request, record, asked, form)
    return _page(request, record, asked, form)


def _form(request: HttpRequest, record: Record, asked: Asked | None, *, today: date) -> SuspendForm:
    draft = draft_of(record.case, FORM, by=request.actor)
    initial = draft.answers if draft else _said(asked.ask.what) if asked else {}
    return SuspendForm(record, request.POST or None, today=today, initial=initial)


def _said(what: dict[str, Any]) -> dict[str, Any]:
    return what["answers"] | {"reason": what["reason"], "closed_on": what["closed_on"], "note": what.get("note", "")}


def _suspend(request: HttpRequest, record: Record, asked: Asked | None, form: SuspendForm) -> HttpResponse:
    what = form.what()
    if asked and (asked.ask.pk == form.entry_id() or (asked.ask.what == what and not asked.back)):
        return redirect("case", record.case.ref)
    try:
        suspend(record.case, record.edition, entry=form.entry_id(), what=what, on=form.today, by=request.actor,
                again=asked.ask if asked else None)  # fmt: skip
    except Answered as already:
        form.add_error(None, f"{already} Look at the file before you go on.")
        return _page(request, record, asked, form, status=409)
    drop_draft(record.case, FORM, by=request.actor)
    left = count(checklist(record, what, today=form.today))
    word = "Asked again to close" if asked else "Suspended, asks to close"
    say(request, words.html("{}: <b>{}</b>; {}.", word, record.name, left))
    return redirect("case", record.case.ref)


def _keep(request: HttpRequest, record: Record) -> HttpResponse:
    asked = SuspendForm(record, today=record.case.assigned_on).asked
    answers = {
        key: request.POST.getlist(key) if field.type == "choices" else request.POST.get(key, "")
        for key, field in asked.fields.items()
        if request.POST.get(key)
    }
    keep_draft(record.case, FORM, answers, by=request.actor)
    say(request, words.html("Kept as a draft for <b>{}</b>; nothing is recorded yet.", record.name))
    return redirect("close", record.case.ref)


def _page(
    request: HttpRequest, record: Record, asked: Asked | None, form: SuspendForm, *, status: int = 200
) -> HttpResponse:
    what = _so_far(form)
    lines = checklist(record, what, today=form.today)
    contacts = [each for each in record.contacts if record.stands(each.pk) and each.occurred_on][:3]
    draft = draft_of(record.case, FORM, by=request.actor)
    context = {
        "record": record,
        "form": form,
        "asked": asked,
        "lines": lines,
        "lacking": len(missing(lines)),
        "count": count(lines),
        "two": record.edition.closing_by_two,
        "recorded": _recorded(record, what),
        "last": [(words.on(each.occurred_on, today=form.today), words.contact(each.mode, each.outcome))
                 for each in contacts],
        "draft_kept": words.at(draft.saved_at, today=form.today, zone=record.edition.time_zone).text if draft else "",
        "back_by": words.on(asked.back.until_on, today=form.today) if asked and asked.back and asked.back.until_on
        else None,
    }  # fmt: skip
    return page(request, "closing/suspend.html", context, status=422 if form.errors and status == 200 else status)


def _so_far(form: SuspendForm) -> dict[str, Any]:
    """What the page was filled in with, before or after sending."""
    if form.is_bound:
        form.is_valid()
        said = form.cleaned_data
        return {"reason": said.get("reason", ""), "answers": form.answers()}
    return {"reason": form.initial.get("reason", ""), "answers": form.initial}


def _recorded(record: Record, what: dict[str, Any]) -> list[str]:
    """What goes on record with it, without anybody doing it: 'the service Entered employment'."""
    reason = record.edition.closing.get(what["reason"])
    form = record.edition.forms[reason.form] if reason and reason.form else None
    found = []
    for kind, recording in form.records.items() if form else ():
        if recording.due(what["answers"] | {"reason": what["reason"]}):
            code = record.edition.events[kind]
            name = record.edition.services[code.adds.service].label if code.adds else code.label
            found.append(("service " if code.adds else "") + name)
    return found
