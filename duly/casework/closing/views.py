"""Pages to close a case, put it on hold, go on, and open it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.entries import label
from duly.casework.casefile.record import Record, record_of
from duly.casework.closing.actions import ClosedAlready, close_case, current_closing, hold, reopen_case, resume
from duly.casework.closing.asking import asking
from duly.casework.closing.forms import ClosingForm, lacking
from duly.casework.closing.hold import HoldForm
from duly.casework.closing.suspending import go_on_again
from duly.casework.layout.render import page
from duly.casework.layout.said import say


@may("close")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the case with its reason; a reason that lacks something says what, and is not taken."""
    record = record_of(case_or_404(request.actor, ref, to="close"))
    today = clock.today(record.edition.time_zone)
    if current_closing(record.case):
        return redirect("case", ref)
    if record.edition.closing_by_two:
        return asking(request, record, today=today)
    form = ClosingForm(record, request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        return _close(request, record, form)
    return _closing_page(request, record, form)


def _close(request: HttpRequest, record: Record, form: ClosingForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        closing = close_case(
            record.case,
            entry=form.entry_id(),
            closed_on=said["closed_on"],
            reason=said["reason"],
            note=said.get("note", ""),
            answers=form.answers(),
            by=request.actor,
        )
    except ClosedAlready as already:
        form.add_error(None, f"{already} Look at the file before you decide anything.")
        return _closing_page(request, record, form, status=409)
    day = words.on(closing.closed_on, today=form.today).text
    reason = label(record.edition.closing, closing.reason).lower()
    say(request, words.html("Closed the case of <b>{}</b>: {}, {}.", record.name, reason, day))
    return redirect("case", record.case.ref)


def _closing_page(request: HttpRequest, record: Record, form: ClosingForm, *, status: int = 200) -> HttpResponse:
    needs = [
        (reason.label, reason.help, lacking(record, code, answers={}, today=form.today))
        for code, reason in record.edition.closing.items()
    ]
    context = {"record": record, "form": form, "needs": needs}
    return page(request, "closing/close.html", context, status=422 if form.errors and status == 200 else status)


@may("close")
@require_http_methods(["GET", "POST"])
def put_on_hold(request: HttpRequest, ref: str) -> HttpResponse:
    """Put the case on hold: a reason and a day to look again (SET-69)."""
    record = record_of(case_or_404(request.actor, ref, to="close"))
    form = HoldForm(request.POST or None, edition=record.edition, today=clock.today(record.edition.time_zone))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        hold(
            record.case, reason=said["reason"], on=form.today, until=said["until"], note=said["note"], by=request.actor
        )
        again = words.on(said["until"], today=form.today).text
        say(request, words.html("On hold: <b>{}</b>. You will be asked again {}.", record.name, again))
        return redirect("case", ref)
    return page(request, "closing/hold.html", {"record": record, "form": form}, status=422 if form.errors else 200)


@may("close")
@require_POST
def go_on(request: HttpRequest, ref: str) -> HttpResponse:
    """The hold is over."""
    record = record_of(case_or_404(request.actor, ref, to="close"))
    resume(record.case, on=clock.today(record.edition.time_zone), by=request.actor)
    say(request, words.html("<b>{}</b> is back from hold.", record.name))
    return redirect("case", ref)


@may("close")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a closed case again, with the reason; the closing stays readable under Changes."""
    record = record_of(case_or_404(request.actor, ref, to="close"))
    why = request.POST.get("why", "").strip()
    if current_closing(record.case) is None:
        return redirect("case", ref)
    if request.method == "POST" and why:
        reopen_case(record.case, why=why[:400], by=request.actor)
        if record.edition.closing_by_two:
            go_on_again(record.case, record.edition, on=clock.today(record.edition.time_zone), by=request.actor)
        say(request, words.html("Opened the case of <b>{}</b> again.", record.name))
        return redirect("case", ref)
    missing = request.method == "POST"
    return page(request, "closing/reopen.html", {"record": record, "missing": missing}, status=422 if missing else 200)
