"""Where somebody came from, and how an entry saved under a row finds its way back into that list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from duly.casework.layout.render import wants_part


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that `back` names, or `otherwise`; never another site."""
    asked = request.GET.get("back", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else otherwise


def return_to(request: HttpRequest, back: str, *, row: str = "") -> HttpResponse:
    """Go back after saving; asked by htmx, the list answers with what changed about the row of that case."""
    if row and wants_part(request):
        back += ("&" if "?" in back else "?") + urlencode({"row": row})
    response = HttpResponseRedirect(back)
    response.status_code = 303  # the answer to a POST is fetched with GET, whatever browser it is
    return response


def columns(request: HttpRequest, otherwise: int = 7) -> int:
    """How many columns the list has under whose row a form opens."""
    asked = request.GET.get("span", "")
    return int(asked) if asked.isdigit() and 0 < int(asked) < 30 else otherwise
