"""The one line that says what was just done, with the way to undo it; it may name somebody, so it waits sealed."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from markupsafe import Markup

from duly.casework import sealing

WAITS = 10 * 60  # seconds; later nobody knows any more what it was about


def say(request: HttpRequest, text: str, *, undo: str | None = None) -> None:
    """Say it on the next page, or in this answer to htmx; posting to `undo` takes it back."""
    # Django keeps only its own kind of markup over a redirect.
    kept = SafeString(text) if isinstance(text, Markup) else text
    messages.success(request, kept, extra_tags=undo or "")


def last_said(request: HttpRequest) -> Message | None:
    """One at a time: the latest line, once."""
    said = list(messages.get_messages(request))
    return said[-1] if said else None


class Sealed(BaseStorage):
    """Until the next page the last line waits with the browser, sealed: only this server reads it.

    A row of its own on the server would cost every entry three statements more, and every page after one as many.
    """

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        try:
            text = sealing.unseal(self.request.COOKIES.get(_name(), ""), purpose="said", within=WAITS)
        except sealing.InvalidToken:
            text = "[]"
        return json.loads(text, cls=MessageDecoder), True

    def _store(self, messages: list[Message], response: HttpResponse, *args: Any, **kwargs: Any) -> list[Message]:
        if messages:
            text = sealing.seal(MessageEncoder().encode(messages[-1:]), purpose="said")
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(_name(), text, max_age=WAITS, secure=secure, httponly=True, samesite="Lax")
        elif _name() in self.request.COOKIES:
            response.delete_cookie(_name(), samesite="Lax")
        return []


def _name() -> str:
    return "__Host-said" if settings.SESSION_COOKIE_SECURE else "said"
