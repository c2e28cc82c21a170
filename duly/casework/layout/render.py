"""A page, or for htmx the one block of it that changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers

SAID = "layout/said.html"


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *,
    fragment: str | None = None, status: int = 200,
) -> HttpResponse:
    """The whole page; when htmx asks, only the block `fragment` of the same template and what was just said."""
    context = dict(context or {})
    if fragment and wants_part(request):
        text = part(request, template, fragment, context)
        text += loader.render_to_string(SAID, {"elsewhere": True}, request)
    else:
        text = loader.render_to_string(template, context, request)
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx will put the answer into a page that stands; a restored history entry needs all of it."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def part(request: HttpRequest, template: str, block: str, context: dict[str, Any]) -> str:
    """One block of one template, with the context a whole page would have."""
    found: Any = loader.get_template(template)
    for processor in found.backend.template_context_processors:
        context = processor(request) | context
    made = found.template.new_context({"request": request} | context)
    return "".join(found.template.blocks[block](made))
