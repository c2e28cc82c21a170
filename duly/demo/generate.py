"""Cohorts of any size with histories like real ones, for any program; a seed gives the same people again."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from duly.casework.exchange.files import FILES
from duly.demo.lives import live
from duly.demo.names import person
from duly.demo.places import Agency, Provider, agency
from duly.demo.records import WRITES, Pen, Record, blank
from duly.engine.program import Edition
from duly.engine.reading import in_force, load

OPEN_FOR = 640  # days before the end of the record in which people are assigned
CO_ENROLLED = 0.02
MODE, OUTCOME = FILES["contacts"]["mode"], FILES["contacts"]["outcome"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """What to make up: so many cases of a program, up to a day; `beside` is a program some take part in as well."""

    cases: int
    program: str = "set"
    beside: str = ""
    seed: int = 1
    agencies: int = 1
    last: date = date(2015, 5, 20)

    @property
    def first(self) -> date:
        """The first day of assignment: some twenty months before the end, not before the program began."""
        return max(load(self.program).edition, self.last - timedelta(days=OPEN_FOR))

    def trees(self) -> Iterator[Agency]:
        """The agencies, each with its share of the cases."""
        for number in range(1, self.agencies + 1):
            share = len(range(number - 1, self.cases, self.agencies))
            yield agency(number, cases=share, seed=self.seed, first=self.first, last=self.last)


def records(cohort: Cohort, tree: Agency, within: range | None = None) -> Iterator[Record]:
    """The rows of one case after another, in the order of their numbers; `within` asks for a part."""
    for provider in tree.providers:
        for number in provider.cases:
            if within is None or number in within:
                yield record(cohort, tree, provider, number)


def record(cohort: Cohort, tree: Agency, provider: Provider, number: int) -> Record:
    """Everything on file about one person: their case, and for some a second one in another program."""
    chance = Random((cohort.seed << 48) + (tree.number << 40) + number)  # noqa: S311 (practice data)
    rows = blank()
    digits = f"{number + 1:07}"
    assigned = cohort.first + timedelta(days=int(chance.random() * (cohort.last - cohort.first).days))
    rows["people"].append(_person(chance, digits))
    life = live(in_force(cohort.program, assigned), provider.manner, chance, assigned=assigned, last=cohort.last)
    one = Pen(rows, life, provider, number, f"C{digits}")
    one.case(cohort.program, f"P{digits}")
    one.facts()
    if cohort.beside and chance.random() < CO_ENROLLED:
        _second(cohort, one, provider)
    return rows


def _person(chance: Random, digits: str) -> tuple[str, ...]:
    given, family, language = person(chance)
    born = date(1950 + int(chance.random() * 45), 1 + int(chance.random() * 12), 1 + int(chance.random() * 28))
    mail = f"p{digits}@people.example" if chance.random() < 0.93 else ""
    phone = f"+1555{digits}" if chance.random() < 0.96 else ""
    return f"P{digits}", given, family, born.isoformat(), mail, phone, language


def _second(cohort: Cohort, one: "Pen", provider: Provider) -> None:
    """A case of the same person in the other program, to which some of the contacts are credited as well."""
    edition = in_force(cohort.beside, one.life.assigned)
    life = live(edition, provider.manner, one.life.chance, assigned=one.life.assigned, last=cohort.last)
    two = Pen(one.rows, life, provider, one.number, f"{one.id}B")
    shared = one.rows["contacts"][::3]
    two.case(cohort.beside, one.rows["people"][0][0])
    two.facts()
    for contact in shared:
        if contact[OUTCOME] == "completed" and (kind := _kind_in(edition, contact[MODE])):
            one.rows["contact_cases"].append((contact[0], two.id, kind, contact[4], contact[5]))


def _kind_in(edition: Edition, mode: str) -> str | None:
    """A kind of contact of the other program that can be held this way."""
    return next((key for key, kind in edition.contacts.items() if mode in kind.modes), None)


def write(folder: Path, cohort: Cohort, *, progress: Callable[[int], None] = lambda done: None) -> list[Path]:
    """The cohort as folders of exchange files, one an agency; holds one case at a time, whatever the size."""
    trees = list(cohort.trees())
    folders = [folder / f"agency-{tree.number}" if len(trees) > 1 else folder for tree in trees]
    for tree, to in zip(trees, folders, strict=True):
        _write_agency(to, cohort, tree, progress)
    return folders


def _write_agency(folder: Path, cohort: Cohort, tree: Agency, progress: Callable[[int], None]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_files:
        out = {}
        for name in ("organizations", "staff", *WRITES):
            file = open_files.enter_context(open(folder / f"{name}.csv", "w", encoding="utf-8", newline=""))
            out[name] = csv.writer(file, lineterminator="\n")
            out[name].writerow(header(name))
        out["organizations"].writerows(tree.organizations())
        out["staff"].writerows(tree.staff())
        for rows in records(cohort, tree):
            for name, found in rows.items():
                out[name].writerows(found)
            progress(1)


def header(name: str) -> list[str]:
    """The columns written here: those of the exchange file that a made-up row fills."""
    left_out = {"assignments": ("recorded_at", "author_id"), "events": ("file", "about_id")}.get(name, ())
    return [column for column in FILES[name].header if column not in left_out]
