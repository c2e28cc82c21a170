"""What stands around every page: navigation by what the person may do, their name, the day and the zone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.middleware.csp import get_nonce
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.layout.said import last_said

# (route, its word, the act that opens it); the order is the order of the bar.
NAVIGATION = (
    ("today", "Today", "work"),
    ("team", "Team", "lead"),
    ("caseload", "Caseload", "work"),
    ("reports", "Reports", "read_fidelity"),
    ("programs", "Programs", "read_program"),
    ("people", "People", "manage_people"),
    ("import", "Import", "import"),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page, already in words."""

    navigation: tuple[tuple[str, str], ...]
    may_search: bool
    may_enroll: bool
    name: str
    place: str
    single_keys: bool
    practice: bool
    now: str
    zone: str
    said: Callable[[], Message | None]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame, the person asking, and what forms and scripts need."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "shell": frame(actor, said=partial(last_said, request)),
        "csp_nonce": get_nonce(request),
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }


def frame(actor: Actor | None, *, said: Callable[[], Message | None]) -> Shell:
    """The frame for this person, or for somebody who has not signed in."""
    return Shell(
        navigation=tuple((route, word) for route, word, act in NAVIGATION if actor and actor.may(act)),
        may_search=actor is not None and actor.may("work"),
        may_enroll=actor is not None and actor.may("enroll"),
        name=actor.staff.name if actor else "",
        place=actor.grants[0].name if actor and actor.grants else "",
        single_keys=actor is not None and actor.staff.single_keys,
        practice=clock.is_demo(),
        now=day_and_time(),
        zone=words.zone(settings.TIME_ZONE),
        said=said,
    )


def day_and_time() -> str:
    """Thu 21 May 2015, 9:04."""
    today = clock.today(settings.TIME_ZONE)
    return f"{words.on(today, today=today).text} {today.year}, {words.clock(clock.now(), settings.TIME_ZONE)}"
