"""The template environment of our pages (Jinja2): what every page can call."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """A name a page misspells is an error, not an empty place."""
    options.setdefault("undefined", StrictUndefined)
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(static=static, url=url)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route: url('case', ref=case.ref)."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
