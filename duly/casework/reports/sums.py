"""The report as SQL over tallies, made from the slots of an edition: arithmetic on each row, then one sum.

The engine's `score_tally` says the same in Python; a test holds the two together.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from duly.casework.reports.asking import Moment
from duly.engine.measures import Layout, MeasureSlots, layout
from duly.engine.program import Edition

Parameters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """Derived: what the cases of one organization under one edition add up to at one moment asked about."""

    moment: int
    edition: str
    organization: UUID
    cases: int
    figures: dict[str, tuple[int, int]]  # measure: sample, numerator


@dataclass(frozen=True, slots=True)
class Terms:
    """Local: one measure of one case as SQL: in the sample, passes, its number, how many were due."""

    sample: str
    passes: str
    number: str
    due: str


def sums(
    agency: UUID, known: Sequence[Edition], moments: Sequence[Moment], *, organizations: Collection[UUID] | None = None
) -> list[Sum]:
    """What the cases of a program add up to at each moment; one statement, each case under its own edition."""
    branches = [_branch(nth, edition, len(moments), organizations is not None) for nth, edition in enumerate(known)]
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(branches), parameters(agency, known, moments, organizations))
        return [
            Sum(moment, known[nth].id, organization, cases, _pairs(known[nth], figures))
            for nth, moment, organization, cases, figures in cursor.fetchall()
        ]


def parameters(
    agency: UUID, known: Sequence[Edition], moments: Sequence[Moment], organizations: Collection[UUID] | None
) -> Parameters:
    """The values of the statement's names."""
    found: Parameters = {"agency": agency, "program": known[0].program}
    if organizations is not None:
        found["organizations"] = list(organizations)
    for nth, edition in enumerate(known):
        found[f"edition{nth}"] = edition.id
    for nth, moment in enumerate(moments):
        found |= {f"as_of{nth}": moment.as_of, f"started_by{nth}": moment.started_by, f"known_at{nth}": moment.known_at}
    return found


def case_rows(edition: Edition, *, nth: int = 0, moments: int = 1, narrowed: bool = True) -> str:
    """A row for each case of an edition that was assigned in time: its anchors, its last day, how much was due.

    OFFSET keeps PostgreSQL from copying each expression to every place that uses it; in quotes, because a bare 0 also
    keeps it to one process.
    """
    plan = layout(edition)
    due = [f", {_due(each)} AS due_{at}" for at, each in enumerate(plan.measures.values()) if _counts(each)]
    return f"SELECT c.*{''.join(due)} FROM (\n{_anchors(plan, nth, moments, narrowed)}\n) c OFFSET '0'"  # noqa: S608


def terms(edition: Edition, measure: str) -> Terms:
    """One measure over the columns of `case_rows`."""
    plan = layout(edition)
    slots, at = plan.measures[measure], list(plan.measures).index(measure)
    dated = f"dated_{slots.dated}"
    if slots.kind == "share_held":
        return Terms("true", f"({dated} OR undated_{slots.undated})", "NULL::int", "NULL::int")
    if slots.kind == "mean_days":
        return Terms(dated, dated, f"(anchor_{slots.dated} - started_on)", "NULL::int")
    part, whole = slots.at_least
    due, met = f"due_{at}", _met(slots, at)
    return Terms(f"({due} IS NOT NULL)", f"({met} * {whole} >= {part} * {due})", met, due)


def _branch(nth: int, edition: Edition, moments: int, narrowed: bool) -> str:
    figures = ", ".join(each for measure in edition.measures for each in _figures(edition, measure))
    rows = case_rows(edition, nth=nth, moments=moments, narrowed=narrowed)
    return (
        f"SELECT {nth}, moment, organization_id, count(*), ARRAY[{figures}]::bigint[]"  # noqa: S608
        f" FROM (\n{rows}\n) d GROUP BY moment, organization_id"
    )


def _figures(edition: Edition, measure: str) -> Iterator[str]:
    """The sample and the numerator: days added up, or cases that pass."""
    term = terms(edition, measure)
    yield f"count(*) FILTER (WHERE {term.sample})"
    if edition.measures[measure].kind == "mean_days":
        yield f"coalesce(sum({term.number}) FILTER (WHERE {term.sample}), 0)"
    else:
        yield f"count(*) FILTER (WHERE {term.passes})"


def _anchors(plan: Layout, nth: int, moments: int, narrowed: bool) -> str:
    """The row of each case that holds at the moment asked about, with what every measure needs of it."""
    asked = ", ".join(
        f"({at}, %(as_of{at})s::date, %(started_by{at})s::date, %(known_at{at})s::timestamptz)" for at in range(moments)
    )
    anchors = "".join(
        f", t.slot_on[{slot + 2}] AS anchor_{slot + 1}"
        f", (t.slot_on[{slot + 2}] <= q.as_of AND t.slot_at[{slot + 2}] <= q.known_at) AS dated_{slot + 1}"
        f", (t.slot_at[{slot + 1}] <= q.known_at) AS undated_{slot}"
        for slot in plan.anchors.values()
    )
    return f"""SELECT q.moment, q.known_at, t.case_id, t.organization_id, t.started_on, t.slot_on, t.slot_at,
  CASE WHEN t.exit_on <= q.as_of AND t.exit_at <= q.known_at THEN t.exit_on ELSE q.as_of END AS last{anchors}
FROM (VALUES {asked}) q (moment, as_of, started_by, known_at)
JOIN casework_tally t ON t.known_from <= q.known_at AND q.known_at < t.known_until AND t.started_on <= q.started_by
WHERE t.agency_id = %(agency)s AND t.program = %(program)s AND t.edition = %(edition{nth})s
  {'AND t.organization_id = ANY (%(organizations)s)' if narrowed else ''} OFFSET '0'"""  # noqa: S608


def _counts(slots: MeasureSlots) -> bool:
    return slots.count > 0


def _due(slots: MeasureSlots) -> str:
    """How many windows had ended or fallen due, where the case is long enough past its anchor; otherwise null."""
    past = f"(c.last - c.anchor_{slots.dated})"
    if slots.qualifies is None:
        qualifies = f"{past} >= {slots.tenure}"
    else:
        qualifies = f"c.slot_on[{slots.qualifies + 1}] <= c.last"
    if slots.every:
        due = f"least({slots.count}, {past} / {slots.every})"
    else:
        due = " + ".join(f"(c.slot_on[{at}] <= c.last)::int" for at in _places(slots, slots.due or 0))
    return f"CASE WHEN c.dated_{slots.dated} AND {qualifies} THEN {due} END"


def _met(slots: MeasureSlots, at: int) -> str:
    """How many were met. A window's day is its last, so where its length is in days the count of those due says it."""
    places = _places(slots, slots.first)
    if slots.kind == "share_on_time" and slots.every:
        each = (f"(due_{at} > {nth} AND slot_at[{place}] <= known_at)::int" for nth, place in enumerate(places))
    else:
        each = (f"(slot_on[{place}] <= last AND slot_at[{place}] <= known_at)::int" for place in places)
    return f"({' + '.join(each)})"


def _places(slots: MeasureSlots, first: int) -> range:
    """PostgreSQL's arrays begin at 1."""
    return range(first + 1, first + 1 + slots.count)


def _pairs(edition: Edition, figures: Sequence[int]) -> dict[str, tuple[int, int]]:
    return {key: (figures[2 * at], figures[2 * at + 1]) for at, key in enumerate(edition.measures)}
