"""How a program is scored and paid: measures with samples, bands and classes; payment points; official counts."""

from typing import Annotated, Literal

from pydantic import Field

from duly.engine.parts import Lasting, Names, Part, Text
from duly.engine.rules import Sourced


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
        return f"{self.low} to {self.high}"


class Sample(Part):
    """Frozen: which cases a measure looks at: all assigned, those with a dated anchor, those some time past it."""

    dated: Text | None = None
    at_least: Lasting | None = None


class Scored(Sourced):
    """Frozen: what every measure has."""

    short: str = ""
    bands: tuple[Band, ...]
    lower_bound: bool = False


class ShareHeld(Scored):
    """Frozen: the share of all cases whose anchor was held, dated or not."""

    kind: Literal["share_held"]
    of: Text


class MeanDays(Scored):
    """Frozen: mean days from assignment to the dated anchor, over the cases that have one."""

    kind: Literal["mean_days"]
    after: Literal["assigned"] = "assigned"
    to: Text


class ShareOnTime(Scored):
    """Frozen: the share of cases with at least this part of their elapsed windows met."""

    kind: Literal["share_on_time"]
    rule: Text
    at_least: tuple[int, int]
    tenure: Lasting


class ShareComplete(Scored):
    """Frozen: the share of cases with as many of a series as were due."""

    kind: Literal["share_complete"]
    rule: Text
    tenure: Lasting


Measure = Annotated[ShareHeld | MeanDays | ShareOnTime | ShareComplete, Field(discriminator="kind")]


class Total(Sourced):
    """Frozen: the sum of the points of all measures, and the class it falls in."""

    classes: tuple[Band, ...]
    small_sample: Annotated[int, Field(ge=1)]


class Payment(Sourced):
    """Frozen: money a provider earns for something, how often, and what must be in place."""

    kind: Literal["agreed_slot", "met", "series", "on_file", "early_exit"]
    amount: Annotated[int, Field(ge=1)]
    rule: Text | None = None
    times: Annotated[int, Field(ge=1)] = 1
    on_file: Names = ()
    each_window: Text | None = None
    or_service: bool = False
    before: Lasting | None = None
    after: Text | None = None
    fewer_than: int | None = None
    outside_limit: bool = False


class Payments(Sourced):
    """Frozen: the payment schedule: currency, the most one participant can earn a provider, its points."""

    currency: Literal["USD"]
    limit: Annotated[int, Field(ge=1)]
    points: dict[str, Payment]


class Count(Sourced):
    """Frozen: an official count and everything that must be on file for a case to be in it."""

    needs: Annotated[Names, Field(min_length=1)]
