"""The kinds of rules: what a program may owe a case. A closed list; each kind is one function in due.py."""


import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from duly.engine.parts import Keyed, Lasting, Names, Part, Sources, Text

ANY_CONTACT = "any_contact"  # a contact entry of any kind, a try too
PACES = "7 days for 8 weeks, then 14 days"
REACHED = "reached"  # a contact of any kind to which the participant responded


class Sourced(Keyed):
    """Frozen: a rule; it always says where it comes from."""

    sources: Annotated[Sources, Field(min_length=1)]


class Once(Sourced):
    """Frozen: one thing within a length after an anchor, or a length ahead of an expected day."""

    kind: Literal["once"]
    within: Lasting | None = None
    after: Text | None = None
    ahead: Lasting | None = None
    before: Text | None = None
    until: Text | None = None  # once this has happened it can no longer be met
    met_by: Annotated[Names, Field(min_length=1)]


class Windows(Sourced):
    """Frozen: one in every window of this length after an anchor, up to a count; it must fall inside its window."""

    kind: Literal["windows"]
    every: Lasting
    after: Text
    count: Annotated[int, Field(ge=1, le=120)]
    met_by: Annotated[Names, Field(min_length=1)]


class Series(Sourced):
    """Frozen: the j-th falls due j lengths after an anchor, up to a count; met in order, a late one still counts."""

    kind: Literal["series"]
    every: Lasting
    after: Text
    count: Annotated[int, Field(ge=1, le=120)]
    met_by: Annotated[Names, Field(min_length=1)]


class ProgramLength(Sourced):
    """Frozen: how long the program lasts; when it has ended, closing the case is what is owed.

    An event of `extended_by` names a later last day for one case.
    """

    kind: Literal["length"]
    after: Text
    lasts: Lasting
    warn: Lasting
    extended_by: Names = ()


class Pace(Part):
    """Frozen: contact no less often than this, for a while or for good."""

    every: Lasting
    lasting: Lasting | None = None

    def __str__(self) -> str:
        return f"{self.every} for {self.lasting}" if self.lasting else str(self.every)


def paces(value: Any) -> Any:
    """Paces as written: '7 days for 8 weeks, then 14 days'."""
    if not isinstance(value, str):
        return value
    steps = [re.fullmatch(r"(\d+ \w+?)(?: for (\d+ \w+))?", each) for each in value.split(", then ")]
    if not all(steps) or any(bool(step and step[2]) == (step is steps[-1]) for step in steps):
        raise ValueError(f"'{value}' is no pace; a pace is written like '14 days' or '{PACES}'")
    return tuple({"every": step[1], "lasting": step[2]} for step in steps if step)


Paces = Annotated[
    tuple[Pace, ...], BeforeValidator(paces), WithJsonSchema({"type": "string", "examples": ["14 days", PACES]})
]


class Interval(Sourced):
    """Frozen: no longer than a length since the last one; in a phase the length may differ and step down.

    An event of `shortened_by` names a shorter length for one case ('30 days'), from its day on; the newest holds.
    """

    kind: Literal["interval"]
    every: Lasting
    after: Text
    met_by: Annotated[Names, Field(min_length=1)]
    by_phase: dict[str, Paces] = {}
    ends_with: Names = ()
    paused_by: Names = ()
    resumed_by: Names = ()
    shortened_by: Names = ()


class Lapse(Sourced):
    """Frozen: after so long a silence, with a try on file since, a decision is proposed."""

    kind: Literal["lapse"]
    silence: Lasting
    since: Annotated[Names, Field(min_length=1)]
    after: Text
    proposes: Text
    met_by: Annotated[Names, Field(min_length=1)]


class Step(Sourced):
    """Frozen: something with a day of its own: an assignment, a referral, a hold to look at again."""

    kind: Literal["step"]
    of: Text
    what: Names = ()
    within: Lasting | None = None  # where the fact names no day of its own
    met_by: Annotated[Names, Field(min_length=1)]


class FollowUp(Sourced):
    """Frozen: one in each of so many calendar quarters after the one in which something happened."""

    kind: Literal["follow_up"]
    after: Text
    quarters: Annotated[int, Field(ge=1, le=12)]
    met_by: Annotated[Names, Field(min_length=1)]
    reasons: Names = ()


Rule = Annotated[
    Once | Windows | Series | ProgramLength | Interval | Lapse | Step | FollowUp, Field(discriminator="kind")
]
