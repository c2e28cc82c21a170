"""What happened to one case: the only input of the engine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

COMPLETED = "completed"
TRANSFERRED = "transferred"  # the end of a case that goes on at another organization; nobody left


@dataclass(frozen=True, slots=True)
class Fact:
    """Fact: something that happened to one case; `until` is the moment a correction or retraction replaced it."""

    id: str
    kind: str
    on: date | None
    recorded_at: datetime
    what: str = ""
    mode: str = ""
    outcome: str = ""
    author: str = ""
    until: datetime | None = None
    by: date | None = None  # the day the fact names: expected release, day to look again, day a step is due
    about: str = ""  # the fact or thing this one settles: a step done; of a step, the thing it is a wording of

    def known(self, as_of: date, known_at: datetime) -> bool:
        """Whether it counts as of a day, from what was recorded by a moment. An assignment is known from its date."""
        if self.until is not None and self.until <= known_at:
            return False
        if self.kind == "assigned":
            return self.on is not None and self.on <= as_of
        return self.recorded_at <= known_at and (self.on is None or self.on <= as_of)


@dataclass(frozen=True, slots=True)
class History:
    """Facts of one case, in whatever order they were recorded."""

    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "History":
        return cls(tuple(facts))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def known(self, as_of: date, known_at: datetime) -> "History":
        """What counts as of that day, known by that moment; a fact replaced only later stands as if never replaced."""
        return History(tuple(
            replace(fact, until=None) if fact.until else fact
            for fact in self.facts if fact.known(as_of, known_at)
        ))

    def standing(self) -> "History":
        """What holds now: everything that nothing has replaced."""
        return History(tuple(fact for fact in self.facts if fact.until is None))
