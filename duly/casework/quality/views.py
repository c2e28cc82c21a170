"""Pages of official counts, of what the record lacks, and of entries a count needs."""

from collections import Counter
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.casefile.record import record_of
from duly.casework.events.actions import record_event
from duly.casework.layout.back import return_to, way_back
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, Staff
from duly.casework.once import AlreadyDifferent
from duly.casework.people.queries import names_of
from duly.casework.quality.checks import Found, findings
from duly.casework.quality.counts import figures, plain
from duly.casework.quality.forms import EntryForm
from duly.engine.program import Edition
from duly.engine.reading import editions, load

SHOWN = 200  # findings on one page; a center with more filters them


def counting_programs() -> list[str]:
    return [program for program in dict.fromkeys(name for name, _ in editions()) if load(program).counts]


@may("read_counts")
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """The official counts of a program on a day, and of every case not counted the reason (MOS-44)."""
    programs = counting_programs()
    program = request.GET.get("program", "") or programs[0]
    if program not in programs:
        raise Http404
    typed, day = request.GET.get("as_of", ""), request.actor.day
    asked = _day(typed) if typed else day
    as_of = asked if asked and asked <= day else day
    found = figures(request.actor, program, as_of=as_of)
    context = {
        "figures": [(each, plain(each)) for each in found],
        "edition": load(program),
        "as_of": as_of,
        "day": words.full_day(as_of),
        "mistake": "" if asked == as_of else f"“{typed}” is no day that has come; these are the counts of today.",
        "programs": [(f"?program={each}", load(each).short, None, each == program) for each in programs],
    }
    return page(request, "quality/counts.html", context)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


@may("record")
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Put on record one of the entries an official count needs, with its day."""
    record = record_of(case_or_404(request.actor, ref, to="record"))
    if kind not in entries(record.edition):
        raise Http404
    today, code = clock.today(record.edition.time_zone), record.edition.events[kind]
    form, back = EntryForm(request.POST or None, today=today), way_back(request, url("case", ref))
    if any(each.kind == kind and record.stands(each.pk) for each in record.events) and request.method == "GET":
        say(request, words.html("For <b>{}</b> that is on record already.", record.name))
        return redirect("case", ref)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_event(record.case, kind, on=said["on"], note=said["note"], entry=said["entry"], by=request.actor)
        except AlreadyDifferent:
            form.add_error(None, "This entry was saved before with other answers. Look at the case.")
        else:
            say(request, words.html("On record for <b>{}</b>: {}.", record.name, code.label))
            return return_to(request, back)
    context = {"record": record, "form": form, "code": code, "counts": needing(record.edition, kind), "back": back}
    return page(request, "quality/entry.html", context, status=422 if form.errors else 200)


def entries(edition: Edition) -> list[str]:
    """The events that an official count of the program needs."""
    return [name for each in edition.counts.values() for name in each.needs if name in edition.events]


def needing(edition: Edition, kind: str) -> list[str]:
    return [each.label for each in edition.counts.values() if kind in each.needs]


@may("read_counts")
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """What the record lacks, by worker and center, each with the way to put it right."""
    day, given = request.actor.day, request.GET
    everything = findings(request.actor, day=day)
    wanted = {name: given.get(name, "") for name in ("check", "worker", "place")}
    found = [each for each in everything if _is_asked(each, wanted)]
    shown = found[:SHOWN]
    workers = {each.worker for each in everything if each.worker}
    named = Staff.objects.filter(agency_id=request.actor.agency, ref__in=workers)
    staff = dict(named.values_list("ref", "name"))
    cases = Case.objects.filter(agency_id=request.actor.agency, pk__in={each.case for each in shown})
    names = names_of(cases)
    labels = {each.check: each.label for each in everything}
    context = {
        "labels": labels,
        "table": _table(everything, staff, list(labels)),
        "rows": [(each, names.get(each.case, each.ref), staff.get(each.worker, "nobody"),
                  words.on(each.on, today=day) if each.on else None) for each in shown],
        "many": len(everything),
        "chosen": wanted,
        "found": len(found),
        "staff": staff,
    }  # fmt: skip
    return page(request, "quality/quality.html", context)


def _is_asked(each: Found, wanted: dict[str, str]) -> bool:
    return all(not said or getattr(each, name) == said for name, said in wanted.items())


def _table(everything: list[Found], staff: dict[str, str], checks: list[str]) -> list[tuple[str, str, str, list[int]]]:
    """(center, worker's ref, worker's name, how many of each check), worst first within a center."""
    many: dict[tuple[str, str], Counter[str]] = {}
    for each in everything:
        many.setdefault((each.place, each.worker), Counter())[each.check] += 1
    rows = [
        (place, worker, staff.get(worker, "nobody"), [found[check] for check in checks])
        for (place, worker), found in many.items()
    ]
    return sorted(rows, key=lambda row: (row[0], -sum(row[3]), row[2]))
