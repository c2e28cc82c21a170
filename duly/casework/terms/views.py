"""Pages that change the terms of one case: extend it beyond its program, shorten the time between contacts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import Record, record_of
from duly.casework.events.actions import record_event
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.once import AlreadyDifferent
from duly.casework.terms.forms import ExtendForm, ShortenForm, TermsForm
from duly.casework.terms.queries import extension, shortened
from duly.engine.lengths import Length


@may("extend")
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the case go on to a later day; who records it approves it (AMB-20)."""
    record = record_of(case_or_404(request.actor, ref, to="extend"))
    kind, ends_on = extension(record.edition), record.line.ends_on
    if not kind or ends_on is None or record.line.exit_on:
        raise Http404
    today = clock.today(record.edition.time_zone)
    form = ExtendForm(request.POST or None, ends_on=ends_on, today=today)
    if form.is_valid():
        said = form.cleaned_data
        until = words.on(said["until"], today=today).text
        done = words.html("<b>{}</b> goes on to {}.", record.name, until)
        return _record(request, record, form, kind, done, on=today, until=said["until"])
    return _page(request, record, form)


@may("shorten")
@require_http_methods(["GET", "POST"])
def shorten(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree on contact more often than the program asks for, from a day on (MOS-16)."""
    record = record_of(case_or_404(request.actor, ref, to="shorten"))
    rule = shortened(record.edition)
    if rule is None or record.line.exit_on:
        raise Http404
    today = clock.today(record.edition.time_zone)
    form = ShortenForm(request.POST or None, rule=rule, assigned_on=record.case.assigned_on, today=today)
    if form.is_valid():
        every = str(Length(form.cleaned_data["days"]))
        done = words.html("<b>{}</b>: no longer than {} between contacts.", record.name, every)
        since = form.cleaned_data["since"]
        return _record(request, record, form, rule.shortened_by[0], done, on=since, what=every)
    return _page(request, record, form)


def _record(request: HttpRequest, record: Record, form: TermsForm, kind: str, done: str, **said: Any) -> HttpResponse:
    entry, note = form.cleaned_data["entry"], form.cleaned_data["note"]
    try:
        record_event(record.case, kind, entry=entry, note=note, by=request.actor, **said)
    except AlreadyDifferent:
        form.add_error(None, "This entry was saved before with other answers. For a second entry, begin anew.")
        return _page(request, record, form, status=409)
    say(request, done)
    return redirect("case", record.case.ref)


def _page(request: HttpRequest, record: Record, form: TermsForm, *, status: int = 200) -> HttpResponse:
    template = "terms/extend.html" if isinstance(form, ExtendForm) else "terms/shorten.html"
    context = {"record": record, "form": form, "actor_name": request.actor.staff.name}
    return page(request, template, context, status=422 if form.errors and status == 200 else status)
