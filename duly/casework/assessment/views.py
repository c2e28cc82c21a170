"""The assessment of one case: an overview, the form of each step, decisions on eligibility, memberships."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.assessment.actions import (
    ASSESSED,
    ELIGIBLE,
    MEMBER,
    NOT_ELIGIBLE,
    answer_step,
    decide,
    end_membership,
    take_into_group,
)
from duly.casework.assessment.forms import DecisionForm, EndForm, GroupForm, StepForm
from duly.casework.assessment.queries import (
    Known,
    StepLine,
    advice_for,
    answered,
    barriers_of,
    decisions_of,
    gates_of,
    groups_of,
    local_groups,
    prefilled,
    standing,
    steps_of,
)
from duly.casework.casefile.record import Record, record_of
from duly.casework.corrections.actions import ReplacedAlready, retract
from duly.casework.corrections.queries import standing_fact
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import CaseEvent, Opening, Staff
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import name_of, workers
from duly.engine.phrases import lower

UNDONE = "Undone right after saving"
KINDS = (MEMBER, ASSESSED, ELIGIBLE, NOT_ELIGIBLE)
TWICE = "This entry was saved before with other answers. Look at the case; for a second entry, begin anew."


@may("work")
@require_GET
def assessment(request: HttpRequest, ref: str) -> HttpResponse:
    """What is settled about the person, what is missing before a step, and the way to each form."""
    record = record_of(case_or_404(request.actor, ref, to="work"))
    _opened(request, record)
    today = clock.today(record.edition.time_zone)
    local = local_groups(record.case.agency_id, record.case.organization_id)
    steps = steps_of(record, today=today, elsewhere=answered(record.case, request.actor))
    barriers = barriers_of(record)
    context = {
        "record": record,
        "steps": steps,
        "barriers": barriers,
        "done": sum(bool(each.given) for each in steps) + bool(barriers and barriers.things),
        "groups": groups_of(record, today=today, local=local),
        "decisions": decisions_of(record, today=today),
        "gates": gates_of(record, today=today),
        "advice": advice_for(record, today=today),
        "lead": record.lead(today),
        "today": today,
    }
    return page(request, "assessment/assessment.html", context)


def _opened(request: HttpRequest, record: Record) -> None:
    case = record.case
    Opening.objects.create(
        agency_id=case.agency_id, organization_id=case.organization_id, case=case, staff=request.actor.staff,
        what="assessment", opened_at=clock.now(),
    )  # fmt: skip


@may("record")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Fill in one step; what is known already stands in it."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    if step not in record.edition.assessment:
        raise Http404
    today = clock.today(record.edition.time_zone)
    elsewhere = answered(record.case, request.actor)
    line = next(each for each in steps_of(record, today=today, elsewhere=elsewhere) if each.step.key == step)
    initial, used = prefilled(line, record.edition, taken=_uuid(request.GET.get("take", "")))
    form = _step_form(request, record, line, initial, today)
    if request.method == "POST" and form.is_valid():
        return _save_step(request, record, line, form)
    return _step_page(request, record, line, form, used)


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _step_form(
    request: HttpRequest, record: Record, line: StepLine, initial: dict[str, Any], today: date
) -> StepForm:  # fmt: skip
    given = {"today": today, "since": record.case.assigned_on, "initial": initial | {"done_on": today}}
    return StepForm(line.step, record.edition, request.POST or None, **given)


def _save_step(request: HttpRequest, record: Record, line: StepLine, form: StepForm) -> HttpResponse:
    said = {"step": line.step.key, "on": form.cleaned_data["done_on"], "answers": form.answers()}
    try:
        event = answer_step(record.case, entry=form.entry_id(), by=request.actor, **said)
    except AlreadyDifferent:
        form.add_error(None, TWICE)
        return _step_page(request, record, line, form, [], status=409)
    undo = _undo(event)
    say(request, words.html("Saved for <b>{}</b>: {}.", record.name, lower(line.step.label)), undo=undo)
    return redirect("assessment", record.case.ref)


def _step_page(
    request: HttpRequest, record: Record, line: StepLine, form: StepForm, used: list[Known], *, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {"record": record, "line": line, "form": form, "used": used, "today": form.today}
    return page(request, "assessment/step.html", context, status=422 if form.errors and status == 200 else status)


@may("record")
@require_http_methods(["GET", "POST"])
def eligibility(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide by one rule: yes or no, on what it rests, on which day, by whom."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    if not record.edition.eligibility:
        raise Http404
    today = clock.today(record.edition.time_zone)
    staff = workers([record.case.organization_id, *request.actor.reach("record")], agency=record.case.agency_id,
                    day=today)  # fmt: skip
    known = {str(each.pk): each for each in [request.actor.staff, *staff]}
    form = DecisionForm(
        request.POST or None, edition=record.edition, staff=[(each.pk, each.name) for each in known.values()],
        today=today, initial={"decider": request.actor.staff.pk, "rule": request.GET.get("rule", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _save_decision(request, record, form, known[form.cleaned_data["decider"]])
        except AlreadyDifferent:
            form.add_error(None, TWICE)
    context = {"record": record, "form": form, "decisions": decisions_of(record, today=today)}
    return page(request, "assessment/eligibility.html", context, status=422 if form.errors else 200)


def _save_decision(request: HttpRequest, record: Record, form: DecisionForm, decider: Staff) -> HttpResponse:
    said = form.cleaned_data
    event = decide(
        record.case, entry=said["entry"], rule=said["rule"], eligible=said["eligible"] == "yes", on=said["on"],
        until=said["until"], basis=said["basis"], note=said["note"], decider=decider, by=request.actor,
    )  # fmt: skip
    rule = lower(record.edition.eligibility[said["rule"]].label)
    how = "eligible" if event.kind == ELIGIBLE else "not eligible"
    say(request, words.html("Decided for <b>{}</b>: {}, {}.", record.name, how, rule), undo=_undo(event))
    return redirect("assessment", record.case.ref)


@may("record")
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, ref: str) -> HttpResponse:
    """Make somebody a member of a group from a day on, with how they were selected."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    today = clock.today(record.edition.time_zone)
    local = local_groups(record.case.agency_id, record.case.organization_id)
    if not record.edition.groups and not local:
        raise Http404
    form = GroupForm(request.POST or None, edition=record.edition, local=local, today=today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = take_into_group(record.case, by=request.actor, **said)
        except AlreadyDifferent:
            form.add_error(None, TWICE)
        else:
            label = next(text for key, text, _ in form.explained if key == said["group"])
            say(request, words.html("<b>{}</b> is a member of the group {}.", record.name, label), undo=_undo(made))
            return redirect("assessment", ref)
    context = {"record": record, "form": form, "groups": groups_of(record, today=today, local=local)}
    return page(request, "assessment/group.html", context, status=422 if form.errors else 200)


def _undo(event: CaseEvent) -> str:
    return reverse("settled-undo", args=[event.case.ref, event.pk])


@may("record")
@require_POST
def undo(request: HttpRequest, ref: str, event_id: UUID) -> HttpResponse:
    """Take one's own entry back right after saving it, with the scores it put on record."""
    case = case_or_404(request.actor, ref, to="record")
    event = standing_fact(case, event_id)
    if not isinstance(event, CaseEvent) or event.kind not in KINDS or event.author_id != request.actor.staff.pk:
        raise Http404
    try:
        retract(event, reason=UNDONE, by=request.actor)
    except ReplacedAlready:
        raise Http404 from None
    say(request, words.html("Taken back: nothing of it is recorded for <b>{}</b>.", name_of(case)))
    return redirect("assessment", ref)


@may("record")
@require_http_methods(["GET", "POST"])
def group_end(request: HttpRequest, ref: str, event_id: UUID) -> HttpResponse:
    """The membership ends on a day, with the reason."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    today = clock.today(record.edition.time_zone)
    event = next((each for each in standing(record, "member") if each.pk == event_id), None)
    if event is None or event.case_id != record.case.pk:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(event, by=request.actor, **form.cleaned_data)
            say(request, words.html("The membership of <b>{}</b> ends that day.", record.name))
        except ReplacedAlready:
            say(request, "Somebody changed that membership just before you; nothing more was changed.")
        return redirect("assessment", ref)
    held = next(each for each in groups_of(record, today=today) if each.event.pk == event_id)
    context = {"record": record, "form": form, "held": held, "back": reverse("assessment", args=[ref])}
    return page(request, "assessment/end.html", context, status=422 if form.errors else 200)
