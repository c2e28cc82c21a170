"""Where the made-up cases live: a funder, its sites and providers, and the people who work there and move on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from duly.demo.lives import Manner

CASELOAD = 50
IN_A_PROVIDER = 500  # cases, until there are as many providers as a state has
MOST_PROVIDERS = 200
IN_A_SITE = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """One advisor's place at a provider: who sat there from the start, and who since when, if anybody followed."""

    first: str
    then: str | None
    since: date | None

    def held(self, assigned: date) -> list[tuple[str, date, date | None]]:
        """Who answers for a case assigned that day, from when to when (the day after the last)."""
        if self.then is None or self.since is None:
            return [(self.first, assigned, None)]
        if assigned >= self.since:
            return [(self.then, assigned, None)]
        return [(self.first, assigned, self.since), (self.then, self.since, None)]

    def author(self, day: date) -> str:
        return self.then if self.then and self.since and day >= self.since else self.first


@dataclass(frozen=True, slots=True)
class Provider:
    """One organization with cases: its own manner, its desks, and which of the cohort's cases are its."""

    id: str
    name: str
    site: str
    director: str
    manner: Manner
    desks: tuple[Desk, ...]
    cases: range

    def desk(self, case: int) -> Desk:
        return self.desks[(case - self.cases.start) % len(self.desks)]


@dataclass(frozen=True, slots=True)
class Agency:
    """A whole tree of organizations with its staff."""

    number: int
    root: str
    liaison: str
    providers: tuple[Provider, ...]

    def organizations(self) -> Iterator[tuple[str, ...]]:
        """Rows of organizations.csv, in the order of their ids."""
        yield self.root, f"Oversight {self.number}", "funder", ""
        sites: dict[str, None] = {}
        for provider in self.providers:
            if provider.site not in sites:
                sites[provider.site] = None
                yield provider.site, f"Site {len(sites)}", "site", self.root
            yield provider.id, provider.name, "provider", provider.site

    def staff(self) -> Iterator[tuple[str, ...]]:
        """Rows of staff.csv, in the order of their ids; those who left stay on record."""
        yield self._person(self.liaison, "Site liaison", "liaison", self.root)
        for provider in self.providers:
            yield self._person(provider.director, f"Director, {provider.name}", "director", provider.id)
            for number, desk in enumerate(provider.desks, start=1):
                yield self._person(desk.first, f"Advisor {number}, {provider.name}", "case_manager", provider.id)
                if desk.then:
                    name = f"Advisor {number} (new), {provider.name}"
                    yield self._person(desk.then, name, "case_manager", provider.id)

    def _person(self, ref: str, name: str, role: str, organization: str) -> tuple[str, ...]:
        return ref, name, f"{ref.lower()}@agency{self.number}.example", organization, role


def agency(number: int, *, cases: int, seed: int, first: date, last: date) -> Agency:
    """The tree for so many cases: some 50 to an advisor, some 500 to a provider until there are 200 providers."""
    chance = Random(f"{seed}/{number}/places")  # noqa: S311 (practice data)
    providers = min(MOST_PROVIDERS, max(3, cases // IN_A_PROVIDER)) if cases >= 3 else 1
    ends = _ends(chance, cases, providers)
    organizations, people = _numbers("O"), _numbers("S")
    root, liaison = next(organizations), next(people)
    made: list[Provider] = []
    for at, served in enumerate(map(range, ends, ends[1:])):
        site = next(organizations) if at % IN_A_SITE == 0 else made[-1].site
        name, director, manner = f"Provider {at + 1:03}", next(people), Manner.drawn(chance)
        desks = _desks(chance, len(served), people, first, last)
        made.append(Provider(next(organizations), name, site, director, manner, desks, served))
    return Agency(number, root, liaison, tuple(made))


def _desks(chance: Random, cases: int, people: Iterator[str], first: date, last: date) -> tuple[Desk, ...]:
    return tuple(_desk(chance, people, first, last) for _ in range(max(1, round(cases / CASELOAD))))


def _desk(chance: Random, people: Iterator[str], first: date, last: date) -> Desk:
    """About a third of the advisors leave while the cohort runs, and their cases go to whoever follows."""
    if chance.random() > 0.35:
        return Desk(next(people), None, None)
    since = first + timedelta(days=int((last - first).days * chance.uniform(0.3, 0.95)))
    return Desk(next(people), next(people), since)


def _ends(chance: Random, cases: int, providers: int) -> list[int]:
    """Where one provider's cases end and the next one's begin: sizes differ by about half either way."""
    weights = [chance.uniform(0.5, 1.5) for _ in range(providers)]
    so_far, ends = 0.0, [0]
    for weight in weights:
        so_far += weight
        ends.append(round(cases * so_far / sum(weights)))
    return ends


def _numbers(letter: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{letter}{number:06}"
