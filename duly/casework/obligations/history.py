"""Rows → facts: the only place where tables become the engine's facts. One query for any number of cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, assert_never
from uuid import UUID

from django.db import connections

from duly.casework.models import (
    Attachment,
    Case,
    CaseEvent,
    Closing,
    Contact,
    ContactCase,
    Milestone,
    PlanItem,
    PlanItemEnd,
    Service,
)
from duly.casework.obligations import chain
from duly.engine.facts import TRANSFERRED, Fact, History

Row = Contact | ContactCase | Service | Milestone | CaseEvent | Closing | PlanItem | PlanItemEnd | Attachment

# One branch a fact table; `by` is the day a fact names, `about` the fact it settles or the thing of a plan it is about.
BRANCHES = """
SELECT f.id AS case_id, f.id, 'assigned' AS kind, '' AS what, f.assigned_on AS day, f.recorded_at,
       '' AS mode, '' AS outcome, f.author_id, NULL::date AS by, NULL::uuid AS about
  FROM casework_case f WHERE f.agency_id = %(agency)s AND f.id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'contact', f.kind, f.occurred_on, f.recorded_at, f.mode, f.outcome, f.author_id, NULL, NULL
  FROM casework_contact f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'contact', f.kind, f.occurred_on, f.recorded_at, f.mode, f.outcome, f.author_id, NULL, NULL
  FROM casework_contactcase f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'service', f.kind, f.started_on, f.recorded_at, '', f.status, f.author_id, NULL, NULL
  FROM casework_service f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'milestone', f.kind, f.achieved_on, f.recorded_at, '', '', f.author_id, NULL, NULL
  FROM casework_milestone f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, f.kind, f.what, f.occurred_on, f.recorded_at, '', '', f.author_id, f.until_on, f.about
  FROM casework_caseevent f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'closed', f.reason, f.closed_on, f.recorded_at, '', '', f.author_id, NULL, NULL
  FROM casework_closing f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'step', f.kind, f.set_on, f.recorded_at, '', '', f.author_id, coalesce(f.due_on, f.starts_on),
       f.item
  FROM casework_planitem f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'step_done', f.how, f.ended_on, f.recorded_at, '', '', f.author_id, NULL, f.item
  FROM casework_planitemend f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.case_id, f.id, 'document', f.kind, f.dated_on, f.recorded_at, '', '', f.author_id, NULL, NULL
  FROM casework_attachment f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
"""
EVERYTHING = f"""
SELECT f.*, k.recorded_at AS until FROM ({BRANCHES}) f
LEFT JOIN casework_correction k ON k.agency_id = %(agency)s AND k.case_id = ANY (%(told)s) AND k.replaces = f.id
  AND (k.case_id = f.case_id OR k.case_id = ANY (%(later)s))
ORDER BY f.case_id, f.day, f.recorded_at, f.id
"""  # noqa: S608 (one constant of this module in another)


def histories(agency: UUID, cases: Iterable[UUID], *, using: str = "default") -> dict[UUID, History]:
    """The whole recorded history of each case, superseded facts included: the engine asks what was known when.

    A case that goes on from another organization begins with what was recorded there.
    """
    wanted = list(cases)
    facts: dict[UUID, list[Fact]] = {case: [] for case in wanted}
    with connections[using].cursor() as cursor:
        values: dict[str, Any] = {"agency": agency, "cases": wanted, "told": wanted, "later": []}
        cursor.execute(f"{chain.CONTINUED}; {EVERYTHING}", values)
        continued = dict(cursor.fetchall())
        cursor.nextset()
        for case, fact in _facts(cursor):
            facts[case].append(fact)
        for case, fact in _before(cursor, agency, continued, using=using):
            facts[case].append(fact)
    found = {case: _in_one(each) if case in continued else each for case, each in facts.items()}
    return {case: History(tuple(each)) for case, each in found.items()}


def _before(cursor: Any, agency: UUID, continued: Mapping[UUID, UUID], *, using: str) -> Iterator[tuple[UUID, Fact]]:
    """What was recorded of these cases where they were before, read under the grant."""
    if not continued:
        return
    with chain.followed(agency, continued, using=using) as earlier:
        now = {old: case for case, each in earlier.items() for old in each}
        told = [*now, *earlier]
        cursor.execute(EVERYTHING, {"agency": agency, "cases": list(now), "told": told, "later": told})
        for case, fact in _facts(cursor):
            yield now[case], fact


def _in_one(facts: list[Fact]) -> list[Fact]:
    """One history of a case that went from organization to organization: assigned once, and not left in between."""
    first = min((fact for fact in facts if fact.kind == "assigned"), key=lambda fact: fact.recorded_at)
    found = [fact for fact in facts if fact is first or not (fact.kind == "assigned" or is_handing_on(fact))]
    return sorted(found, key=lambda fact: (fact.on or date.max, fact.recorded_at, fact.id))


def is_handing_on(fact: Fact) -> bool:
    """Whether it says no more than that the case goes on elsewhere."""
    return fact.kind == "closed" and fact.what == TRANSFERRED


def history_of(
    case: Case, rows: Iterable[Row], until: Mapping[UUID, datetime], *, earlier: Sequence[Case] = ()
) -> History:
    """The same of one case, from rows that have been read already: a page shows every one of them."""
    first = earlier[-1] if earlier else case
    opened: Said = (first.pk, "assigned", "", first.assigned_on, first.recorded_at, "", "", first.author_id, None, None)
    facts = [_fact(*values, until.get(values[0])) for values in (opened, *map(_said, rows))]
    if earlier:
        facts = [each for each in facts if not is_handing_on(each)]
    return History(tuple(sorted(facts, key=lambda fact: (fact.on or date.max, fact.recorded_at, fact.id))))


Said = tuple[UUID, str, str, date | None, datetime, str, str, UUID | None, date | None, UUID | None]


def _said(row: Row) -> Said:
    """What BRANCHES says, of one row."""
    written, author = row.recorded_at, row.author_id
    match row:
        case Contact() | ContactCase():
            return row.pk, "contact", row.kind, row.occurred_on, written, row.mode, row.outcome, author, None, None
        case Service():
            return row.pk, "service", row.kind, row.started_on, written, "", row.status, author, None, None
        case Milestone():
            return row.pk, "milestone", row.kind, row.achieved_on, written, "", "", author, None, None
        case CaseEvent():
            return row.pk, row.kind, row.what, row.occurred_on, written, "", "", author, row.until_on, row.about
        case Closing():
            return row.pk, "closed", row.reason, row.closed_on, written, "", "", author, None, None
        case PlanItem():
            return row.pk, "step", row.kind, row.set_on, written, "", "", author, row.day, row.item
        case PlanItemEnd():
            return row.pk, "step_done", row.how, row.ended_on, written, "", "", author, None, row.item
        case Attachment():
            return row.pk, "document", row.kind, row.dated_on, written, "", "", author, None, None
        case _:
            assert_never(row)


def _facts(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[UUID, Fact]]:
    for case, *values in rows:
        yield case, _fact(*values)


def _fact(
    id_: UUID, kind: str, what: str, day: date | None, recorded_at: datetime, mode: str, outcome: str,
    author: UUID | None, by: date | None, about: UUID | None, until: datetime | None,
) -> Fact:  # fmt: skip
    return Fact(
        id=str(id_), kind=kind, on=day, recorded_at=recorded_at, what=what, mode=mode, outcome=outcome,
        author=str(author or ""), until=until, by=by, about=str(about or ""),
    )  # fmt: skip
