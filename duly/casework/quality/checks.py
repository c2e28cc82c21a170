"""What the record lacks: one function a kind of check, each finding with who can put it right and where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.layout.jinja import url
from duly.casework.models import Case
from duly.engine.assessing import Check
from duly.engine.phrases import lower
from duly.engine.program import Edition, FollowUp, Keyed
from duly.engine.reading import load

LOOKED_BACK = timedelta(days=90)  # how long an entry written late stays on the list
ANY_DAY = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """Derived: one thing to put right: of which case, whose, what, since when, and where it is put right."""

    check: str
    label: str
    case: UUID
    ref: str
    place: str
    worker: str  # the ref of the staff member, empty where nobody is
    says: str
    on: date | None
    href: str
    act: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Local: one check of one edition over the organizations of whoever asks, on a day."""

    check: Check
    edition: Edition
    values: dict[str, Any]

    def rows(self, sql: str, **more: object) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"{CASES}{sql}", self.values | more)
            return cursor.fetchall()


# The cases of one edition in sight, with who answers for each; superseded facts stand in `gone`.
CASES = """
WITH seen AS (
  SELECT c.id, c.ref, c.assigned_on, c.person_id, c.organization_id, o.name AS place, l.exit_on, l.lead_id,
         coalesce(s.ref, '') AS lead
  FROM casework_case c
  JOIN casework_organization o ON o.id = c.organization_id
  JOIN casework_caseline l ON l.agency_id = c.agency_id AND l.case_id = c.id
  LEFT JOIN casework_staff s ON s.agency_id = c.agency_id AND s.id = l.lead_id
  WHERE c.agency_id = %(agency)s AND c.organization_id = ANY (%(reach)s)
    AND c.program = %(program)s AND c.edition = %(edition)s
), gone AS (
  SELECT k.replaces FROM casework_correction k JOIN seen ON seen.id = k.case_id WHERE k.agency_id = %(agency)s
), entry AS (
  SELECT f.id, f.case_id, 'contact' AS what, f.kind, f.occurred_on AS day, f.recorded_at, f.author_id,
         NULL::date AS ended
    FROM casework_contact f JOIN seen ON seen.id = f.case_id WHERE f.agency_id = %(agency)s
  UNION ALL
  SELECT f.id, f.case_id, 'service', f.kind, f.started_on, f.recorded_at, f.author_id, f.ended_on
    FROM casework_service f JOIN seen ON seen.id = f.case_id WHERE f.agency_id = %(agency)s
  UNION ALL
  SELECT f.id, f.case_id, 'milestone', f.kind, f.achieved_on, f.recorded_at, f.author_id, NULL
    FROM casework_milestone f JOIN seen ON seen.id = f.case_id WHERE f.agency_id = %(agency)s
  UNION ALL
  SELECT f.id, f.case_id, 'event', f.kind, f.occurred_on, f.recorded_at, f.author_id, NULL
    FROM casework_caseevent f JOIN seen ON seen.id = f.case_id WHERE f.agency_id = %(agency)s
)
"""
LATE = """
SELECT seen.id, seen.ref, seen.place, coalesce(a.ref, ''), e.id, e.what, e.kind, e.day,
       (e.recorded_at AT TIME ZONE %(zone)s)::date - e.day
FROM entry e JOIN seen ON seen.id = e.case_id
LEFT JOIN casework_staff a ON a.agency_id = %(agency)s AND a.id = e.author_id
WHERE (e.recorded_at AT TIME ZONE %(zone)s)::date > e.day + %(days)s
  AND (e.recorded_at AT TIME ZONE %(zone)s)::date BETWEEN %(from)s AND %(today)s
  AND e.kind NOT IN ('member', 'eligible', 'not_eligible') AND NOT (e.what = 'service' AND e.kind = ANY (%(added)s))
  AND e.id NOT IN (SELECT replaces FROM gone)
ORDER BY 9 DESC, seen.ref
"""
UNDATED = """
SELECT seen.id, seen.ref, seen.place, coalesce(a.ref, seen.lead), e.id, e.what, e.kind
FROM entry e JOIN seen ON seen.id = e.case_id
LEFT JOIN casework_staff a ON a.agency_id = %(agency)s AND a.id = e.author_id
WHERE e.day IS NULL AND e.id NOT IN (SELECT replaces FROM gone) ORDER BY seen.ref
"""
UNASSESSED = """
SELECT seen.id, seen.ref, seen.place, seen.lead, array_agg(step.key ORDER BY step.nth), seen.assigned_on
FROM seen CROSS JOIN unnest(%(steps)s::text[]) WITH ORDINALITY AS step (key, nth)
WHERE seen.exit_on IS NULL AND seen.assigned_on <= %(by)s AND NOT EXISTS (
  SELECT FROM casework_caseevent e WHERE e.agency_id = %(agency)s AND e.case_id = seen.id AND e.kind = 'assessed'
    AND e.what = step.key AND e.id NOT IN (SELECT replaces FROM gone))
GROUP BY seen.id, seen.ref, seen.place, seen.lead, seen.assigned_on ORDER BY seen.assigned_on, seen.ref
"""
UNKNOWN = """
SELECT seen.id, seen.ref, seen.place, seen.lead, p.birth_date IS NULL, p.phone = '' AND p.email = ''
FROM seen JOIN LATERAL (
  SELECT p.birth_date, p.phone, p.email FROM casework_profile p
  WHERE p.agency_id = %(agency)s AND p.organization_id = seen.organization_id AND p.person_id = seen.person_id
  ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
) p ON true
WHERE seen.exit_on IS NULL AND (p.birth_date IS NULL OR (p.phone = '' AND p.email = '')) ORDER BY seen.ref
"""
DISORDERED = """
SELECT seen.id, seen.ref, seen.place, coalesce(a.ref, seen.lead), e.id, e.what, e.kind, e.day,
       CASE WHEN e.ended < e.day THEN 'ends before it begins'
            WHEN e.day < seen.assigned_on THEN 'before the assignment' ELSE 'after the closing' END
FROM entry e JOIN seen ON seen.id = e.case_id
LEFT JOIN casework_staff a ON a.agency_id = %(agency)s AND a.id = e.author_id
WHERE e.what <> 'event' AND e.id NOT IN (SELECT replaces FROM gone)
  AND (e.ended < e.day OR e.day < seen.assigned_on
       OR (e.day > seen.exit_on AND NOT (e.what = 'contact' AND e.kind = ANY (%(later)s))))
ORDER BY seen.ref, e.day
"""
MEMBERS = """
SELECT seen.id, seen.ref, seen.place, seen.lead, m.what, m.occurred_on
FROM casework_caseevent m JOIN seen ON seen.id = m.case_id
WHERE m.agency_id = %(agency)s AND m.kind = 'member' AND m.occurred_on <= %(today)s
  AND (m.until_on IS NULL OR m.until_on >= %(today)s) AND m.id NOT IN (SELECT replaces FROM gone)
  AND seen.exit_on IS NULL
"""
ALONE = f"{MEMBERS} AND seen.lead_id IS NULL ORDER BY m.occurred_on, seen.ref"
UNDECIDED = f"""{MEMBERS} AND m.what = ANY (%(groups)s) AND NOT EXISTS (
  SELECT FROM casework_caseevent e WHERE e.agency_id = %(agency)s AND e.case_id = seen.id
    AND e.kind IN ('eligible', 'not_eligible') AND e.what = ANY (%(rules)s) AND e.id NOT IN (SELECT replaces FROM gone))
ORDER BY m.occurred_on, seen.ref
"""  # noqa: S608 (one constant of this module in another)


def findings(actor: Actor, *, day: date) -> list[Found]:
    """Everything the record of the actor's cases lacks, by the checks of each program in use."""
    reach = list(actor.reach("read_counts"))
    used = Case.objects.filter(agency_id=actor.agency, organization_id__in=reach)
    found: list[Found] = []
    for program, name in sorted(set(used.values_list("program", "edition"))):
        edition = load(program, name)
        values = {"agency": actor.agency, "reach": reach, "program": program, "edition": name, "today": day,
                  "zone": edition.time_zone}  # fmt: skip
        for check in edition.quality.values():
            found += KINDS[check.kind](Asked(check, edition, values))
    return found


def late(asked: Asked) -> Iterator[Found]:
    """Written down long after the day it tells of: nothing can be changed about it but the next one."""
    assert asked.check.after is not None
    days = (asked.check.after.after(ANY_DAY) - ANY_DAY).days
    added = [event.adds.service for event in asked.edition.events.values() if event.adds]  # on record with the event
    values = {"days": days, "from": asked.values["today"] - LOOKED_BACK, "added": added}
    for case, ref, place, worker, fact, what, kind, on, after in asked.rows(LATE, **values):
        says = f"{named(asked.edition, what, kind)}, written {after} days later"
        yield _found(asked, case, ref, place, worker, says, on, f"{url('case', ref)}#fact-{fact}", "Look at it")


def undated(asked: Asked) -> Iterator[Found]:
    for case, ref, place, worker, fact, what, kind in asked.rows(UNDATED):
        says = f"{named(asked.edition, what, kind)} without its day"
        yield _found(asked, case, ref, place, worker, says, None, url("correct", ref, fact), "Enter the day")


def unassessed(asked: Asked) -> Iterator[Found]:
    assert asked.check.after is not None
    by = asked.check.after.before(asked.values["today"])
    for case, ref, place, worker, steps, assigned in asked.rows(UNASSESSED, steps=list(asked.check.steps), by=by):
        says = f"no {words.listed([lower(asked.edition.assessment[each].label) for each in steps], 'or')}"
        href = url("assessment-step", ref, steps[0]) if len(steps) == 1 else url("assessment", ref)
        yield _found(asked, case, ref, place, worker, says, assigned, href, "Fill in")


def unknown(asked: Asked) -> Iterator[Found]:
    for case, ref, place, worker, no_birth, no_reach in asked.rows(UNKNOWN):
        lacks = [word for word, missing in (("birth date", no_birth), ("phone and email", no_reach)) if missing]
        says = f"no {', no '.join(lacks)}"
        yield _found(asked, case, ref, place, worker, says, None, url("profile", ref), "Complete")


def disordered(asked: Asked) -> Iterator[Found]:
    later = [kind for rule in asked.edition.owed.values() if isinstance(rule, FollowUp) for kind in rule.met_by]
    for case, ref, place, worker, fact, what, kind, on, why in asked.rows(DISORDERED, later=later):
        says = f"{named(asked.edition, what, kind)} {why}"
        yield _found(asked, case, ref, place, worker, says, on, url("correct", ref, fact), "Correct")


def alone(asked: Asked) -> Iterator[Found]:
    for case, ref, place, _, group, since in asked.rows(ALONE):
        says = f"member of {group_name(asked.edition, group)}"
        yield _found(asked, case, ref, place, "", says, since, url("reassign", ref), "Name somebody")


def undecided(asked: Asked) -> Iterator[Found]:
    """Of each group only the rules that ask about it count."""
    rules = asked.edition.eligibility
    for group in asked.edition.groups:
        asking = [key for key, rule in rules.items() if group in rule.groups]
        rows = asked.rows(UNDECIDED, groups=[group], rules=asking) if asking else []
        for case, ref, place, worker, what, since in rows:
            says, href = f"member of {group_name(asked.edition, what)}", f"{url('eligibility', ref)}?rule={asking[0]}"
            yield _found(asked, case, ref, place, worker, says, since, href, "Decide")


KINDS: dict[str, Callable[[Asked], Iterator[Found]]] = {
    "written_late": late, "day_missing": undated, "step_missing": unassessed, "profile_missing": unknown,
    "out_of_order": disordered, "nobody_responsible": alone, "undecided": undecided,
}  # fmt: skip


def _found(
    asked: Asked, case: UUID, ref: str, place: str, worker: str, says: str, on: date | None, href: str, act: str
) -> Found:  # fmt: skip
    key = f"{asked.edition.program}-{asked.check.key}"
    return Found(key, asked.check.label, case, ref, place, worker, says, on, href, act)


def named(edition: Edition, what: str, kind: str) -> str:
    """What sort of entry it is, in the words of the program."""
    sections: dict[str, Mapping[str, Keyed]] = {
        "contact": edition.contacts, "service": edition.services, "milestone": edition.milestones,
        "event": edition.events,
    }  # fmt: skip
    codes = sections[what]
    return codes[kind].label if kind in codes else kind.replace("_", " ").capitalize()


def group_name(edition: Edition, code: str) -> str:
    return edition.groups[code].label if code in edition.groups else code.replace("_", " ").capitalize()
