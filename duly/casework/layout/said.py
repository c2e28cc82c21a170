"""The one line that says what was just done, with the way to undo it."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.safestring import SafeString
from markupsafe import Markup


def say(request: HttpRequest, text: str, *, undo: str | None = None) -> None:
    """Say it on the next page, or in this answer to htmx; posting to `undo` takes it back."""
    # Django keeps only its own kind of markup over a redirect.
    kept = SafeString(text) if isinstance(text, Markup) else text
    messages.success(request, kept, extra_tags=undo or "")


def last_said(request: HttpRequest) -> Message | None:
    """One at a time: the latest line, once."""
    said = list(messages.get_messages(request))
    return said[-1] if said else None
