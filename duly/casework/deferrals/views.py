"""Putting a duty off: in place under a row, or as a page."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import words
from duly.casework.access import case_or_404, may
from duly.casework.contacts.queries import Subject, subject_of
from duly.casework.corrections.actions import ReplacedAlready, retract
from duly.casework.deferrals.actions import put_off
from duly.casework.deferrals.forms import DeferForm, key_of
from duly.casework.deferrals.queries import open_duties, proposed, standing
from duly.casework.layout.back import columns, return_to, way_back
from duly.casework.layout.render import page, wants_part
from duly.casework.layout.said import say
from duly.casework.models import Deferral
from duly.casework.models.ids import uuid7
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of

UNDONE = "Brought back"


@may("record")
@require_http_methods(["GET", "POST"])
def defer(request: HttpRequest, ref: str) -> HttpResponse:
    """A later day for one duty, and why."""
    subject = subject_of(case_or_404(request.actor, ref, to="record"))
    form = _form(request, subject)
    if request.method == "POST" and form.is_valid():
        return _save(request, subject, form)
    return _page(request, subject, form, status=422 if form.errors else 200)


def _form(request: HttpRequest, subject: Subject) -> DeferForm:
    duties = open_duties(subject.case, subject.edition, subject.today)
    first = duties[0] if duties else None
    initial = {"entry": uuid7(), "until": proposed(first, subject.today), "duty": key_of(first) if first else ""}
    return DeferForm(request.POST or None, edition=subject.edition, duties=duties, today=subject.today, initial=initial)


def _save(request: HttpRequest, subject: Subject, form: DeferForm) -> HttpResponse:
    said, duty = form.cleaned_data, form.duties[form.cleaned_data["duty"]]
    asked = {name: said[name] for name in ("entry", "until", "reason")}
    try:
        made = put_off(subject.case, rule=duty.rule, nth=duty.nth, by=request.actor, **asked)
    except AlreadyDifferent:
        form.add_error(None, "It was put off from this form before, with other words. Look at the file.")
        return _page(request, subject, form, status=409)
    back = way_back(request, reverse("case", args=[subject.case.ref]))
    undo = f"{reverse('defer-undo', args=[subject.case.ref, made.pk])}?{urlencode({'back': back})}"
    what = dict(form.fields["duty"].choices)[said["duty"]].split(",")[0]
    day = words.on(made.until_on, today=subject.today).text
    say(request, words.html("Put off for <b>{}</b>: {} to {}.", subject.name, what, day), undo=undo)
    return return_to(request, back, row=subject.case.ref)


def _page(request: HttpRequest, subject: Subject, form: DeferForm, *, status: int) -> HttpResponse:
    context = {
        "subject": subject,
        "form": form,
        "action": request.get_full_path(),
        "in_list": wants_part(request),
        "span": columns(request),
        "put_off": [
            (each, words.on(each.until_on, today=subject.today))
            for key, each in standing(subject.case).items()
            if f"{key[0]}:{key[1]}" in form.duties and each.until_on > subject.today
        ],
    }
    return page(request, "deferrals/defer.html", context, fragment="row", status=status)


@may("record")
@require_POST
def undo_defer(request: HttpRequest, ref: str, deferral_id: UUID) -> HttpResponse:
    """Bring the duty back to where it stood."""
    case = case_or_404(request.actor, ref, to="record")
    found = Deferral.objects.filter(agency_id=case.agency_id, case=case, pk=deferral_id).first()
    if found is None:
        raise Http404
    try:
        retract(found, reason=UNDONE, by=request.actor)
        say(request, words.html("Brought back: <b>{}</b> stands where it stood.", name_of(case)))
    except ReplacedAlready:
        say(request, "That was brought back already.")
    return return_to(request, way_back(request, reverse("case", args=[case.ref])), row=case.ref)
