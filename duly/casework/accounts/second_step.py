"""Where work is real, whoever may give rights or money gets no further than setting up a second step at sign-in."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from duly.casework import access, clock
from duly.casework.accounts import sessions

WAY = "mfa_index"
# What setting it up needs: the pages of the second step themselves, proving who one is, and a way out.
OPEN = access.OPEN | {"account_reauthenticate", "account_logout"}
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Required:
    """Middleware, inside the door: one question more for those few people, none for all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not is_missing(request.actor) or _is_open(request):  # type: ignore[attr-defined]
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": resolve_url(WAY)})
        if request.method == "POST":
            return sessions.kept(request, why="second", way=resolve_url(WAY))
        return redirect(WAY)


def is_missing(actor: access.Actor | None) -> bool:
    """Whether this person must have a second step and has none. Practice data belong to nobody: there it is offered."""
    if actor is None or not actor.needs_two_steps or clock.is_demo():
        return False
    return not Authenticator.objects.filter(user=actor.staff, type__in=FACTORS).exists()


def _is_open(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in OPEN or name.startswith("mfa_")
