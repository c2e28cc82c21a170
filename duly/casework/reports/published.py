"""A table somebody printed, kept beside the program as data, and where the record gives another figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from duly.casework.reports.asking import Moment
from duly.casework.reports.fidelity import Report

MARKS = "†‡§¶"
Place = tuple[str, str]  # an organization and a measure


@dataclass(frozen=True, slots=True)
class Published:
    """Reference: a printed table: of which days, its whole numbers, why one of them cannot be reached."""

    title: str
    as_of: date
    assigned_by: date
    figures: Mapping[str, Mapping[str, int]]
    notes: Mapping[Place, tuple[str, tuple[str, ...]]]

    def is_of(self, moment: Moment) -> bool:
        return (self.as_of, self.assigned_by) == (moment.as_of, moment.assigned_by)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Derived: how many figures agree, and a note on each that does not."""

    title: str
    agree: int
    of: int
    marks: Mapping[Place, str]
    notes: tuple[tuple[str, str, tuple[str, ...]], ...]  # mark, what is said, sources


@cache
def published(program: str) -> tuple[Published, ...]:
    """The printed tables that come with a program."""
    folder = resources.files("duly.programs").joinpath(program, "published")
    if not folder.is_dir():
        return ()
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return tuple(_read(YAML(typ="safe", pure=True).load(each.read_text("utf-8"))) for each in files)


def _read(said: dict[str, Any]) -> Published:
    notes = {(each["organization"], each["measure"]): (each["says"], tuple(each["sources"])) for each in said["notes"]}
    return Published(said["title"], said["as_of"], said["assigned_by"], said["figures"], notes)


def compared(report: Report, table: Published) -> Comparison:
    """Every figure the table prints beside the one the record gives; all of them pooled only where all are here."""
    everybody = {line.name for line in report.lines} >= set(table.figures) - {report.everyone.name}
    lines = (*report.lines, report.everyone) if everybody else report.lines
    ours = {(line.name, key): cell.value for line in lines for key, cell in line.row.cells.items()}
    theirs = {(name, key): value for name, row in table.figures.items() for key, value in row.items()}
    both = [place for place in theirs if place in ours]
    differ = [place for place in both if ours[place] != theirs[place]]
    marks = {place: MARKS[min(nth, len(MARKS) - 1)] for nth, place in enumerate(differ)}
    notes = tuple((marks[place], *_note(table, place, ours[place], theirs[place])) for place in differ[: len(MARKS)])
    return Comparison(table.title, len(both) - len(differ), len(both), marks, notes)


def _note(table: Published, place: Place, ours: int | None, theirs: int) -> tuple[str, tuple[str, ...]]:
    said = f"{place[0]}: the record gives {ours if ours is not None else 'nothing'}, the table prints {theirs}."
    return table.notes.get(place, (said, ()))
