"""The long form of a contact: intake, reassessment, a structured check-in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import Record, record_of
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.meetings.actions import draft_of, drop_draft, keep_draft, record_meeting
from duly.casework.meetings.queries import form_key, known_before, would_follow
from duly.casework.models import Contact
from duly.casework.questions.forms import Questions
from duly.engine.program import ContactKind


@may("record")
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Fill in the program's form for this kind of contact; it can be kept as a draft and finished later."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    asked = record.edition.contacts.get(kind)
    if asked is None or asked.form is None:
        raise Http404
    if request.method == "POST" and "draft" in request.POST:
        return _keep(request, record, asked)
    form = _form(request, record, asked)
    if request.method == "POST" and form.is_valid():
        return _save(request, record, asked, form)
    return _page(request, record, asked, form)


def _form(request: HttpRequest, record: Record, asked: ContactKind) -> Questions:
    today = clock.today(record.edition.time_zone)
    draft = draft_of(record.case, form_key(asked), by=request.actor)
    initial = known_before(record, asked, today=today) | (draft.answers if draft else {})
    offered = {
        "mode": tuple((mode, Contact.Mode(mode).label) for mode in asked.modes),
        "outcome": tuple(Contact.Outcome.choices),
    }
    return Questions(
        record.edition.forms[form_key(asked)],
        record.edition,
        request.POST or None,
        today=today,
        since=record.case.assigned_on,
        choices=offered,
        initial=initial,
    )


def _save(request: HttpRequest, record: Record, asked: ContactKind, form: Questions) -> HttpResponse:
    said = form.cleaned_data
    contact = record_meeting(
        record.case,
        entry=form.entry_id(),
        kind=asked.key,
        form=form_key(asked),
        on=said.get("occurred_on"),
        mode=said["mode"],
        outcome=said.get("outcome") or "completed",
        note=said.get("note") or _gist(form),
        minutes=said.get("minutes"),
        answers=form.answers(),
        by=request.actor,
    )
    when = words.on(contact.occurred_on, today=form.today).text if contact.occurred_on else "day not recorded"
    say(request, words.html("Saved for <b>{}</b>: {}, {}.", record.name, asked.label.lower(), when))
    return redirect("case", record.case.ref)


def _gist(form: Questions) -> str:
    """The first long answer and the next step stand in the timeline, so that nobody has to open the form to know."""
    said = form.cleaned_data
    first = next(
        (
            said[key]
            for key, field in form.asked.fields.items()
            if field.type == "text" and not field.private and said.get(key)
        ),
        "",
    )
    step = said.get("next_step")
    return " ".join(each for each in (first, f"Next: {step}" if step else "") if each)


def _keep(request: HttpRequest, record: Record, asked: ContactKind) -> HttpResponse:
    fields = record.edition.forms[form_key(asked)].fields
    answers: dict[str, Any] = {
        key: request.POST.getlist(key) if field.type == "choices" else request.POST.get(key, "")
        for key, field in fields.items()
        if request.POST.get(key)
    }
    keep_draft(record.case, form_key(asked), answers, by=request.actor)
    say(request, words.html("Kept as a draft for <b>{}</b>; nothing is recorded yet.", record.name))
    return redirect("meeting", record.case.ref, asked.key)


@may("record")
@require_http_methods(["POST"])
def discard(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Throw one's own draft away."""
    case = case_or_404(request.actor, ref, to="record")
    drop_draft(case, kind, by=request.actor)
    return redirect("case", ref)


def _page(request: HttpRequest, record: Record, asked: ContactKind, form: Questions) -> HttpResponse:
    context = {
        "record": record,
        "contact": asked,
        "form": form,
        "today": form.today,
        "due": would_follow(record, asked, today=form.today),
        "draft": draft_of(record.case, form_key(asked), by=request.actor),
    }
    return page(request, "meetings/meeting.html", context, status=422 if form.errors else 200)
