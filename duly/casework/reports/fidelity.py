"""The fidelity report: how closely a program is kept to, organization by organization, at any moment asked about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from duly.casework.models import Organization
from duly.casework.reports.asking import Moment
from duly.casework.reports.sums import Sum, sums
from duly.engine.measures import Row, cell, classed, newest
from duly.engine.program import Edition
from duly.engine.reading import load


@dataclass(frozen=True, slots=True)
class Line:
    """Derived: one organization in the report, or all of them: how many cases were assigned, and the figures."""

    cases: int
    row: Row

    @property
    def ref(self) -> str:
        return self.row.organization_id or ""

    @property
    def name(self) -> str:
        return self.row.organization


@dataclass(frozen=True, slots=True)
class Report:
    """Derived: the whole answer. `rating` is the edition by which figures that pool several are rated."""

    program: str
    moment: Moment
    editions: tuple[str, ...]
    rating: Edition
    lines: tuple[Line, ...]
    everyone: Line


def fidelity(agency: UUID, program: str, moment: Moment, *, organizations: Collection[UUID] | None = None) -> Report:
    """The report over the organizations given, or over all of the agency. Two statements."""
    return assembled(program, moment, sums(agency, program, [moment], organizations=organizations))


def over_time(
    agency: UUID, program: str, moments: Collection[Moment], *, organizations: Collection[UUID] | None = None
) -> list[Report]:
    """The same report at several moments, from one pass over the cases."""
    asked = list(moments)
    found = sums(agency, program, asked, organizations=organizations)
    places = _places({each.organization for each in found})
    return [
        assembled(program, moment, [each for each in found if each.moment == nth], places=places)
        for nth, moment in enumerate(asked)
    ]


def assembled(
    program: str, moment: Moment, found: Iterable[Sum], *, places: Mapping[UUID, Organization] | None = None
) -> Report:
    """Rows by organization name, then all of them pooled over cases."""
    found = list(found)
    used = sorted({each.edition for each in found})
    rating = newest(load(program, each) for each in used) if used else load(program)
    known = _places({each.organization for each in found}) if places is None else places
    order = sorted({each.organization for each in found}, key=lambda each: (known[each].name, known[each].ref))
    lines = [
        _line(rating, [each for each in found if each.organization == place], known[place].ref, known[place].name)
        for place in order
    ]
    return Report(program, moment, tuple(used), rating, tuple(lines), _line(rating, found, None, "All"))


def _line(rating: Edition, found: list[Sum], ref: str | None, name: str) -> Line:
    cells = {}
    for key in rating.measures:
        pairs = [each.figures[key] for each in found if key in each.figures]
        cells[key] = cell(rating, key, sample=sum(one for one, _ in pairs), numerator=sum(two for _, two in pairs))
    total, level = classed(rating, cells)
    row = Row(ref, name, cells, total, level if ref is not None else None)
    return Line(sum(each.cases for each in found), row)


def _places(wanted: Collection[UUID]) -> dict[UUID, Organization]:
    return Organization.objects.only("id", "ref", "name").in_bulk(wanted)
