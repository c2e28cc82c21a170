"""The forms by which things of a plan come, change and end; what a colleague changed meanwhile is shown first."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import Record, record_of
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models.ids import uuid7
from duly.casework.once import AlreadyDifferent
from duly.casework.plans import content, telling
from duly.casework.plans.actions import (
    Ended,
    Kept,
    Stale,
    Wording,
    add_item,
    change_item,
    end_item,
    open_again,
    withdraw_item,
)
from duly.casework.plans.forms import EndForm, ItemForm
from duly.casework.plans.plan import Plan, Thing
from duly.casework.plans.views import plan_or_404
from duly.engine.planning import PlanKind

TAKE_BACK = "take_back"


@may("plan")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str, thing: str) -> HttpResponse:
    """Put a new thing into the plan."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    asked = _kind(found, thing)
    form = ItemForm(found, asked, request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            add_item(record.case, entry=form.entry_id(), kind=thing, on=today, said=form.wording(), by=request.actor)
        except AlreadyDifferent:
            form.add_error(None, "This entry was saved before with other words. For a second one, begin anew.")
            return _form_page(request, found, form, status=409)
        return _said(request, record, f"{asked.label.lower()} added to the plan")
    return _form_page(request, found, form)


@may("plan")
@require_POST
def none(request: HttpRequest, ref: str, thing: str) -> HttpResponse:
    """Record that there are none of this kind: a statement, not a gap (MOS-40)."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    asked = _kind(found, thing)
    if not asked.none or any(each.kind.key == thing for each in found.things):
        raise Http404
    said = Wording(what=asked.none, code="none")
    add_item(record.case, entry=uuid7(), kind=thing, on=today, said=said, by=request.actor)
    return _said(request, record, f"{asked.none.lower()} put on record")


@may("plan")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str, item_id: UUID) -> HttpResponse:
    """Say a thing of the plan otherwise, or take it back; what somebody else changed meanwhile is shown first."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    thing = thing_or_404(found, item_id)
    form = ItemForm(found, thing.kind, request.POST or None, today=today, thing=thing)
    try:
        if TAKE_BACK in request.POST:
            return _take_back(request, found, thing, form)
        if request.method == "POST" and form.is_valid():
            _change(request, record, thing, form)
            return _said(request, record, f"{thing.kind.label.lower()} changed; both agree again")
    except Stale as stale:
        return _stale(request, found, thing, form, stale)
    except Ended as ended:
        return _ended(request, record, ended)
    return _form_page(request, found, form)


def _change(request: HttpRequest, record: Record, thing: Thing, form: ItemForm) -> None:
    said = form.cleaned_data
    change_item(
        record.case, thing.now.item, entry=form.entry_id(), seen=said["seen"], because=said["because"],
        said=form.wording(), by=request.actor,
    )  # fmt: skip


def _take_back(request: HttpRequest, found: Plan, thing: Thing, form: ItemForm) -> HttpResponse:
    """It should never have stood there; things that are kept stay, whoever asks."""
    because, seen = request.POST.get("because", "").strip()[:400], request.POST.get("seen", "")
    if because:
        try:
            withdraw_item(
                found.record.case, thing.now.item, seen=UUID(seen), because=because, kept=thing.kind.kept,
                by=request.actor,
            )  # fmt: skip
            return _said(request, found.record, f"{thing.kind.label.lower()} taken back; it stays readable")
        except Kept:
            good = next((end.label.lower() for end in thing.kind.ends.values() if end.good), "ended")
            form.errors.clear()
            what = thing.kind.label.lower()
            form.add_error(None, f"A {what} is never taken back once it is on record. Record how it was {good}.")
            return _form_page(request, found, form)
        except ValueError:
            raise Http404 from None
    form.errors.clear()
    form.add_error("because", "Say why it is taken back; one line is enough")
    return _form_page(request, found, form)


def _stale(request: HttpRequest, found: Plan, thing: Thing, form: ItemForm, stale: Stale) -> HttpResponse:
    """Somebody was faster: what they changed, above what was typed here; saving again is then a choice."""
    before = next((each for each in found.record.items if str(each.pk) == request.POST.get("seen")), thing.now)
    by = stale.now.author.name if stale.now and stale.now.author else "Somebody"
    if stale.now is None:
        form.add_error(None, f"{by} took this out of the plan while you were writing. Nothing of yours was saved.")
        return _form_page(request, found, form, status=409)
    differs = content.differences({"": content.said_of(before)}, {"": content.said_of(stale.now)})
    told = telling.told(found, differs, today=form.today)
    form.shows = str(stale.now.pk)
    form.add_error(None, f"{by} changed this while you were writing. Look at what changed, then save or leave it.")
    return _form_page(request, found, form, status=409, theirs=told)


def _ended(request: HttpRequest, record: Record, ended: Ended) -> HttpResponse:
    by = ended.end.author.name if ended.end.author else "Somebody"
    say(request, words.html("{} recorded just before you that it ended; nothing more was changed.", by))
    return redirect("plan", record.case.ref)


@may("plan")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str, item_id: UUID) -> HttpResponse:
    """Record how a thing of the plan ended: attained, done, overcome, dropped."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    thing = thing_or_404(found, item_id)
    form = EndForm(thing, request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            end_item(
                record.case, item_id, entry=said["entry"], seen=said["seen"], how=said["how"], on=said["ended_on"],
                note=said["note"], by=request.actor,
            )  # fmt: skip
        except Stale as stale:
            by = stale.now.author.name if stale.now and stale.now.author else "Somebody"
            form.add_error(None, f"{by} changed this while you were writing. Look at the plan, then record its end.")
            return _end_page(request, found, thing, form, status=409)
        except Ended as ended:
            return _ended(request, record, ended)
        label = thing.kind.ends[said["how"]].label.split(":")[0].lower()
        return _said(request, record, f"{thing.kind.label.lower()} {label}", undo=url("plan-open", ref, item_id))
    return _end_page(request, found, thing, form)


def _end_page(request: HttpRequest, found: Plan, thing: Thing, form: EndForm, *, status: int = 200) -> HttpResponse:
    context = {"record": found.record, "plan": found, "thing": thing, "form": form}
    return page(request, "plans/end.html", context, status=422 if form.errors and status == 200 else status)


@may("plan")
@require_POST
def reopen(request: HttpRequest, ref: str, item_id: UUID) -> HttpResponse:
    """It did not end after all."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    thing = thing_or_404(plan_or_404(record), item_id, ended=True)
    open_again(record.case, item_id, because=request.POST.get("because", "")[:400] or "Undone", by=request.actor)
    return _said(request, record, f"{thing.kind.label.lower()} is open again")


def _kind(found: Plan, key: str) -> PlanKind:
    if key not in found.rules.kinds or found.record.line.exit_on:
        raise Http404
    return found.rules.kinds[key]


def thing_or_404(found: Plan, item: UUID, *, ended: bool = False) -> Thing:
    thing = found.thing(item)
    if thing is None or bool(thing.end) != ended or found.record.line.exit_on:
        raise Http404
    return thing


def _form_page(
    request: HttpRequest, found: Plan, form: ItemForm, *, status: int = 200, theirs: list[telling.Told] | None = None
) -> HttpResponse:
    thing = form.thing
    context = {
        "record": found.record, "plan": found, "form": form, "kind": form.kind, "thing": thing, "theirs": theirs or [],
        "title": f"Change: {form.kind.label.lower()}" if thing else form.kind.label,
    }  # fmt: skip
    return page(request, "plans/item.html", context, status=422 if form.errors and status == 200 else status)


def _said(request: HttpRequest, record: Record, what: str, *, undo: str | None = None) -> HttpResponse:
    say(request, words.html("Saved for <b>{}</b>: {}.", record.name, what), undo=undo)
    return redirect("plan", record.case.ref)
