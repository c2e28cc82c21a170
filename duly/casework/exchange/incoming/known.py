"""What an import can refer to: the rows of its own folder and those on record, by the ids of the exchange files."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from duly.casework.exchange.checks import Rules, Standing
from duly.casework.exchange.recorded import query
from duly.casework.exchange.sight import Sight

DRAWN = 4096  # ids that share a moment


@dataclass(slots=True)
class Place:
    """An organization."""

    id: str
    agency: str
    new: bool = False


@dataclass(slots=True)
class Person:
    """Somebody, with the organizations where this folder opens cases for them: recorded when, and by whom."""

    id: str
    new: bool
    opened: tuple[tuple[str, datetime, str | None], ...] = ()
    told: bool = False  # people.csv has their row
    lines: tuple[int, ...] = ()  # of cases.csv


@dataclass(slots=True)
class Case(Standing):
    """A case of the folder or on record; without rules or agency if its own row could not be read."""

    id: str = ""
    agency: str | None = None
    organization: str = ""
    ref: str = ""
    new: bool = False


@dataclass(slots=True)
class Known:
    """All of it, by agency where ids are each agency's own; cases by id alone, for most rows name nothing else."""

    sight: Sight
    now: datetime
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    staff: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, dict[str, Person]] = field(default_factory=dict)
    cases: dict[str, Case | None] = field(default_factory=dict)  # None: looked for, and not there
    several: set[str] = field(default_factory=set)  # ids that cases of more than one agency have
    _rules: dict[tuple[Any, ...], Rules] = field(default_factory=dict)

    def load(self) -> None:
        """Organizations and staff: few, and every row needs them."""
        for agency in self.sight.agencies:
            places = {
                ref: Place(id_, agency)
                for ref, id_ in query(self.sight, agency, "places")
                if self.sight.reaches(agency, id_)
            }
            self.places[agency], self.people[agency] = places, {}
            self.staff[agency] = dict(query(self.sight, agency, "members", reach=[each.id for each in places.values()]))

    def keep_to(self, sight: Sight) -> None:
        """Forget the other agencies."""
        self.sight = sight
        self.places = {agency: found for agency, found in self.places.items() if agency in sight.agencies}
        self.staff = {agency: found for agency, found in self.staff.items() if agency in sight.agencies}
        self.people = {agency: found for agency, found in self.people.items() if agency in sight.agencies}

    def place(self, ref: str) -> Place | None:
        """The organization with this id, in the first agency that has it."""
        return next((places[ref] for places in self.places.values() if ref in places), None)

    def all_places(self) -> list[str]:
        return [ref for places in self.places.values() for ref in places]

    def cases_there(self) -> list[str]:
        return [ref for ref, case in self.cases.items() if case]

    def forget_people(self) -> None:
        """Nothing asks for them once cases and people are in; a million of them weigh a gigabyte."""
        self.people = {agency: {} for agency in self.people}

    def rules(self, program: str, *, edition: str | None = None, assigned_on: date | None = None) -> Rules:
        """The rules of an edition, read once."""
        asked = (program, edition, None if edition else assigned_on)
        if asked not in self._rules:
            self._rules[asked] = Rules.at(program, self.now, edition=edition, assigned_on=assigned_on)
        return self._rules[asked]

    def find_cases(self, refs: Iterable[str]) -> dict[str, Case | None]:
        """The cases with these ids, looked up where need be."""
        wanted = set(refs)
        self.fetch_cases(wanted)
        return {ref: self.cases[ref] for ref in wanted}

    def fetch_cases(self, refs: Iterable[str | None]) -> None:
        """Look up the cases on record that have not been looked up."""
        wanted = [ref for ref in set(refs) if ref and ref not in self.cases]
        found: dict[str, Case] = {}
        for agency in self.sight.agencies if wanted else ():
            for row in query(self.sight, agency, "standing", refs=wanted):
                if row[0] in found:
                    self.several.add(row[0])
                found[row[0]] = self._case(agency, row)
        self.cases |= {ref: found.get(ref) for ref in wanted}

    def _case(self, agency: str, row: tuple[Any, ...]) -> Case:
        ref, id_, place, program, edition, assigned_on, closed_on, kinds = row
        rules = self.rules(program, edition=edition)
        held = frozenset(kinds or ()) & rules.held_once
        return Case(rules, assigned_on, closed_on, held, id=id_, agency=agency, organization=place, ref=ref)

    def fetch_people(self, agency: str, refs: Iterable[str]) -> None:
        """Look up the people of an agency who have not been looked up; those not there are new."""
        here = self.people[agency]
        wanted = [ref for ref in set(refs) if ref not in here]
        if wanted:
            here |= {ref: Person(id_, new=False) for ref, id_ in query(self.sight, agency, "persons", refs=wanted)}


def uuids() -> Iterator[str]:
    """UUIDs version 7 (RFC 9562), one after the other: a moment, a random beginning, and counting on from there."""
    while True:
        stamp = f"{time.time_ns() // 1_000_000:012x}"
        chance, low = int.from_bytes(os.urandom(4)), int.from_bytes(os.urandom(6))
        variant = 0x8000 | chance >> 12 & 0x3FFF
        prefix = f"{stamp[:8]}-{stamp[8:]}-7{chance & 0xFFF:03x}-{variant:04x}-"
        low = min(low, (1 << 48) - DRAWN)
        for number in range(low, low + DRAWN):
            yield f"{prefix}{number:012x}"
