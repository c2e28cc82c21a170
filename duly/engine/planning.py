"""What a case plan is made of: kinds of things, how each is asked for and ends, who pays, and its words on paper."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field as Limit

from duly.engine.forms import Code
from duly.engine.parts import Keyed, Part, Sources, Text

# Questions of a kind's form that every program means alike; the others are kept as answers beside them.
ITEM_FIELDS: dict[str, str] = {
    "what": "line", "code": "choice", "owner": "choice", "owner_name": "line", "starts_on": "date", "due_on": "date",
    "cost": "money", "funding": "choice", "for_goal": "choice",
}
OFFERED = ("code", "owner", "funding", "for_goal")  # their choices are lists of the file or of the plan itself


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)


class PlanEnd(Code):
    """Frozen: a way for a thing of the plan to end."""

    good: bool = False  # it was done, attained, overcome
    leaves: bool = False  # it leaves the plan by it, and both agree again


class Span(Part):
    """Frozen: two sums of a form that are read as one: from so much to so much."""

    label: Text
    low: Text
    high: Text


class PlanKind(Keyed):
    """Frozen: a kind of thing in a plan, its questions, and what it is for the rules."""

    plural: Text
    part: Literal["goals", "schedule", "barriers", "supports", "training", "reasons"]
    form: Text
    ends: Annotated[dict[str, PlanEnd], Limit(min_length=1)]
    codes: Literal["barriers", "services", "milestones"] | None = None  # the list its code is from
    span: Span | None = None
    both: bool = False  # each one is agreed to by both
    kept: bool = False  # never taken back: how it ended is what is recorded
    none: Text = ""  # what is recorded where there are none
    means: Text | None = None  # the event of the file it also is
    gate: Text | None = None  # what must be in place before it begins


class Sheet(Part):
    """Frozen: the plan on paper, in one language; {name} and {staff} stand for people."""

    title: Text = "{name}: my plan"
    version: Text = "Case plan, version {number}"
    goals: Text = "My goals"
    next: Text = "What happens next"
    what: Text = "What"
    when: Text = "When"
    who: Text = "Who"
    me: Text = "Me"
    soon: Text = "as soon as I can"
    paid: Text = "What is paid for me"
    paid_by: Text = "Paid by"
    up_to: Text = "Up to"
    in_all: Text = "In all"
    barriers: Text = "What could get in the way"
    changes: Text = "If something changes"
    call: Text = (
        "Call {staff} before you miss a day, change address or take a job. The plan can be changed; we both sign again."
    )
    agree: Text = "We agree on this plan"
    wording: Text = "We made this plan together. I may ask for a change at any time, and I keep a copy."
    dated: Text = "Date"
    participant: Text = "Participant"
    check: Text = "check"
    page: Text = "Page"
    of: Text = "of"
    draft: Text = "Not agreed on yet"
    weekdays: Annotated[tuple[Text, ...], Limit(min_length=7, max_length=7)] = WEEKDAYS
    months: Annotated[tuple[Text, ...], Limit(min_length=12, max_length=12)] = MONTHS

    def day(self, day: date) -> str:
        """A day as this language says it: Fri 17 April."""
        return f"{self.weekdays[day.weekday()]} {day.day} {self.months[day.month - 1]}"


class PlanRules(Part):
    """Frozen: the case plan of a program."""

    label: Text
    sources: Sources = ()
    kinds: Annotated[dict[str, PlanKind], Limit(min_length=1)]
    funding: dict[str, Code] = {}
    sheets: dict[str, Sheet] = {"en": Sheet()}

    def kinds_of(self, part: str) -> tuple[PlanKind, ...]:
        return tuple(kind for kind in self.kinds.values() if kind.part == part)

    def sheet(self, language: str) -> tuple[str, Sheet]:
        """The sheet in this language, or in the first there is; with the language it is in."""
        found = language if language in self.sheets else next(iter(self.sheets))
        return found, self.sheets[found]
