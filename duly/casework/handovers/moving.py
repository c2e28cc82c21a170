"""What a move of many cases would do, before it is made: who gets whom, with what is owed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from duly.casework import clock
from duly.casework.access import LEADS, Actor
from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty, Line, duties_of, rows
from duly.casework.worklist.listing import Asked, listing

CLOSED, THEIRS, ELSEWHERE = "closed", "already theirs", "works at another organization"
NAMED = 12  # people named beside whoever gets them; the rest are counted


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may answer for cases, where, and for how many they do."""

    id: UUID
    name: str
    organizations: frozenset[UUID]
    open: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one colleague would get."""

    to: Colleague
    lines: Sequence[Line]

    @property
    def then(self) -> int:
        return self.to.open + sum(1 for line in self.lines if not line.exit_on)

    @property
    def who(self) -> str:
        names = [line.name for line in self.lines[:NAMED]]
        beyond = len(self.lines) - len(names)
        return ", ".join(names) + (f" and {beyond} more" if beyond else "")


@dataclass
class Plan:
    """Derived: who would get which cases from a day on, and which stay where they are, with the reason."""

    since: date
    to: dict[UUID, UUID] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    staying: dict[str, list[Line]] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    owed: int = 0
    late: int = 0
    meetings: int = 0

    @property
    def leads(self) -> dict[UUID, UUID | None]:
        """Who answers for each now."""
        return {line.case: line.lead for line in self.lines}

    @property
    def refs(self) -> list[str]:
        return [line.ref for line in self.lines]

    @property
    def from_words(self) -> list[str]:
        """From whom, and how many of theirs: 'Advisor K3 (11)'."""
        names = [line.lead_name or "nobody" for line in self.lines]
        return [f"{name} ({names.count(name)})" for name in dict.fromkeys(names)]

    @cached_property
    def seen(self) -> str:
        """What was looked at: a move is made as it was previewed or not at all."""
        said = "".join(f"{line.case}{line.lead}{self.to[line.case]}" for line in self.lines)
        return hashlib.sha256(f"{self.since}{said}".encode()).hexdigest()[:24]


STAFF = """
WITH RECURSIVE held AS (
  SELECT m.staff_id, m.organization_id AS id FROM casework_membership m
  WHERE m.agency_id = %(agency)s AND m.role = ANY (%(roles)s) AND m.during @> %(today)s::date
  UNION SELECT held.staff_id, o.id FROM held JOIN casework_organization o ON o.parent_id = held.id
)
SELECT s.id, s.name, array_agg(held.id), (
  SELECT count(*) FROM casework_caseline l WHERE l.agency_id = s.agency_id AND l.lead_id = s.id AND l.exit_on IS NULL)
FROM held JOIN casework_staff s ON s.agency_id = %(agency)s AND s.id = held.staff_id
WHERE s.is_active AND held.id = ANY (%(organizations)s)
GROUP BY s.agency_id, s.id, s.name ORDER BY s.name, s.id
"""


def colleagues(actor: Actor) -> list[Colleague]:
    """Everyone who may answer for cases in the organizations in which the actor may name them. One statement."""
    values = {
        "agency": actor.agency,
        "organizations": list(actor.reach("assign")),
        "roles": sorted(LEADS | {"case_manager"}),
        "today": actor.day,
    }
    return [Colleague(id_, name, frozenset(places), many) for id_, name, places, many in rows(STAFF, values)]


def plan_of(actor: Actor, asked: Asked, *, to: Sequence[Colleague], since: date) -> Plan:
    """The move of everyone asked for to these colleagues, evenly. Four statements, whatever the number of cases."""
    plan = Plan(since)
    found = [each.line for each in listing(actor, asked, to="assign", limit=None)]
    followed = _followed(actor.agency, [line for line in found if line.exit_on])
    _share(plan, found, to, followed)
    days = {line.edition.time_zone: clock.today(line.edition.time_zone) for line in plan.lines}
    duties = duties_of(actor.agency, plan.lines, days=days.values())
    for line in plan.lines:
        _count(plan, wording.with_them(line.edition, duties[line.case], days[line.edition.time_zone]), days, line)
    plan.meetings = _meetings(actor.agency, plan)
    return plan


def _share(plan: Plan, found: Iterable[Line], to: Sequence[Colleague], followed: set[UUID]) -> None:
    """Each case to whoever of those chosen would have the fewest."""
    got: dict[UUID, list[Line]] = {each.id: [] for each in to}
    loads = {each.id: each.open for each in to}
    for line in found:
        here = [each for each in to if line.organization in each.organizations]
        if why := _stays(line, here, loads, followed):
            plan.staying.setdefault(why, []).append(line)
            continue
        least = min(here, key=lambda each: loads[each.id])
        loads[least.id] += not line.exit_on
        got[least.id].append(line)
        plan.to[line.case] = least.id
        plan.lines.append(line)
    plan.shares = [Share(each, got[each.id]) for each in to if got[each.id]]


def _stays(line: Line, here: Sequence[Colleague], loads: Mapping[UUID, int], followed: set[UUID]) -> str:
    """Why a case is not moved, or nothing."""
    if line.exit_on and line.case not in followed:
        return CLOSED
    if line.lead in loads:
        return THEIRS
    return "" if here else ELSEWHERE


def _count(plan: Plan, owed: Sequence[Duty], days: Mapping[str, date], line: Line) -> None:
    plan.owed += len(owed)
    plan.late += sum(1 for each in owed if each.due_on < days[line.edition.time_zone])


FOLLOWED = """
SELECT DISTINCT o.case_id FROM casework_obligation o
WHERE o.agency_id = %(agency)s AND o.case_id = ANY (%(cases)s) AND o.met_by IS NULL AND o.kind = 'follow_up'
"""
MEETINGS = """
SELECT count(*) FROM casework_appointment f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND f.starts_at >= %(now)s
  AND NOT EXISTS (SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.replaces = f.id)
"""


def _followed(agency: UUID, closed: Sequence[Line]) -> set[UUID]:
    """The closed that somebody still has to follow up."""
    return {case for (case,) in rows(FOLLOWED, {"agency": agency, "cases": [line.case for line in closed]})}


def _meetings(agency: UUID, plan: Plan) -> int:
    values = {"agency": agency, "cases": list(plan.to), "now": clock.now()}
    return int(rows(MEETINGS, values)[0][0])
