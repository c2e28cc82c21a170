"""Views with a name and columns of the caseload; every page a plain form."""

from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import words
from duly.casework.access import Actor, may
from duly.casework.layout.back import return_to, way_back
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.looks.actions import bring_view_back, change_view, choose, drop_view, save_view
from duly.casework.looks.columns import USUAL, known
from duly.casework.looks.forms import ColumnsForm, ViewForm
from duly.casework.looks.queries import Looks, Saved, looks_of, may_change
from duly.casework.models import SavedView
from duly.casework.worklist.forms import asked_of, words_of


@may("work")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns stand in the caseload: of a view of one's own, or of every other."""
    looks, back = looks_of(request.actor), way_back(request, reverse("caseload"))
    saved = _view_of(looks, back)
    theirs = saved if saved and saved.columns and may_change(request.actor, saved) else None
    if request.method == "POST" and "usual" in request.POST:
        return _show(request, theirs, (), back)
    form = ColumnsForm(_sent(request), initial={"columns": looks.shown(saved)})
    if request.method == "POST" and form.is_valid():
        return _show(request, theirs, known(form.cleaned_data["columns"]), back)
    context = {"form": form, "back": back, "saved": theirs, "locked": saved if saved and not theirs else None}
    return page(request, "looks/columns.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form with nothing ticked is sent empty."""
    return request.POST if request.method == "POST" else None


def _show(request: HttpRequest, saved: Saved | None, chosen: tuple[str, ...], back: str) -> HttpResponse:
    if saved:
        change_view(saved.id, columns=list(chosen or USUAL), by=request.actor)
    else:
        choose(columns=list(chosen), by=request.actor)
    where = words.html(" in <b>{}</b>", saved.name) if saved else ""
    many = words.plural(len(chosen), "column")
    say(request, words.html("{}{}.", f"{many} beside the name" if chosen else "The usual columns again", where))
    return return_to(request, back)


def _view_of(looks: Looks, back: str) -> Saved | None:
    """The view that the page one came from shows."""
    query = urlsplit(back).query
    return looks.view(QueryDict(query).get("saved", "")) if query else looks.first


@may("work")
@require_http_methods(["GET", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """A name for the view one came from; all views one may open, to rename, share, delete, or open first."""
    back, said = way_back(request, reverse("caseload")), _sent(request)
    form = ViewForm(said, staff=request.actor.staff.pk, agency=request.actor.agency)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, back)
    return _views(request, form, back, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: ViewForm, back: str) -> HttpResponse:
    looks = looks_of(request.actor)
    asked = urlencode(words_of(asked_of(QueryDict(urlsplit(back).query)))) if urlsplit(back).query else ""
    shown = looks.shown(_view_of(looks, back))
    view = save_view(
        _place(request.actor), asked=asked, columns=shown, shared=form.cleaned_data["shared"],
        name=form.cleaned_data["name"], by=request.actor,
    )  # fmt: skip
    if "opens" in request.POST:
        choose(opens=view, by=request.actor)
    say(request, words.html("Saved as <b>{}</b>.", form.cleaned_data["name"]))
    return return_to(request, f"{reverse('caseload')}?{urlencode({'saved': view})}")


def _place(actor: Actor) -> UUID:
    """The organization in which they work with people."""
    return next(grant.organization for grant in actor.grants if grant.reach & actor.reach("work"))


def _views(request: HttpRequest, form: ViewForm, back: str, *, status: int = 200) -> HttpResponse:
    looks = looks_of(request.actor)
    asked = asked_of(QueryDict(urlsplit(back).query))
    context = {
        "form": form,
        "back": back,
        "plain": not words_of(asked),
        "views": [(each, may_change(request.actor, each), each.staff == request.actor.staff.pk) for each in
                  looks.views],
        "opens": looks.first.id if looks.first else None,
    }  # fmt: skip
    return page(request, "looks/views.html", context, status=status)


@may("work")
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Another name; shared with the organization or no longer."""
    saved = _own(request, view_id)
    initial = {"name": saved.name, "shared": saved.shared}
    form = ViewForm(_sent(request), staff=saved.staff, agency=request.actor.agency, but=saved.id, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_view(saved.id, by=request.actor, **form.cleaned_data)
        say(request, words.html("Saved as <b>{}</b>{}.", form.cleaned_data["name"], _for(form)))
        return return_to(request, reverse("caseload-views"))
    return page(request, "looks/view.html", {"form": form, "saved": saved}, status=422 if form.errors else 200)


def _for(form: ViewForm) -> str:
    return ", for everybody in the organization" if form.cleaned_data["shared"] else ""


@may("work")
@require_POST
def delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    saved = _own(request, view_id)
    drop_view(saved.id, by=request.actor)
    undo = reverse("caseload-view-undelete", args=[saved.id])
    say(request, words.html("Deleted: <b>{}</b>. The people in it stay where they are.", saved.name), undo=undo)
    return return_to(request, reverse("caseload-views"))


@may("work")
@require_POST
def undelete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    found = SavedView.objects.filter(agency_id=request.actor.agency, pk=view_id).exclude(gone_at=None).first()
    saved = found and Saved(found.pk, found.name, "", (), found.shared, found.staff_id, found.organization_id, "")
    if not saved or not may_change(request.actor, saved):
        raise Http404
    back = bring_view_back(view_id, by=request.actor)
    say(
        request,
        words.html("<b>{}</b> is there again." if back else "Another view is called <b>{}</b> now.", saved.name),
    )
    return return_to(request, reverse("caseload-views"))


@may("work")
@require_POST
def default(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Let the caseload open with this view; asked of the one it opens with, with everyone again."""
    looks = looks_of(request.actor)
    saved = looks.view(str(view_id))
    if saved is None:
        raise Http404
    opens = None if looks.opens == saved.id else saved.id
    choose(opens=opens, by=request.actor)
    said = "The caseload opens with <b>{}</b>." if opens else "The caseload opens with everyone again, not <b>{}</b>."
    say(request, words.html(said, saved.name))
    return return_to(request, reverse("caseload-views"))


def _own(request: HttpRequest, view_id: UUID) -> Saved:
    """A view they may change."""
    saved = looks_of(request.actor).view(str(view_id))
    if saved is None or not may_change(request.actor, saved):
        raise Http404
    return saved
