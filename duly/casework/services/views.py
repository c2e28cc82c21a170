"""Pages for a service given, its end, and a milestone reached."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.corrections.queries import standing_fact
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, Service
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of
from duly.casework.services.actions import EndedAlready, end_service, record_milestone, record_service
from duly.casework.services.advice import advice
from duly.casework.services.forms import EndForm, FactForm, MilestoneForm, ServiceForm
from duly.engine.program import Edition
from duly.engine.reading import load


@may("record")
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a service or a referral."""
    case = case_or_404(request.actor, ref, to="record")
    form = _form(ServiceForm, request, case)
    if form.is_valid():
        said = form.cleaned_data
        status = "completed" if said["ended_on"] else ""
        try:
            made = record_service(case, by=request.actor, status=status, **said)
        except AlreadyDifferent:
            return _twice(request, case, form, "A service or referral")
        return _saved(request, case, f"{form.edition.services[made.kind].label.lower()} recorded", advice(case, made))
    return _page(request, case, form, "A service or referral")


@may("record")
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a milestone."""
    case = case_or_404(request.actor, ref, to="record")
    form = _form(MilestoneForm, request, case)
    if form.is_valid():
        said = form.cleaned_data
        try:
            record_milestone(case, by=request.actor, **said)
        except AlreadyDifferent:
            return _twice(request, case, form, "A milestone")
        return _saved(request, case, f"{form.edition.milestones[said['kind']].label.lower()}")
    return _page(request, case, form, "A milestone")


@may("record")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str, service_id: UUID) -> HttpResponse:
    """Record that a service ended."""
    case = case_or_404(request.actor, ref, to="record")
    found = standing_fact(case, service_id)
    if not isinstance(found, Service) or found.ended_on:
        raise Http404
    form = _form(EndForm, request, case)
    form.began = found.started_on
    if form.is_valid():
        try:
            end_service(found, ended_on=form.cleaned_data["ended_on"], by=request.actor)
        except EndedAlready:
            raise Http404 from None
        return _saved(request, case, "the end of the service")
    return _page(request, case, form, "The service ended")


def _form[Kind: FactForm](kind: type[Kind], request: HttpRequest, case: Case) -> Kind:
    edition = load(case.program, case.edition)
    return kind(request.POST or None, edition=edition, today=clock.today(edition.time_zone), since=case.assigned_on)


def _saved(request: HttpRequest, case: Case, what: str, advised: str = "") -> HttpResponse:
    say(request, words.html("Saved for <b>{}</b>: {}. {}", name_of(case), what, advised))
    return redirect("case", case.ref)


def _twice(request: HttpRequest, case: Case, form: FactForm, title: str) -> HttpResponse:
    """The same form sent again with other answers, from a page opened before: neither overwritten nor doubled."""
    form.add_error(None, "This entry was saved before with other answers. For a second entry, begin anew.")
    return _page(request, case, form, title, status=409)


def _page(request: HttpRequest, case: Case, form: FactForm, title: str, *, status: int = 200) -> HttpResponse:
    edition: Edition = form.edition
    context = {"case": case, "name": name_of(case), "form": form, "title": title, "topics": edition.topics.suggestions}
    return page(request, "services/entry.html", context, status=422 if form.errors and status == 200 else status)
