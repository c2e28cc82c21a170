"""What stands behind a figure: its cases, failing first and nearest first, each judged with its reason."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from duly.casework.obligations.history import histories
from duly.casework.reports.asking import Moment
from duly.casework.reports.sums import case_rows, parameters, terms
from duly.engine.facts import History
from duly.engine.measures import Judgement, judge, layout
from duly.engine.program import Edition

FAIL, PASS, COUNTED, OUT = "fail", "pass", "counted", "out"
FEW, MOST = {FAIL: 15, PASS: 3, COUNTED: 15, OUT: 0}, 500


@dataclass(frozen=True, slots=True)
class Case:
    """Derived: one case of a figure, judged by the engine."""

    id: UUID
    ref: str
    organization: UUID
    verdict: str
    edition: Edition
    judgement: Judgement
    history: History


@dataclass(frozen=True, slots=True)
class Behind:
    """Derived: how many cases stand where, those at the very edge of passing, and the first of each kind."""

    counts: dict[str, int]
    edge: int
    threshold: str
    cases: tuple[Case, ...]

    def of(self, verdict: str) -> tuple[Case, ...]:
        return tuple(each for each in self.cases if each.verdict == verdict)


PLACED = """
WITH judged AS ({judged}), placed AS (
  SELECT j.*, c.ref, count(*) OVER (PARTITION BY verdict) AS alike, count(*) FILTER (WHERE edge) OVER () AS at_edge,
    row_number() OVER (PARTITION BY verdict ORDER BY
      CASE verdict WHEN 'fail' THEN -share WHEN 'pass' THEN share ELSE -number END, due DESC, c.ref) AS place
  FROM judged j JOIN casework_case c ON c.agency_id = %(agency)s AND c.id = j.case_id
)
SELECT edition, case_id, ref, organization_id, verdict, alike, at_edge, place FROM placed
WHERE place <= greatest((%(limits)s::jsonb ->> verdict)::int, 1)
ORDER BY verdict, place
"""


def behind(
    agency: UUID, known: Sequence[Edition], measure: str, moment: Moment, organizations: Collection[UUID], *,
    show: str = "",
) -> Behind:
    """The cases of these organizations behind one measure; `show`: all of them, or those that are not counted."""
    limits = limits_of(show)
    rows = _placed(agency, known, measure, moment, organizations, limits)
    shown = [row for row in rows if row[-1] <= limits[row[4]]]
    return Behind(
        counts={row[4]: row[5] for row in rows}, edge=rows[0][6] if rows else 0,
        threshold="/".join(map(str, layout(known[-1]).measures[measure].at_least)),
        cases=tuple(_judged(agency, known, measure, moment, shown)),
    )


def limits_of(show: str) -> dict[str, int]:
    """How many cases of each kind to show."""
    if show == "all":
        return dict.fromkeys(FEW, MOST) | {OUT: 0}
    return dict.fromkeys(FEW, 0) | {OUT: MOST} if show == "not" else FEW


def _placed(
    agency: UUID, known: Sequence[Edition], measure: str, moment: Moment, organizations: Collection[UUID],
    limits: dict[str, int],
) -> list[tuple]:
    branches = [_verdicts(edition, nth, measure) for nth, edition in enumerate(known) if measure in edition.measures]
    asked = parameters(agency, known, [moment], organizations) | {"limits": _as_json(limits)}
    with connection.cursor() as cursor:
        cursor.execute(PLACED.format(judged="\nUNION ALL\n".join(branches)), asked)
        return cursor.fetchall()


def _as_json(limits: dict[str, int]) -> str:
    return "{" + ", ".join(f'"{verdict}": {limit}' for verdict, limit in limits.items()) + "}"


def _verdicts(edition: Edition, nth: int, measure: str) -> str:
    """How each case of an edition stands in the measure."""
    term, slots = terms(edition, measure), layout(edition).measures[measure]
    part, whole = slots.at_least
    edge = f"coalesce({term.number} * {whole} = {part} * {term.due}, false)" if part < whole else "false"
    weighed = f"CASE WHEN {term.passes} THEN '{PASS}' ELSE '{FAIL}' END"
    verdict = f"'{COUNTED}'" if slots.kind == "mean_days" else weighed
    return (
        f"SELECT {nth} AS edition, case_id, organization_id, {term.number} AS number, {term.due} AS due,"  # noqa: S608
        f" {term.number}::numeric / nullif({term.due}, 0) AS share, {term.sample} AND {edge} AS edge,"
        f" CASE WHEN NOT {term.sample} THEN '{OUT}' ELSE {verdict} END AS verdict"
        f" FROM (\n{case_rows(edition, nth=nth)}\n) d"
    )


def _judged(
    agency: UUID, known: Sequence[Edition], measure: str, moment: Moment, rows: Sequence[tuple]
) -> Iterator[Case]:
    found = histories(agency, [row[1] for row in rows]) if rows else {}
    for nth, id_, ref, organization, verdict, *_ in rows:
        edition, history = known[nth], found[id_]
        judgement = judge(edition, measure, history, as_of=moment.as_of, known_at=moment.known_at)
        yield Case(id_, ref, organization, verdict, edition, judgement, history)
