"""The lists a worker lives in: today, the caseload, search."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from duly.casework import words
from duly.casework.access import Actor, may
from duly.casework.exchange.spreadsheet import as_csv, as_xlsx
from duly.casework.layout.jinja import url_if_any
from duly.casework.layout.render import page, wants_part
from duly.casework.layout.shell import NAVIGATION
from duly.casework.worklist import forms
from duly.casework.worklist.caseload import headings, in_words
from duly.casework.worklist.listing import PAGE, Asked, counts, listing
from duly.casework.worklist.opened import Opened, opened
from duly.casework.worklist.queries import ALL, MINE, Tab, tabs_of, today_of
from duly.casework.worklist.search import find, numbered
from duly.casework.worklist.sheet import sheet

HOMES = ("reports", "people", "programs", "account")


@may("own_account")
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Who needs what today; whoever works with nobody is led to their own first page."""
    if not request.actor.may("work"):
        return redirect(_first_page(request.actor))
    tabs = tabs_of(request.actor)
    whose = _whose(request, tabs)
    context = {
        "title": words.heading_day(request.actor.day),
        "today": today_of(request.actor, whose=whose),
        "tabs": [(f"?whose={tab.key}", tab.text, words.number(tab.count), tab.key == whose) for tab in tabs],
        "whose": whose,
        "back": f"/?whose={whose}",
        "in_place": wants_part(request),
    }
    return page(request, "worklist/today.html", context, fragment="people")


def _whose(request: HttpRequest, tabs: list[Tab]) -> str:
    """Whose people were asked for; by default one's own, or everybody's for somebody who has none."""
    asked = request.GET.get("whose", "")
    if asked in {tab.key for tab in tabs}:
        return asked
    return MINE if tabs[0].count or not tabs[1].count else ALL


def _first_page(actor: Actor) -> str:
    """Figures for whoever reads them, the staff for an administrator; the own account is everybody's."""
    acts = {route: act for route, _, act in NAVIGATION} | {"account": "own_account"}
    found = (url_if_any(route) for route in HOMES if actor.may(acts[route]))
    return next(address for address in found if address)


@may("work")
@require_GET
def caseload(request: HttpRequest) -> HttpResponse:
    """Everyone on one screen; the next hundred when the end is in sight, one row after an entry was saved under it."""
    shown, row = opened(request.actor, request.GET), request.GET.get("row", "")
    asked, looks = shown.asked, {"columns": shown.columns, "back": shown.back}
    if row and wants_part(request):
        found = in_words(request.actor, listing(request.actor, Asked(only=(row,))))
        return page(request, "worklist/caseload.html", looks | {"row": next(iter(found), None)}, fragment="saved")
    listed = listing(request.actor, asked)
    found = in_words(request.actor, listed[:PAGE])
    context = looks | {
        "wanted": asked,
        "rows": found,
        "further": f"?{urlencode(shown.said | {'after': found[-1].ref})}" if len(listed) > PAGE else "",
    }
    if asked.after and wants_part(request):
        return page(request, "worklist/caseload.html", context, fragment="rows")
    return page(
        request, "worklist/caseload.html", context | _around(request.actor, shown, [each.line for each in found])
    )


@may("export")
@require_GET
def caseload_export(request: HttpRequest) -> HttpResponse:
    """The view, or whoever was picked in it, as a spreadsheet in the columns chosen."""
    shown = opened(request.actor, request.GET)
    picked = request.GET.getlist("case")
    asked = Asked(only=tuple(picked)) if picked else replace(shown.asked, after="")
    header, rows = sheet(request.actor, asked, columns=shown.chosen)
    kept = as_csv if request.GET.get("format") == "csv" else as_xlsx
    return kept(f"caseload-{request.actor.day}", header, rows)


def _around(actor: Actor, shown: Opened, lines: list) -> dict[str, object]:
    """What stands above the rows: views with their counts, the filter, the headings."""
    tabs, known = tabs_of(actor, everybody=True), counts(actor)
    return {
        "place": tabs[1].text,
        "counts": known,
        "views": shown.tabs(known),
        "leads": [("", "Any"), *((tab.key, tab.text) for tab in tabs[2:]), (str(actor.staff.pk), "Me")],
        "stages": list(forms.STAGE_WORDS.items()),
        "dues": list(forms.DUE_WORDS.items()),
        "flags": list(forms.FLAG_WORDS.items()),
        "kept": {name: value for name, value in shown.said.items() if name in ("sort", "saved")},
        "heads": headings(lines),
        "sorted": shown.sorted,
        "sort_by": shown.sort_by,
        "filter": shown.said,
    }


@may("work")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """A name, a number, a telephone; an exact case number opens the file."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:100]
    if asked and (ref := numbered(request.actor, asked)):
        return redirect("case", ref)
    found = find(request.actor, asked) if asked else []
    context = {
        "asked": asked,
        "exact": [each for each in found if each.exact],
        "alike": [each for each in found if not each.exact][:5],
        "back": f"{reverse('search')}?{urlencode({'q': asked})}",
    }
    return page(request, "worklist/search.html", context)
