"""Official counts of one program on a day: who is counted, and of everybody else concerned why not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.groups.queries import memberships
from duly.casework.layout.jinja import url
from duly.casework.models import Case
from duly.casework.obligations.history import histories
from duly.casework.people.queries import names_of
from duly.engine.counting import Counted, counted, of_whom
from duly.engine.phrases import called
from duly.engine.program import Count, Edition
from duly.engine.reading import load


@dataclass(frozen=True, slots=True)
class Line:
    """One case in one count: whether it is counted, and the way to put on record what is missing."""

    ref: str
    name: str
    place: str
    counts: bool
    why_not: tuple[tuple[str, str], ...]  # what keeps it out, and where that is put right, if one entry does it


@dataclass(frozen=True, slots=True)
class Figure:
    """One official count: its figure, whom it is about, and the cases behind it, those not counted first."""

    key: str
    label: str
    whom: str
    needs: tuple[str, ...]
    note: str
    sources: tuple[str, ...]
    lines: tuple[Line, ...]
    centers: tuple[tuple[str, int, int], ...]

    @property
    def number(self) -> int:
        return sum(each.counts for each in self.lines)


def figures(actor: Actor, program: str, *, as_of: date) -> list[Figure]:
    """Every official count of the program, over the cases the actor sees."""
    edition = load(program)
    return [_figure(actor, edition, asked, as_of) for asked in edition.counts.values()]


def _figure(actor: Actor, edition: Edition, asked: Count, as_of: date) -> Figure:
    cases = concerned(actor, edition, asked, as_of)
    found = histories(actor.agency, [each.pk for each in cases])
    names = names_of(cases)
    lines = []
    for case in cases:
        judged = counted(load(case.program, case.edition), asked.key, found[case.pk].standing(), as_of=as_of)
        if judged.concerned:
            lines.append(_line(case, names.get(case.pk, case.ref), judged, edition))
    lines.sort(key=lambda each: (each.counts, each.place, each.ref))
    return Figure(
        asked.key, asked.label, of_whom(edition, asked), tuple(called(edition, each) for each in asked.needs),
        asked.note, asked.sources, tuple(lines), tuple(_centers(lines)),
    )  # fmt: skip


def concerned(actor: Actor, edition: Edition, asked: Count, as_of: date) -> list[Case]:
    """The cases a count may be about: members of its groups on the day, or everybody assigned by then."""
    reach = actor.reach("read_counts")
    cases = Case.objects.filter(agency_id=actor.agency, organization_id__in=list(reach), program=edition.program)
    if asked.of:
        cases = cases.filter(pk__in=_members(actor.agency, reach, asked.of, as_of))
    return list(cases.filter(assigned_on__lte=as_of).select_related("organization").order_by("ref"))


def _members(agency: UUID, reach: Collection[UUID], groups: tuple[str, ...], as_of: date) -> list[UUID]:
    found = memberships(agency, reach, day=as_of).filter(what__in=groups)
    return list(found.values_list("case_id", flat=True).distinct())


def _line(case: Case, name: str, judged: Counted, edition: Edition) -> Line:
    entries = [url("entry", case.ref, each) if each in edition.events else "" for each in judged.missing]
    other = len(judged.why_not) - len(entries)
    why_not = tuple(zip(judged.why_not, [""] * other + entries, strict=True))
    return Line(case.ref, name, case.organization.name, judged.counts, why_not)


def _centers(lines: Iterable[Line]) -> list[tuple[str, int, int]]:
    """(center, counted, concerned), by name."""
    places: dict[str, list[bool]] = {}
    for line in lines:
        places.setdefault(line.place, []).append(line.counts)
    return [(place, sum(found), len(found)) for place, found in sorted(places.items())]


def plain(figure: Figure) -> str:
    """The rule of a count in one sentence."""
    return f"Counted: {figure.whom}, with {words.listed(figure.needs)} on file, and not closed."
