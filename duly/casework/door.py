"""The one door for requests: who asks, may they, and one transaction in which the database knows it too."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from duly.casework import access, clock, context
from duly.casework.layout.moved import moved


class Door:
    """Middleware: one transaction around the answer, bound to the actor; rolled back when the answer is an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            request.actor = self._actor(request)  # type: ignore[attr-defined]
            context.bind(request.actor.sight() if request.actor else context.NOTHING)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _actor(self, request: HttpRequest) -> access.Actor | None:
        if not request.user.is_authenticated:
            return None
        return access.actor_of(request.user, day=clock.today(settings.TIME_ZONE))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Nothing is open by omission; what is not yours does not exist."""
        if _holds_nul(request):
            raise BadRequest
        if is_open(request.resolver_match.view_name if request.resolver_match else "", view):
            return None
        if request.actor is None:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path())
        act = getattr(view, "duly_act", None)
        if act is None or not request.actor.may(act):  # type: ignore[attr-defined]
            raise Http404
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A case that went to another organization meanwhile: said plainly, with whatever was typed."""
        return moved(request, error.case) if isinstance(error, access.Moved) else None


def is_open(name: str, view: object) -> bool:
    """Whether a route is declared open to anybody, or belongs to the sign-in library, which guards its own pages."""
    return name in access.OPEN or getattr(view, "__module__", "").startswith("allauth.")


def _holds_nul(request: HttpRequest) -> bool:
    """A byte nobody types, which no text of the database can hold."""
    said = [text for given in (request.GET, request.POST) for pair in given.lists() for text in (pair[0], *pair[1])]
    return any("\x00" in text for text in (request.path, *said))
