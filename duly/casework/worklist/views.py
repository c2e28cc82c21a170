"""The pages a worker opens first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from duly.casework import words
from duly.casework.access import Actor, may
from duly.casework.layout.render import page, wants_part
from duly.casework.layout.shell import NAVIGATION
from duly.casework.worklist.queries import ALL, MINE, Tab, tabs_of, today_of


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
    response = page(request, "worklist/today.html", context, fragment="people")
    return _in_place(response) if context["in_place"] else response


def _whose(request: HttpRequest, tabs: list[Tab]) -> str:
    """Whose people were asked for; by default one's own, or everybody's for somebody who has none."""
    asked = request.GET.get("whose", "")
    if asked in {tab.key for tab in tabs}:
        return asked
    return MINE if tabs[0].count or not tabs[1].count else ALL


def _in_place(response: HttpResponse) -> HttpResponse:
    """After an entry was saved under a row, the whole list is put right: people change groups."""
    response["HX-Retarget"], response["HX-Reswap"] = "#people", "outerHTML"
    return response


def _first_page(actor: Actor) -> str:
    return next(route for route, _, act in (*NAVIGATION[1:], ("account", "", "own_account")) if actor.may(act))
