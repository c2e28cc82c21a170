"""The page that puts an entry right, or takes it back; the original stays readable."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.corrections.actions import ReplacedAlready, correct, retract
from duly.casework.corrections.forms import CorrectionForm
from duly.casework.corrections.queries import standing_fact
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, CaseEvent, Closing
from duly.casework.models.owned import Fact
from duly.casework.people.queries import name_of
from duly.casework.terms.queries import act_of
from duly.engine.program import Edition
from duly.engine.reading import load

TAKE_BACK = "take_back"


@may("record")
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, ref: str, fact_id: UUID) -> HttpResponse:
    """Change an entry or take it back, each with a reason."""
    case = case_or_404(request.actor, ref, to="record")
    fact = standing_fact(case, fact_id)
    edition = load(case.program, case.edition)
    if fact is None or case.organization_id not in request.actor.reach(_act(fact, edition)):
        raise Http404
    form = CorrectionForm(
        request.POST or None, fact=fact, edition=edition, today=clock.today(edition.time_zone), since=case.assigned_on
    )
    why = request.POST.get("why", "").strip()
    try:
        if TAKE_BACK in request.POST and why:
            retract(fact, reason=why[:400], by=request.actor)
            return _said(request, case, "the entry was taken back; it stands under Changes")
        if request.method == "POST" and TAKE_BACK not in request.POST and form.is_valid():
            correct(fact, reason=form.cleaned_data["why"], by=request.actor, **form.changes())
            return _said(request, case, "corrected; the original is one click away")
    except ReplacedAlready:
        return _said(request, case, "somebody put that entry right just before you; nothing more was changed")
    if TAKE_BACK in request.POST:
        form.errors.clear()
        form.add_error("why", "Say why it is taken back; one line is enough")
    context = {
        "case": case,
        "fact": fact,
        "form": form,
        "name": name_of(case),
        "wrote": _wrote(fact, edition.time_zone),
    }
    return page(request, "corrections/correct.html", context, status=422 if request.method == "POST" else 200)


def _act(fact: Fact, edition: Edition) -> str:
    """Who may put it right is who may record it."""
    if isinstance(fact, Closing):
        return "close"
    return act_of(edition, fact.kind) if isinstance(fact, CaseEvent) else "record"


def _wrote(fact: object, zone: str) -> str:
    today = clock.today(zone)
    at = words.at(fact.recorded_at, today=today, zone=zone).text
    return f"Written by {fact.author.name if fact.author else 'an import'}, {at}."


def _said(request: HttpRequest, case: Case, what: str) -> HttpResponse:
    say(request, words.html("<b>{}</b>: {}.", name_of(case), what))
    return redirect("case", case.ref)
