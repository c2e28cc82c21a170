"""Help, the keys, and what is done for people who see, hear or move differently; they read nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duly.casework.layout.render import page


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return page(request, "layout/help.html")


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    return page(request, "layout/keyboard.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "layout/accessibility.html")
