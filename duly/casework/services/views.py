"""Pages for a service given, its end, and a milestone reached."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, Service
from duly.casework.people.queries import name_of
from duly.casework.services.actions import end_service, record_milestone, record_service
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
        made = record_service(
            case,
            entry=said["entry"],
            kind=said["kind"],
            delivery=said["delivery"],
            topic=said["topic"],
            started_on=said["started_on"],
            ended_on=said["ended_on"],
            by=request.actor,
            status="completed" if said["ended_on"] else "",
        )
        return _saved(request, case, f"{form.edition.services[made.kind].label.lower()} recorded")
    return _page(request, case, form, "A service or referral")


@may("record")
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a milestone."""
    case = case_or_404(request.actor, ref, to="record")
    form = _form(MilestoneForm, request, case)
    if form.is_valid():
        said = form.cleaned_data
        record_milestone(
            case, entry=said["entry"], kind=said["kind"], achieved_on=said["achieved_on"], by=request.actor
        )
        return _saved(request, case, f"{form.edition.milestones[said['kind']].label.lower()}")
    return _page(request, case, form, "A milestone")


@may("record")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str, service_id: UUID) -> HttpResponse:
    """Record that a service ended."""
    case = case_or_404(request.actor, ref, to="record")
    found = Service.objects.filter(agency_id=case.agency_id, case=case, pk=service_id, ended_on=None, ends=None).first()
    if found is None:
        raise Http404
    form = _form(EndForm, request, case)
    if form.is_valid():
        end_service(found, ended_on=form.cleaned_data["ended_on"], by=request.actor)
        return _saved(request, case, "the end of the service")
    return _page(request, case, form, "The service ended")


def _form[Kind: FactForm](kind: type[Kind], request: HttpRequest, case: Case) -> Kind:
    edition = load(case.program, case.edition)
    return kind(request.POST or None, edition=edition, today=clock.today(edition.time_zone), since=case.assigned_on)


def _saved(request: HttpRequest, case: Case, what: str) -> HttpResponse:
    say(request, words.html("Saved for <b>{}</b>: {}.", name_of(case), what))
    return redirect("case", case.ref)


def _page(request: HttpRequest, case: Case, form: FactForm, title: str) -> HttpResponse:
    edition: Edition = form.edition
    context = {"case": case, "name": name_of(case), "form": form, "title": title, "topics": edition.topics.suggestions}
    return page(request, "services/entry.html", context, status=422 if form.errors else 200)
