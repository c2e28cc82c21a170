"""Pages to agree: to a goal, to the whole plan at one screen, and to record what was signed on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import record_of
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Agreement
from duly.casework.plans import content, showing, telling
from duly.casework.plans.actions import Stale
from duly.casework.plans.changing import thing_or_404
from duly.casework.plans.forms import AgreeForm, PaperForm, SignForm
from duly.casework.plans.paper import sheet_of
from duly.casework.plans.plan import Plan
from duly.casework.plans.signing import Changed, agree_to_item, sign
from duly.casework.plans.views import plan_or_404


@may("plan")
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, ref: str, item_id: UUID) -> HttpResponse:
    """Who agrees to this goal: it is one only when both do (MOS-46, MOS-50)."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    thing = thing_or_404(found, item_id)
    names = showing.party_names(found, today=today)
    form = AgreeForm(thing, names, request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            agree_to_item(
                record.case, item_id, entry=said["entry"], seen=said["seen"], on=said["agreed_on"],
                names={party: names[party] for party in said["parties"]}, wording=thing.now.what, by=request.actor,
            )  # fmt: skip
        except Stale:
            form.add_error(None, "Somebody changed this while you were looking. Read it again, then agree.")
        else:
            say(request, words.html("Saved for <b>{}</b>: who agreed, and when.", record.name))
            return redirect("plan", ref)
    context = {"record": record, "plan": found, "thing": thing, "form": form}
    return page(request, "plans/agree.html", context, status=422 if form.errors else 200)


@may("plan")
@require_http_methods(["GET", "POST"])
def sign_here(request: HttpRequest, ref: str) -> HttpResponse:
    """Both read the plan at one screen and put their names to it."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    if found.is_signed or not found.things or record.line.exit_on:
        return redirect("plan", ref)
    _, sheet = found.rules.sheet(record.profile.preferred_language if record.profile else "en")
    form = SignForm(found, sheet.wording, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        names = {"participant": said["participant"].strip()} if said["participant_agrees"] else {}
        names |= {"staff": request.actor.staff.name} if said["staff_agrees"] else {}
        try:
            version = sign(
                record.case, entry=said["entry"], digest=said["digest"], names=names, how=Agreement.How.SCREEN,
                on=today, wording=sheet.wording, by=request.actor,
            )  # fmt: skip
        except Changed:
            return _changed(request, found, form)
        say(request, _signed(record.name, version.number, names))
        return redirect("plan", ref)
    return _sign_page(request, found, form)


def _changed(request: HttpRequest, found: Plan, form: SignForm) -> HttpResponse:
    """The plan is another than the one they read: nothing is signed, and they see it as it stands now."""
    form.add_error(None, "The plan was changed while you were reading. This is how it stands now; read it, then sign.")
    form.shows = found.digest
    return _sign_page(request, found, form, status=409)


def _sign_page(request: HttpRequest, found: Plan, form: SignForm, *, status: int = 200) -> HttpResponse:
    today = clock.today(found.record.edition.time_zone)
    context = {
        "record": found.record,
        "plan": found,
        "form": form,
        "sheet": sheet_of(found, today=today),
        "check": content.check_of(found.digest),
        "changes": telling.told(found, found.changes, today=today),
        "staff": request.actor.staff.name,
        "parties": showing.parties(found, found.signatures, today=today),
    }
    return page(request, "plans/sign.html", context, status=422 if form.errors and status == 200 else status)


@may("plan")
@require_http_methods(["GET", "POST"])
def on_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the printed plan came back signed; the check on it says which version it is."""
    record = record_of(case_or_404(request.actor, ref, to="plan"))
    found, today = plan_or_404(record), clock.today(record.edition.time_zone)
    names = showing.party_names(found, today=today)
    form = PaperForm(found, names, request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        signers = {party: names[party] for party in said["parties"]}
        sheet = sheet_of(found, today=today)
        try:
            version = sign(
                record.case, entry=said["entry"], digest=said["check"], names=signers, how=Agreement.How.PAPER,
                on=said["agreed_on"], wording=sheet.words.wording, by=request.actor,
            )  # fmt: skip
        except Changed:
            form.add_error("check", "The plan was changed since it was printed: print it again and sign the new one.")
        else:
            say(request, _signed(record.name, version.number, signers))
            return redirect("plan", ref)
    context = {"record": record, "plan": found, "form": form, "check": content.check_of(found.digest)}
    return page(request, "plans/paper.html", context, status=422 if form.errors else 200)


def _signed(name: str, number: int, names: dict[str, str]) -> str:
    return words.html("Saved for <b>{}</b>: version {} agreed by {}.", name, number, words.listed([*names.values()]))
