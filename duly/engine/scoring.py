"""How a program is scored and paid: measures with samples, bands and classes; payment points; official counts."""


import re
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from duly.engine.parts import Lasting, Names, Part, Text
from duly.engine.rules import Sourced

RANGE = re.compile(r"to (?P<to>\d+)|from (?P<from>\d+)|(?P<low>\d+) to (?P<high>\d+)|(?P<only>\d+)")
BEYOND = 10**9


class Band(Part):
    """Frozen: a level and the whole numbers that belong to it; an open end is None."""

    level: str
    low: int | None
    high: int | None

    def holds(self, value: int) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        if self.low is None:
            return f"to {self.high}"
        if self.high is None:
            return f"from {self.low}"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def band(level: str, said: Any) -> Band:
    """A band as written: 'to 74', '75 to 89', 'from 90' or a single number."""
    found = RANGE.fullmatch(str(said))
    if not found or (found["low"] and int(found["low"]) > int(found["high"])):
        raise ValueError(f"band '{level}' is '{said}'; a band is written like 'to 74', '75 to 89' or 'from 90'")
    low, high = found["low"] or found["from"] or found["only"], found["high"] or found["to"] or found["only"]
    return Band(level=level, low=int(low) if low else None, high=int(high) if high else None)


def bands(value: Any) -> Any:
    """Bands by level, fewest points first; ValueError where a whole number falls between two or into two."""
    if not isinstance(value, dict):
        return value
    made = tuple(band(level, said) for level, said in value.items())
    for left, right in pairwise(sorted(made, key=lambda each: -BEYOND if each.low is None else each.low)):
        after, start = BEYOND if left.high is None else left.high + 1, -BEYOND if right.low is None else right.low
        if after < start:
            between = f"between '{left.level}' and '{right.level}'"
            raise ValueError(f"{after} falls {between}; bands leave no whole number out")
        if after > start:
            shared = left.low if start == -BEYOND else start
            raise ValueError(f"{shared} falls into both '{left.level}' and '{right.level}'; bands do not overlap")
    return made


def fraction(value: Any) -> Any:
    """A part of a whole as written: '2/3'."""
    found = re.fullmatch(r"([1-9]\d?)/([1-9]\d?)", str(value))
    if not found or int(found[1]) > int(found[2]):
        raise ValueError(f"'{value}' is no part of a whole; write it like '2/3'")
    return int(found[1]), int(found[2])


Bands = Annotated[
    tuple[Band, ...], BeforeValidator(bands), Field(min_length=2),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["string", "integer"]}}),
]
Fraction = Annotated[
    tuple[int, int], BeforeValidator(fraction), WithJsonSchema({"type": "string", "examples": ["2/3"]})
]


class Scored(Sourced):
    """Frozen: what every measure has."""

    short: str = ""  # the heading of a narrow column
    of_whom: Text
    bands: Bands
    lower_bound: bool = False  # the record shows at least this much

    def points(self, value: int) -> int | None:
        """The points of a whole number: 1 for the first band in the file, 2 for the second …"""
        return next((nth for nth, each in enumerate(self.bands, 1) if each.holds(value)), None)


class ShareHeld(Scored):
    """Frozen: the share of all cases whose anchor was held, dated or not."""

    kind: Literal["share_held"]
    of: Text


class MeanDays(Scored):
    """Frozen: mean days from assignment to the dated anchor, over the cases that have one."""

    kind: Literal["mean_days"]
    of: Text


class ShareOnTime(Scored):
    """Frozen: the share of cases with at least this part of their elapsed windows met."""

    kind: Literal["share_on_time"]
    rule: Text
    at_least: Fraction
    tenure: Lasting


class ShareComplete(Scored):
    """Frozen: the share of cases with as many of a series as were due."""

    kind: Literal["share_complete"]
    rule: Text
    tenure: Lasting


Measure = Annotated[ShareHeld | MeanDays | ShareOnTime | ShareComplete, Field(discriminator="kind")]


class Total(Sourced):
    """Frozen: the sum of the points of all measures, the class it falls in, and how few people call for caution."""

    classes: Bands
    small_sample: Annotated[int, Field(ge=1)]
    caution: Text

    def classed(self, points: int) -> str | None:
        return next((each.level for each in self.classes if each.holds(points)), None)


class Payment(Sourced):
    """Frozen: money earned for something, how often, and what must be in place."""

    kind: Literal["agreed_slot", "met", "each_met", "on_file", "early_exit"]
    amount: Annotated[int, Field(ge=1)]
    times: Annotated[int, Field(ge=1)] = 1
    rule: Text | None = None  # met, each_met: the rule whose meeting pays
    each_window: Text | None = None  # each_met: every window of this rule since the one before holds a contact
    or_service: bool = False  # … or a service started in it
    on_file: Names = ()  # on_file: any one of these pays
    after: Text | None = None  # early_exit: closed sooner than so long after this
    sooner_than: Lasting | None = None
    fewer_than: int | None = None  # early_exit: with fewer payments than this of the point named in `instead_of`
    instead_of: Text | None = None
    outside_limit: bool = False


class Payments(Sourced):
    """Frozen: the payment schedule: the most one participant can earn a provider, and its points."""

    currency: Literal["USD"]
    limit: Annotated[int, Field(ge=1)]
    points: dict[str, Payment]


class Count(Sourced):
    """Frozen: an official count, and everything that must be on file for a case to be in it."""

    of: Names = ()  # members of any of these groups; nothing: everybody
    needs: Annotated[Names, Field(min_length=1)]
