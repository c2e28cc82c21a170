"""The fidelity page, what stands behind its figures, and the same figures as files."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from duly.casework import clock
from duly.casework.access import Actor, case_or_404, may
from duly.casework.exchange import spreadsheet
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page
from duly.casework.models import Case, Opening
from duly.casework.obligations.history import histories
from duly.casework.reports import formats, showing
from duly.casework.reports.evidence import evidence as evidence_of
from duly.casework.reports.fidelity import fidelity as report_of
from duly.casework.reports.panel import Leads, panel
from duly.casework.reports.queries import answer, cases_behind, line_of, names_of
from duly.casework.reports.question import Question, plain, question_of, scored_programs
from duly.engine.measures import judge
from duly.engine.program import Edition
from duly.engine.reading import load


@may("read_fidelity")
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """One report is no list: straight to it."""
    return redirect("fidelity", program=scored_programs()[0])


@may("read_fidelity")
@require_safe
def fidelity(request: HttpRequest, program: str) -> HttpResponse:
    """The table and the figures."""
    question = question_of(program, request.GET)
    found = answer(request.actor, question, everything="trend" in request.GET)
    context = showing.whole(request.actor, question, found, request.GET.get("compare", "published"))
    return page(request, "reports/fidelity.html", context, fragment="figures")


@may("open_figure")
@require_safe
def cases(request: HttpRequest, program: str) -> HttpResponse:
    """The same page with the cases behind one figure beside the table; for htmx, only these two."""
    question, given = question_of(program, request.GET), request.GET
    found = answer(request.actor, question)
    measure, line = given.get("measure", ""), line_of(request.actor, found.report, given.get("organization", ""))
    if line is None or measure not in found.report.rating.measures:
        raise Http404
    behind = cases_behind(request.actor, question, line, measure, show=given.get("show", ""))
    opened = panel(
        found.report, line, measure, behind,
        leads=_leads(question, given, measure), places={} if line.ref else names_of(behind),
    )
    compare = given.get("compare", "published")
    context = showing.whole(request.actor, question, found, compare, opened=(line.ref, measure)) | {"panel": opened}
    return page(request, "reports/fidelity.html", context, fragment="figures")


def _leads(question: Question, given: Mapping[str, str], measure: str) -> Leads:
    """Where the panel leads; not to where one is."""
    program, page = question.program, url("fidelity-cases", question.program)
    figure = {"organization": given.get("organization", ""), "measure": measure}
    everything, left_out, first = (f"{page}?{question.address(**figure, show=show)}" for show in ("all", "not", ""))
    return Leads(
        evidence=lambda ref: f"{url('fidelity-evidence', program, ref)}?{question.address(measure=measure)}",
        everything="" if given.get("show") == "all" else everything, left_out=left_out, first=first,
    )


@may("open_figure")
@require_safe
def evidence(request: HttpRequest, program: str, ref: str) -> HttpResponse:
    """The facts that count for one case in one measure; that they were opened goes on record with it."""
    question, measure = question_of(program, request.GET), request.GET.get("measure", "")
    case = case_or_404(request.actor, ref, to="open_figure")
    edition = load(case.program, case.edition)
    if case.program != program or measure not in edition.measures:
        raise Http404
    _keep_opening(request.actor, case, f"evidence: {measure}")
    return page(request, "reports/evidence.html", _evidence(request.actor, case, edition, measure, question))


def _keep_opening(actor: Actor, case: Case, what: str) -> None:
    Opening.objects.create(
        agency_id=case.agency_id, organization_id=case.organization_id, case=case, staff=actor.staff, what=what,
        opened_at=clock.now(),
    )


def _evidence(actor: Actor, case: Case, edition: Edition, measure: str, question: Question) -> dict[str, Any]:
    moment = question.moment
    history = histories(case.agency_id, [case.pk])[case.pk]
    judgement = judge(edition, measure, history, as_of=moment.as_of, known_at=moment.known_at)
    known = history.known(moment.as_of, moment.known_at)
    return showing.asked(question) | {
        "case": case,
        "measure": edition.measures[measure],
        "edition": edition,
        "found": evidence_of(edition, judgement, known, as_of=moment.as_of),
        "marks": showing.marks(judgement),
        "back": f"{url('fidelity', question.program)}?{question.address()}",
        "opens_file": actor.may("work"),
        "plain": plain,
    }


@may("read_fidelity")
@require_safe
def as_json(request: HttpRequest, program: str) -> HttpResponse:
    """The report as the command line gives it, over the organizations this person may read."""
    report, name = _asked_for(request, program)
    kept = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(formats.as_json(report) + "\n", content_type="application/json", headers=kept)


@may("read_fidelity")
@require_safe
def as_csv(request: HttpRequest, program: str) -> HttpResponse:
    """A spreadsheet."""
    report, name = _asked_for(request, program)
    return spreadsheet.as_csv(name, *formats.sheet(report))


def _asked_for(request: HttpRequest, program: str) -> tuple[Any, str]:
    question = question_of(program, request.GET)
    if question.mistakes:
        raise Http404
    reach = request.actor.reach("read_fidelity")
    report = report_of(request.actor.agency, question.known, question.moment, organizations=reach)
    return report, f"fidelity-{program}-{question.moment.as_of}"
