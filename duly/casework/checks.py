"""What must hold before Duly starts: every route says who may use it."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from duly.casework.door import is_open


def routes(
    resolver: URLResolver | None = None, names: tuple[str, ...] = (), path: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Every route of the application: (full name, path pattern, view)."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*names, entry.name or ""]), here, entry.callback
        else:
            yield from routes(entry, (*names, *([entry.namespace] if entry.namespace else [])), here)


@register()
def every_route_says_who_may_use_it(**_: Any) -> list[CheckMessage]:
    """A view without @may(...) and not listed as open stops start-up (deny by default)."""
    return [
        Error(
            f"The route '{path}' ({name or 'without a name'}) does not say who may use it.",
            hint="Put @may('…') on its view, or list its name in access.OPEN.",
            id="casework.E001",
        )
        for name, path, view in routes()
        if not is_open(name, view) and not hasattr(view, "duly_act")
    ]
