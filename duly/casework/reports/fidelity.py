"""The fidelity report: how closely a program is kept to, organization by organization, at any moment asked about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from duly.casework.models import Organization
from duly.casework.reports.asking import Moment
from duly.casework.reports.sums import Sum, sums
from duly.engine.measures import Row, cell, classed, newest
from duly.engine.program import Edition
from duly.engine.reading import editions, load

Places = Mapping[UUID, Organization]


@dataclass(frozen=True, slots=True)
class Line:
    """Derived: one organization in the report, or all of them: how many cases were assigned, and the figures."""

    cases: int
    row: Row
    place: UUID | None = None

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


def editions_of(program: str) -> list[Edition]:
    """Every edition of a program, oldest first."""
    return [load(name, edition) for name, edition in editions() if name == program]


def fidelity(
    agency: UUID,
    known: Sequence[Edition],
    moment: Moment,
    *,
    organizations: Collection[UUID] | None = None,
    places: Places | None = None,
) -> Report:
    """The report over the organizations given, or over all of the agency. Two statements."""
    return assembled(known, moment, sums(agency, known, [moment], organizations=organizations), places=places)


def over_time(
    agency: UUID, known: Sequence[Edition], asked: Sequence[Moment], *, organizations: Collection[UUID], places: Places
) -> list[Report]:
    """The same report at several moments, from one pass over the cases."""
    found = sums(agency, known, asked, organizations=organizations)
    return [
        assembled(known, moment, [each for each in found if each.moment == nth], places=places)
        for nth, moment in enumerate(asked)
    ]


def assembled(
    known: Sequence[Edition],
    moment: Moment,
    found: Iterable[Sum],
    *,
    places: Places | None = None,
) -> Report:
    """Rows by organization name, then all of them pooled over cases."""
    found = list(found)
    used = {each.edition for each in found}
    rating = newest(each for each in known if each.id in used or not used)
    named = places_of({each.organization for each in found}) if places is None else places
    order = sorted({each.organization for each in found}, key=lambda each: (named[each].name, named[each].ref))
    lines = [
        _line(rating, [each for each in found if each.organization == place], named[place])
        for place in order
    ]
    return Report(rating.program, moment, tuple(sorted(used)), rating, tuple(lines), _line(rating, found))


def _line(rating: Edition, found: list[Sum], place: Organization | None = None) -> Line:
    cells = {}
    for key in rating.measures:
        pairs = [each.figures[key] for each in found if key in each.figures]
        cells[key] = cell(rating, key, sample=sum(one for one, _ in pairs), numerator=sum(two for _, two in pairs))
    total, level = classed(rating, cells)
    row = Row(place.ref, place.name, cells, total, level) if place else Row(None, "All", cells, total, None)
    return Line(sum(each.cases for each in found), row, place.pk if place else None)


def places_of(wanted: Collection[UUID]) -> dict[UUID, Organization]:
    """The organizations with their names."""
    return Organization.objects.only("id", "ref", "name").in_bulk(wanted)
