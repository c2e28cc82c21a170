"""The Jinja2 environment of every page of ours: what templates know without asking."""

from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from jinja2 import Environment, StrictUndefined

from duly.casework import words
from duly.casework.layout import marks


def environment(**options: Any) -> Environment:
    """For settings.TEMPLATES; a variable nobody passed is a mistake, not an empty place."""
    made = Environment(**{  # noqa: S701 (Django's backend passes autoescape=True)
        **options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True,
    })
    made.globals.update(static=marks.file, url=url, url_if_any=url_if_any, words=words, marks=marks)
    # A global rather than an import: a block rendered alone runs none of its template's imports.
    made.globals["ui"] = made.get_template("layout/macros.html").module
    return made


@lru_cache(maxsize=8192)  # a page names the same addresses again and again
def url(route: str, *parts: object) -> str:
    """The address of a route by its name."""
    return reverse(route, args=[str(part) for part in parts])


def url_if_any(route: str, *parts: object) -> str:
    """The address of a route, or nothing where this installation has none."""
    try:
        return url(route, *parts)
    except NoReverseMatch:
        return ""
