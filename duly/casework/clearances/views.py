"""Pages of clearances: asking, answering, recording where the case is (MOS-21, MOS-22)."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, context, words
from duly.casework.access import may
from duly.casework.asks.actions import Answered
from duly.casework.asks.queries import Asked
from duly.casework.clearances.actions import (
    NotCleared,
    add_to_plan,
    ask_clearance,
    grant,
    holds,
    its_case,
    refuse,
    serve,
)
from duly.casework.clearances.forms import AnswerForm, AskForm, EntryForm
from duly.casework.clearances.queries import asked_by, clearance_of, other_places, plan_in_short
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models.ids import uuid7
from duly.engine.program import Edition
from duly.engine.reading import load

MONTH = timedelta(days=30)


@may("serve_elsewhere")
@require_http_methods(["GET", "POST"])
def clearances(request: HttpRequest) -> HttpResponse:
    """What one asked for, and asking."""
    places = other_places(request.actor)
    form = AskForm(request.POST or None, places=places, initial={"entry": uuid7()})
    today = clock.today(settings.TIME_ZONE)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        home = next(each.organization for each in request.actor.grants)
        ask_clearance(said["ref"].strip(), UUID(said["at"]), entry=said["entry"], home=home, because=said["because"],
                      on=today, by=request.actor)  # fmt: skip
        place = dict(places)[said["at"]]
        say(request, words.html("Asked. If <b>{}</b> keeps a case of that number, it answers here.", place))
        return redirect("clearances")
    mine = [(each, *_stands(each, today)) for each in asked_by(request.actor)]
    context_ = {"form": form, "mine": mine}
    return page(request, "clearances/clearances.html", context_, status=422 if form.errors else 200)


def _stands(asked: Asked, today: date) -> tuple[str, bool]:
    """How it stands, in words, and whether it holds."""
    if asked.decision is None:
        return "waits for an answer", False
    if asked.decision.answer == "declined":
        return f"declined: {asked.decision.note}", False
    until = asked.decision.until_on
    day = words.on(until, today=today).text if until else ""
    return (f"until {day}", True) if holds(asked, today) else (f"ran out {day}", False)


@may("decide")
@require_http_methods(["GET", "POST"])
def clearance(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Grant it until a day, or decline."""
    asked = clearance_of(request.actor, ask_id)
    if asked is None or asked.ask.organization_id not in request.actor.reach("decide"):
        raise Http404
    today = clock.today(settings.TIME_ZONE)
    initial = {"entry": uuid7(), "answer": "grant", "until": today + MONTH, "note": ""}
    form = AnswerForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and asked.decision is None and form.is_valid():
        said = form.cleaned_data
        try:
            if said["answer"] == "grant":
                grant(asked, entry=said["entry"], until=said["until"], by=request.actor)
            else:
                refuse(asked, entry=said["entry"], note=said["note"], by=request.actor)
        except Answered as already:
            say(request, str(already))
            return redirect("clearance", ask_id)
        say(request, words.html("Answered <b>{}</b>.", asked.ask.what["asked_by"]))
        return redirect("team")
    found = {"asked": asked, "form": form, "stands": _stands(asked, today)[0]}
    return page(request, "clearances/clearance.html", found, status=422 if form.errors else 200)


@may("serve_elsewhere")
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Record what was given, or add to the plan, while the clearance holds."""
    asked = clearance_of(request.actor, ask_id)
    today = clock.today(settings.TIME_ZONE)
    if asked is None or asked.ask.author_id != request.actor.staff.pk:
        raise Http404
    if not holds(asked, today):
        say(request, f"No clearance holds: {_stands(asked, today)[0]}.")
        return redirect("clearances")
    with context.reading([asked.ask.case_id]):
        case = its_case(asked)
    edition = load(case.program, case.edition)
    initial = {"entry": uuid7(), "on": today, "note": ""}
    form = EntryForm(request.POST or None, choices=_choices(edition), today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _record(request, asked, edition, form)
    plan = [(what, words.on(due, today=today) if due else None) for what, due in plan_in_short(asked)]
    until = words.on(asked.decision.until_on, today=today)
    found = {"asked": asked, "form": form, "plan": plan, "until": until, "ref": case.ref}
    return page(request, "clearances/entry.html", found, status=422 if form.errors else 200)


def _choices(edition: Edition) -> list[tuple[str, str]]:
    """Services of the program's list; and what its plan schedules, where nothing has to be in place first."""
    services = [(f"service:{key}", f"Given: {code.label}") for key, code in edition.services.items()]
    kinds = edition.plan.kinds_of("schedule") if edition.plan else ()
    return services + [(f"plan:{kind.key}", f"For the plan: {kind.label}") for kind in kinds if not kind.gate]


def _record(request: HttpRequest, asked: Asked, edition: Edition, form: EntryForm) -> HttpResponse:
    said, by = form.cleaned_data, request.actor
    sort, _, kind = said["what"].partition(":")
    try:
        if sort == "service":
            delivery = next(iter(edition.deliveries), "direct")
            serve(asked, entry=said["entry"], kind=kind, delivery=delivery, on=said["on"], today=form.today, by=by)
        else:
            add_to_plan(asked, entry=said["entry"], kind=kind, what=said["note"].strip(), due=said["on"],
                        today=form.today, by=by)  # fmt: skip
    except NotCleared:
        raise Http404 from None
    say(
        request,
        words.html("Recorded in case <b>{}</b>; whoever answers for it is told on its file.", asked.ask.what["ref"]),
    )
    return redirect("clearances")
