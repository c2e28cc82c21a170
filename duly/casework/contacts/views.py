"""Logging a contact or a try: in place under a row, or as a page; with one person or several."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, cases_for, may
from duly.casework.contacts import counting
from duly.casework.contacts.actions import record_contact
from duly.casework.contacts.entry import Entry, entry_for
from duly.casework.contacts.queries import LATELY, is_replaced, own_contact, subject_of, subjects_of
from duly.casework.contacts.saved import said_after
from duly.casework.corrections.actions import ReplacedAlready, retract
from duly.casework.layout.back import columns, return_to, way_back
from duly.casework.layout.render import page, wants_part
from duly.casework.layout.said import say
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of

UNDONE = "Undone right after saving"
MANY = 200  # people in one entry; a larger group is two


@may("record")
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, ref: str) -> HttpResponse:
    """One person, and the other programs they are in."""
    case = case_or_404(request.actor, ref, to="record")
    return _answer(request, entry_for([subject_of(case)], request.POST or None, actor=request.actor), fragment="row")


@may("record")
@require_http_methods(["GET", "POST"])
def log_several(request: HttpRequest) -> HttpResponse:
    """One entry for everyone picked in a list: a workshop, a family, a group."""
    refs = (request.POST if request.method == "POST" else request.GET).getlist("case")[:MANY]
    cases = list(cases_for(request.actor, to="record").filter(ref__in=refs).order_by("ref"))
    if not cases:
        raise Http404
    return _answer(request, entry_for(subjects_of(cases), request.POST or None, actor=request.actor), fragment=None)


def _answer(request: HttpRequest, entry: Entry, *, fragment: str | None) -> HttpResponse:
    if request.method == "POST" and entry.form.is_valid():
        return _save(request, entry)
    return _form(request, entry, fragment=fragment, status=422 if entry.form.errors else 200)


def _save(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        contact = record_contact(by=request.actor, **entry.saying())
    except AlreadyDifferent:
        return _form(request, entry.again(), fragment="row", status=409)
    back = way_back(request, reverse("case", args=[entry.first.case.ref]))
    undo = f"{reverse('contact-undo', args=[contact.pk])}?{urlencode({'back': back})}"
    say(request, said_after(contact, entry, now=clock.now()), undo=undo)
    return return_to(request, back, row=entry.first.case.ref if entry.alone else "")


def _form(request: HttpRequest, entry: Entry, *, fragment: str | None, status: int = 200) -> HttpResponse:
    context = {
        "entry": entry,
        "back": way_back(request, reverse("case", args=[entry.first.case.ref])),
        "action": request.get_full_path(),
        "in_list": wants_part(request) and fragment is not None,
        "span": columns(request),
        "twice": status == 409,
        "purpose": entry.purpose,
        "warning": entry.caution,
    }
    return page(request, "contacts/log.html", context, fragment=fragment, status=status)


@may("record")
@require_GET
def counts(request: HttpRequest, ref: str) -> HttpResponse:
    """What the entry now in the form would count as: asked again when its kind, way or day changes."""
    subject = subject_of(case_or_404(request.actor, ref, to="record"))
    if not wants_part(request):
        return redirect("log", ref)
    warning = counting.caution(subject, kind=request.GET.get("kind", ""), mode=request.GET.get("mode", ""))
    purpose = counting.purpose(subject, request.GET.get("kind", ""))
    return page(
        request,
        "contacts/log.html",
        {"warning": warning, "purpose": purpose, "entry": None, "about": f"{ref}-"},
        fragment="caution",
    )


@may("record")
@require_POST
def undo(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take one's own entry back, right after saving it; later it is corrected in the file, with a reason."""
    contact = own_contact(contact_id, request.actor)
    if contact is None:
        raise Http404
    back = way_back(request, reverse("case", args=[contact.case.ref]))
    if not is_replaced(contact) and contact.recorded_at < clock.now() - LATELY:
        say(request, "That was saved a while ago: correct it here, with a reason.")
        return redirect("correct", contact.case.ref, contact.pk)
    try:
        retract(contact, reason=UNDONE, by=request.actor)
        say(request, words.html("Taken back: nothing is recorded for <b>{}</b>.", name_of(contact.case)))
    except ReplacedAlready:
        say(request, "That entry was taken back or corrected already.")
    return return_to(request, back)
