"""A figure of the bench: what was asked of it, what came out, and whether that will do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of docs/speed.md. `limit` is the most it may be; `least` the least; neither where it is only told."""

    item: str
    what: str
    value: float
    shown: str
    limit: float | None = None
    least: float | None = None

    @property
    def target(self) -> str:
        if self.limit is not None:
            return f"≤ {self.limit:g}"
        return f"≥ {self.least:g}" if self.least is not None else "told"

    @property
    def reached(self) -> bool | None:
        if self.limit is None and self.least is None:
            return None
        return (self.limit is None or self.value <= self.limit) and (self.least is None or self.value >= self.least)

    def __str__(self) -> str:
        mark = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        return f"{self.item:>2}  {self.what:<64} {self.target:>8}  {self.shown:<34} {mark}"


Figures = Iterator[Figure]
Measure = Callable[[], Figures]
