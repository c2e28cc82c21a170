"""The case file page, its one-page summary, and both on paper."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import clock
from duly.casework.access import case_or_404, may
from duly.casework.assessment.queries import settled
from duly.casework.casefile import paper
from duly.casework.casefile.acts import acts, meetings
from duly.casework.casefile.asked import bands
from duly.casework.casefile.queries import head, strip_name
from duly.casework.casefile.rail import rail
from duly.casework.casefile.record import Record, record_of
from duly.casework.casefile.timeline import by_month, counts, timeline
from duly.casework.documents.answer import as_attachment
from duly.casework.layout.render import page
from duly.casework.models import Opening

TABS = (
    ("", "All", "all"),
    ("contact", "Contacts", "contact"),
    ("try", "Tries", "try"),
    ("service", "Services", "service"),
    ("milestone", "Milestones", "milestone"),
    ("change", "Changes", "change"),
)


@may("work")
@require_GET
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything on one person in one program; that it was opened goes on record with it."""
    record = _open(request, ref, what="case file")
    today, show = clock.today(record.edition.time_zone), request.GET.get("show", "")
    owed = rail(record, today=today)
    context = {
        "record": record,
        "head": head(record, owed, today=today),
        "rail": owed,
        "show": show,
        "months": list(by_month(timeline(record, today=today, show=show))),
        "tabs": _tabs(ref, counts(record, today=today), show),
        "forms": meetings(record),
        "more": acts(record, request.actor),
        "settled": settled(record, today=today),
        "strip_name": strip_name(record),
        "today": today,
        "bands": list(bands(record, request.actor, today=today)),
    }
    return page(request, "casefile/case.html", context, fragment="timeline")


@may("work")
@require_GET
def summary(request: HttpRequest, ref: str) -> HttpResponse:
    """One page to print: who, what is owed, what was achieved, the last contacts (SET-105)."""
    record = _open(request, ref, what="summary")
    today = clock.today(record.edition.time_zone)
    owed = rail(record, today=today)
    entries = [each for each in timeline(record, today=today) if each.sort in ("contact", "service", "milestone")]
    context = {
        "record": record,
        "head": head(record, owed, today=today),
        "rail": owed,
        "entries": entries[:8],
        "strip_name": strip_name(record),
        "today": today,
    }
    return page(request, "casefile/summary.html", context)


@may("work")
@require_GET
def summary_on_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The summary as a PDF of one page."""
    return _printed(request, ref, paper.summary, "summary")


@may("work")
@require_GET
def file_on_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole case file as a PDF."""
    return _printed(request, ref, paper.case_file, "case-file")


def _printed(request: HttpRequest, ref: str, made: Callable[..., bytes], name: str) -> HttpResponse:
    record = _open(request, ref, what=f"{name.replace('-', ' ')}, printed")
    at, today = clock.now(), clock.today(record.edition.time_zone)
    owed = rail(record, today=today)
    file = made(record, owed, head(record, owed, today=today), by=request.actor, at=at)
    return as_attachment(file, f"{ref}-{name}.pdf", "application/pdf")


def _open(request: HttpRequest, ref: str, *, what: str) -> Record:
    found = case_or_404(request.actor, ref, to="work")
    Opening.objects.create(
        agency_id=found.agency_id,
        organization_id=found.organization_id,
        case=found,
        staff=request.actor.staff,
        what=what,
        opened_at=clock.now(),
    )
    return record_of(found)


def _tabs(ref: str, found: dict[str, int], show: str) -> list[tuple[str, str, int, bool]]:
    return [(f"?show={sort}" if sort else "?", text, found[count], sort == show) for sort, text, count in TABS]
