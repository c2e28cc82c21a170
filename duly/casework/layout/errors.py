"""What somebody sees when a page cannot be given: the same bytes for everybody, naming nothing that was asked for."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader


@lru_cache(maxsize=8)
def text(name: str) -> str:
    """Made without the request: not yours and not there must not differ in a byte."""
    return loader.render_to_string(f"layout/{name}.html")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse(text("error_400"), status=400)


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    return HttpResponse(text("error_403"), status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse(text("error_404"), status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(text("error_500"), status=500)
