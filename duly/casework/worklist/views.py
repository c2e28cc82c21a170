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
from duly.casework.worklist.listing import PAGE, SOON, Asked, Counts, counts, expected, listing
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
    asked, row = forms.asked_of(request.GET), request.GET.get("row", "")
    if row and wants_part(request):
        found = in_words(request.actor, listing(request.actor, Asked(only=(row,))))
        return page(
            request, "worklist/caseload.html", {"row": next(iter(found), None), "back": _back(asked)}, fragment="saved"
        )
    listed = listing(request.actor, asked)
    found = in_words(request.actor, listed[:PAGE])
    context = {
        "wanted": asked,
        "rows": found,
        "back": _back(asked),
        "further": f"?{urlencode(forms.words_of(asked) | {'after': found[-1].ref})}" if len(listed) > PAGE else "",
    }
    if asked.after and wants_part(request):
        return page(request, "worklist/caseload.html", context, fragment="rows")
    return page(
        request, "worklist/caseload.html", context | _around(request.actor, asked, [each.line for each in found])
    )


@may("export")
@require_GET
def caseload_export(request: HttpRequest) -> HttpResponse:
    """The view, or whoever was picked in it, as a spreadsheet."""
    asked = forms.asked_of(request.GET)
    if picked := request.GET.getlist("case"):
        asked = Asked(only=tuple(picked))
    header, rows = sheet(request.actor, replace(asked, after=""))
    kept = as_csv if request.GET.get("format") == "csv" else as_xlsx
    return kept(f"caseload-{request.actor.day}", header, rows)


def _back(asked: Asked) -> str:
    said = urlencode(forms.words_of(asked))
    return reverse("caseload") + (f"?{said}" if said else "")


def _around(actor: Actor, asked: Asked, lines: list) -> dict[str, object]:
    """What stands above the rows: views with their counts, the filter, the headings."""
    tabs, known = tabs_of(actor, everybody=True), counts(actor)
    said = forms.words_of(asked)
    kept = {name: said[name] for name in ("sort",) if name in said}
    return {
        "place": tabs[1].text,
        "counts": known,
        "views": _views(asked, known),
        "leads": [("", "Any"), *((tab.key, tab.text) for tab in tabs[2:]), (str(actor.staff.pk), "Me")],
        "stages": list(forms.STAGE_WORDS.items()),
        "dues": list(forms.DUE_WORDS.items()),
        "flags": list(forms.FLAG_WORDS.items()),
        "kept": kept,
        "heads": headings(lines),
        "sorted": lambda name: _sorted(asked, name),
        "sort_by": lambda name: _sort_by(asked, name),
        "filter": said,
    }


def _views(asked: Asked, known: Counts) -> list[tuple[str, str, str, bool]]:
    named = {
        "": "Everyone",
        "mine": "Mine, open",
        "window": f"Window closes in {SOON} days",
        "silent": "No reply 60 days",
    }
    named |= {f"no-{key}": f"No {name.lower()} after {after}" for key, name, after in expected()}
    plain = not any((asked.q, asked.lead, asked.stage, asked.due, asked.flag))
    return [
        (
            f"?{urlencode({'view': key})}" if key else "?",
            text,
            words.number(known.views[key]),
            plain and asked.view == key,
        )
        for key, text in named.items()
    ]


def _sorted(asked: Asked, name: str) -> str:
    return "" if asked.sort != name else "descending" if asked.down else "ascending"


def _sort_by(asked: Asked, name: str) -> str:
    """The address that sorts by this column; the other way round if it is sorted by it already."""
    down = asked.sort == name and not asked.down
    return f"?{urlencode(forms.words_of(asked) | {'sort': f'-{name}' if down else name})}"


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
