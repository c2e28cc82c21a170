"""New assignments: seen, named, scheduled."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.assignments.actions import name_lead, schedule, take
from duly.casework.assignments.forms import LeadForm, MeetingForm
from duly.casework.assignments.queries import choices, newcomers, proposed
from duly.casework.contacts.queries import Subject, subject_of
from duly.casework.corrections.actions import ReplacedAlready, retract
from duly.casework.corrections.queries import standing_fact
from duly.casework.layout.back import columns, return_to, way_back
from duly.casework.layout.render import page, wants_part
from duly.casework.layout.said import say
from duly.casework.models import CaseEvent
from duly.casework.models.ids import uuid7
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of, workers
from duly.engine.reading import load

UNDONE = "Undone right after saving"


@may("take_in")
@require_GET
def assignments(request: HttpRequest) -> HttpResponse:
    """Everyone not yet acknowledged, and everyone nobody answers for (SET-17, SET-18)."""
    found = newcomers(request.actor)
    context = {
        "nobody": [each for each in found if each.line.lead is None],
        "unseen": [each for each in found if each.line.lead is not None],
        "staff": choices(request.actor) if request.actor.may("assign") else [],
        "back": request.path,
        "in_place": wants_part(request),
    }
    return page(request, "assignments/assignments.html", context, fragment="people")


@may("take_in")
@require_POST
def take_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that the assignment was seen, and answer for it where nobody does."""
    case = case_or_404(request.actor, ref, to="take_in")
    today = clock.today(load(case.program, case.edition).time_zone)
    event, lead = take(case, on=today, by=request.actor)
    back, name = way_back(request, reverse("assignments")), name_of(case)
    if lead:
        say(request, words.html("Taken: you answer for <b>{}</b> from today.", name))
    elif event:
        undo = f"{reverse('take-undo', args=[case.ref, event.pk])}?{urlencode({'back': back})}"
        say(request, words.html("Acknowledged: <b>{}</b>.", name), undo=undo)
    else:
        say(request, words.html("<b>{}</b> was acknowledged already.", name))
    return return_to(request, back, row=case.ref)


@may("take_in")
@require_POST
def undo_take(request: HttpRequest, ref: str, event_id: UUID) -> HttpResponse:
    """Take one's own acknowledgement back."""
    case = case_or_404(request.actor, ref, to="take_in")
    event = standing_fact(case, event_id)
    if not isinstance(event, CaseEvent) or event.kind != "acknowledged" or event.author_id != request.actor.staff.pk:
        raise Http404
    try:
        retract(event, reason=UNDONE, by=request.actor)
    except ReplacedAlready:
        raise Http404 from None
    say(request, words.html("Taken back: <b>{}</b> is not acknowledged.", name_of(case)))
    return return_to(request, way_back(request, reverse("assignments")))


@may("assign")
@require_POST
def name_advisor(request: HttpRequest, ref: str) -> HttpResponse:
    """Name who answers for the case from today on (SET-18)."""
    case = case_or_404(request.actor, ref, to="assign")
    today = clock.today(load(case.program, case.edition).time_zone)
    known = workers([case.organization_id, *request.actor.reach("assign")], agency=case.agency_id, day=today)
    form, back = LeadForm(request.POST, workers=known), way_back(request, reverse("assignments"))
    if not form.is_valid():
        say(request, words.html("Not named: {}", " ".join(form.errors["staff"])))
        return return_to(request, back, row=case.ref)
    staff = next(each for each in known if str(each.pk) == form.cleaned_data["staff"])
    name_lead(case, staff, since=max(today, case.assigned_on), by=request.actor)
    say(request, words.html("{} answers for <b>{}</b> from today.", staff.name, name_of(case)))
    return return_to(request, back, row=case.ref)


@may("take_in")
@require_http_methods(["GET", "POST"])
def agree_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree a meeting: in place under a row, or as a page (SET-26)."""
    subject = subject_of(case_or_404(request.actor, ref, to="take_in"))
    initial = {"entry": uuid7(), "place": "", **proposed(subject, now=clock.now())}
    form = MeetingForm(request.POST or None, edition=subject.edition, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _agree(request, subject, form)
    return _meeting_page(request, subject, form, status=422 if form.errors else 200)


def _agree(request: HttpRequest, subject: Subject, form: MeetingForm) -> HttpResponse:
    said, case = form.cleaned_data, subject.case
    asked = {name: said[name] for name in ("entry", "kind", "starts_at", "mode", "place")}
    try:
        meeting = schedule(case, by=request.actor, **asked)
    except AlreadyDifferent:
        form.add_error(
            None, "A meeting was agreed from this form before, at another time. Look at the file; move that one there."
        )
        return _meeting_page(request, subject, form, status=409)
    when = words.at(meeting.starts_at, today=subject.today, zone=subject.edition.time_zone).text
    say(request, words.html("Agreed with <b>{}</b>: {}, {}.", subject.name, words.mode(meeting.mode), when))
    back = way_back(request, reverse("case", args=[case.ref]))
    return return_to(request, back, row=case.ref)


def _meeting_page(request: HttpRequest, subject: Subject, form: MeetingForm, *, status: int) -> HttpResponse:
    context = {
        "subject": subject,
        "form": form,
        "action": request.get_full_path(),
        "in_list": wants_part(request),
        "span": columns(request),
        "zone": words.zone(subject.edition.time_zone),
    }
    return page(request, "assignments/schedule.html", context, fragment="row", status=status)
