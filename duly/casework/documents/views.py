"""The documents of a case: the list with its form, a download, and taking one back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.corrections.actions import ReplacedAlready, retract
from duly.casework.documents.actions import attach
from duly.casework.documents.answer import as_attachment
from duly.casework.documents.forms import ACCEPT, AttachForm, TakeBackForm
from duly.casework.documents.queries import attached, kinds, opened_or_404, standing_or_404, wanted
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, Opening
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of
from duly.engine.reading import load


@may("work")
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, ref: str) -> HttpResponse:
    """What is attached, newest first; whoever records may attach more."""
    may_attach = request.actor.may("record")
    case = case_or_404(request.actor, ref, to="record" if request.method == "POST" else "work")
    edition = load(case.program, case.edition)
    form = AttachForm(
        request.POST or None,
        request.FILES or None,
        case=case,
        edition=edition,
        today=clock.today(edition.time_zone),
        too_large=getattr(request, "too_large", False),
    )
    if request.method == "POST" and form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("entry", "kind", "dated_on", "note")}
        try:
            attach(case, name=form.cleaned_data["file"].name, checked=form.checked, by=request.actor, **said)
            say(request, words.html("Attached for <b>{}</b>: {}.", name_of(case), kinds(edition)[said["kind"]].label))
            return redirect("documents", case.ref)
        except AlreadyDifferent:
            form.add_error(None, "This entry was saved before with another file. Choose the file once more.")
    found = attached(case)
    standing = [each.attachment for each in found if not each.taken_back]
    context = {
        "case": case,
        "name": name_of(case),
        "found": found,
        "kinds": kinds(edition),
        "wanted": wanted(edition, {each.kind for each in standing}),
        "form": form if may_attach else None,
        "accept": ACCEPT,
        "today": clock.today(edition.time_zone),
        "zone": edition.time_zone,
    }
    return page(request, "documents/documents.html", context, status=422 if form.errors else 200)


@may("work")
@require_GET
def document(request: HttpRequest, ref: str, document_id: UUID) -> HttpResponse:
    """The document as a file to keep; that it was opened goes on record with it."""
    case = case_or_404(request.actor, ref, to="work")
    found, content = opened_or_404(case, document_id)
    _open(request, case, f"document, {found.kind}")
    return as_attachment(content, found.name, found.media_type)


@may("record")
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, ref: str, document_id: UUID) -> HttpResponse:
    """Take a document back, with the reason; from then on nobody can open it."""
    case = case_or_404(request.actor, ref, to="record")
    found = standing_or_404([case], document_id)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            retract(found, reason=form.cleaned_data["why"], by=request.actor)
            say(request, words.html("<b>{}</b>: {} was taken back.", name_of(case), found.name))
        except ReplacedAlready:
            say(request, "Somebody took that document back just before you.")
        return redirect("documents", case.ref)
    context = {"case": case, "name": name_of(case), "document": found, "form": form}
    return page(request, "documents/take_back.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, case: Case, what: str) -> None:
    Opening.objects.create(
        agency_id=case.agency_id,
        organization_id=case.organization_id,
        case=case,
        staff=request.actor.staff,
        what=what,
        opened_at=clock.now(),
    )
