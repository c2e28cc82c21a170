"""A case as the lists read it: who, in what, what has been reached; and what is owed to it. Never a query in a loop."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from duly.engine.program import Edition
from duly.engine.reading import load


@dataclass
class Line:
    """Derived: one case as a list shows it, in dates and counts; words are made of it for a day."""

    case: UUID
    ref: str
    program: str
    edition_id: str
    organization: UUID
    person: UUID
    assigned_on: date
    recorded_at: datetime
    intake_on: date | None
    ends_on: date | None
    exit_on: date | None
    exit_reason: str
    reached_on: date | None
    reached_by: str
    reached_fact: UUID | None
    tries: int
    tried_on: date | None
    tried_by: str
    windows: str
    series_met: int
    milestones: list[str]
    phase: str
    held_until: date | None
    acknowledged_on: date | None
    gaps: str
    lead: UUID | None
    lead_name: str
    given_name: str
    family_name: str
    language: str
    phone: str

    @cached_property
    def edition(self) -> Edition:
        return load(self.program, self.edition_id)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Name not recorded"


@dataclass(frozen=True, slots=True)
class Duty:
    """Derived: an obligation that is not met and can still be met."""

    rule: str
    kind: str
    nth: int
    of: int | None
    opens_on: date
    due_on: date
    lapses_on: date | None


WIDTH = len(fields(Line))
OF_CASE = """
  c.id, c.ref, c.program, c.edition, c.organization_id, c.person_id, c.assigned_on, c.recorded_at,
  l.intake_on, l.ends_on, l.exit_on, l.exit_reason, l.reached_on, l.reached_by, l.reached_fact, l.tries, l.tried_on,
  l.tried_by, l.windows, l.series_met, l.milestones, l.phase, l.held_until, l.acknowledged_on, l.gaps"""
OF_PEOPLE = """
  l.lead_id, coalesce(a.name, ''), coalesce(p.given_name, ''), coalesce(p.family_name, ''),
  coalesce(p.preferred_language, ''), coalesce(p.phone, '')"""
COLUMNS = f"{OF_CASE},{OF_PEOPLE}"
# Everything about a case is joined sideways, one look by index each: a plan made without statistics, as right after
# an import, is no worse, and none reads a whole agency.
LINED = """
  CROSS JOIN LATERAL (
    SELECT l.* FROM casework_caseline l WHERE l.agency_id = c.agency_id AND l.case_id = c.id LIMIT 1
  ) l"""
# Lists begin at the lines of an organization, or of whoever leads the cases.
CASES = """casework_caseline l
  CROSS JOIN LATERAL (
    SELECT c.* FROM casework_case c WHERE c.agency_id = l.agency_id AND c.id = l.case_id LIMIT 1
  ) c"""
WITHIN = "l.agency_id = %(agency)s AND l.organization_id = ANY (%(organizations)s)"
LEAD = """
  LEFT JOIN LATERAL (
    SELECT s.name FROM casework_staff s WHERE s.agency_id = l.agency_id AND s.id = l.lead_id LIMIT 1
  ) a ON true"""
NAMED = """
  LEFT JOIN LATERAL (
    SELECT p.given_name, p.family_name, p.preferred_language, p.phone FROM casework_profile p
    WHERE p.agency_id = c.agency_id AND p.organization_id = c.organization_id AND p.person_id = c.person_id
    ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
  ) p ON true"""


def has_duty(such: str) -> str:
    """Whether the case has an unmet obligation such as this: asked of one case at a time, never of a whole agency."""
    this = "o.agency_id = c.agency_id AND o.case_id = c.id AND o.met_by IS NULL"
    return f"(SELECT 1 FROM casework_obligation o WHERE {this} AND {such} LIMIT 1) = 1"  # noqa: S608 (constants of ours)


def line_of(row: Sequence[Any]) -> Line:
    """The line in the columns of COLUMNS, wherever the row goes on."""
    return Line(*row[:WIDTH])


def rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """One statement, all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


DUTIES = """
SELECT o.case_id, o.rule, o.kind, o.nth, o.of, o.opens_on, o.due_on, o.lapses_on
FROM casework_obligation o
WHERE o.agency_id = %(agency)s AND o.case_id = ANY (%(cases)s) AND o.met_by IS NULL
  AND o.opens_on <= %(last)s AND (o.lapses_on IS NULL OR o.lapses_on >= %(first)s)
ORDER BY o.due_on, o.rule, o.nth
"""


def duties_of(agency: UUID, lines: Iterable[Line], *, days: Collection[date]) -> dict[UUID, list[Duty]]:
    """What is owed to each on that day, soonest due first; a window that ended unmet is past, not owed.

    `days`: it may be another day in the time zone of another program.
    """
    found: dict[UUID, list[Duty]] = {line.case: [] for line in lines}
    if found:
        values = {"agency": agency, "cases": list(found), "first": min(days), "last": max(days)}
        for case, *duty in rows(DUTIES, values):
            found[case].append(Duty(*duty))
    return found


NOTES = """
SELECT k.id, k.note FROM casework_contact k WHERE k.agency_id = %(agency)s AND k.id = ANY (%(facts)s)
UNION ALL
SELECT f.id, k.note FROM casework_contactcase f
  JOIN casework_contact k ON k.agency_id = f.agency_id AND k.id = f.contact_id
  WHERE f.agency_id = %(agency)s AND f.id = ANY (%(facts)s)
"""


def notes_of(agency: UUID, lines: Iterable[Line]) -> dict[UUID, str]:
    """What was written when each was last reached, in this case or in one it was credited to; by that entry."""
    facts = [line.reached_fact for line in lines if line.reached_fact]
    return dict(rows(NOTES, {"agency": agency, "facts": facts})) if facts else {}
