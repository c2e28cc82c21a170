"""Reading for the page of today: a statement a question, the same few for ten people and for ten thousand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from duly.casework import clock, words
from duly.casework.access import LEADS, Actor
from duly.casework.worklist import wording
from duly.casework.worklist.groups import Group, grouped
from duly.casework.worklist.lines import (
    CASES,
    COLUMNS,
    LEAD,
    NAMED,
    WITHIN,
    Line,
    duties_of,
    has_duty,
    line_of,
    notes_of,
    rows,
)
from duly.casework.worklist.placing import Case, Meeting, Planned, PutOff, Waiting, horizon
from duly.casework.worklist.rows import Row, placed

MINE, ALL = "mine", "all"
# After closing, only a follow-up still brings somebody back to the list.
AT_WORK = f"""(l.exit_on IS NULL OR {
    has_duty("o.kind = 'follow_up' AND o.opens_on <= %(day)s AND (o.lapses_on IS NULL OR o.lapses_on >= %(day)s)")
})"""
OPEN_CASES = f"""
SELECT {COLUMNS} FROM {CASES}{LEAD}{NAMED}
WHERE {WITHIN} AND {AT_WORK}"""  # noqa: S608 (constants of ours in one another)
OF_STAFF = " AND l.lead_id = %(staff)s"


@dataclass(frozen=True, slots=True)
class Tab:
    """Whose people, and how many are open."""

    key: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What falls due next where nothing is owed now."""

    day: words.Day
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page of today, in words."""

    groups: list[Group]
    rows: list[Row]
    people: int
    until: words.Day
    ahead: Ahead | None

    def count(self, group: str) -> int:
        """How many stand in the group; who is late and was put off is counted as overdue all the same."""
        late = [row for row in self.rows if row.group == "later" and row.left.tone == "late"]
        return sum(1 for row in self.rows if row.group == group) + (len(late) if group == "overdue" else 0)


def today_of(actor: Actor, *, whose: str) -> Today:
    """Everyone who needs something, in groups."""
    now, lines = clock.now(), open_lines(actor, whose=whose)
    cases = list(_cases(actor, lines, now))
    found = placed(cases, now=now)
    return Today(
        groups=grouped(found, today=actor.day, now=now),
        rows=found,
        people=len({line.person for line in lines}),
        until=words.on(horizon(actor.day), today=actor.day),
        ahead=None if found else _ahead(cases),
    )


def _ahead(cases: Iterable[Case]) -> Ahead | None:
    owed = [(case.owed[0].due_on, case) for case in cases if case.owed]
    if not owed:
        return None
    due, case = min(owed, key=lambda each: each[0])
    name = wording.duty_beside(case.edition, case.owed[0])
    return Ahead(words.on(due, today=case.today), case.line.name, name)


def open_lines(actor: Actor, *, whose: str) -> list[Line]:
    """The open cases of one of the staff, or of all the organizations the actor works in."""
    staff = None if whose == ALL else actor.staff.pk if whose == MINE else UUID(whose)
    values = {
        "agency": actor.agency,
        "organizations": list(actor.reach("work")),
        "staff": staff,
        "day": actor.day,
    }
    return [line_of(row) for row in rows(OPEN_CASES + (OF_STAFF if staff else ""), values)]


def _cases(actor: Actor, lines: list[Line], now: datetime) -> Iterable[Case]:
    days = {line.edition.time_zone: clock.today(line.edition.time_zone) for line in lines}
    duties = duties_of(actor.agency, lines, days=days.values())
    meetings, waiting, put_off, planned = agreed_with(actor.agency, lines, since=now - timedelta(hours=24))
    notes = notes_of(actor.agency, lines)
    for line in lines:
        yield Case(
            line,
            duties[line.case],
            days[line.edition.time_zone],
            meetings.get(line.case, ()),
            waiting.get(line.case),
            notes.get(line.reached_fact, "") if line.reached_fact else "",
            put_off.get(line.case, {}),
            planned.get(line.case, {}),
        )


STANDS = """NOT EXISTS (SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.replaces = f.id)"""
AGREED = f"""
SELECT f.case_id, 'meeting' AS sort, f.kind, f.starts_at AS at, NULL::date AS since, f.mode, f.place
FROM casework_appointment f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND f.starts_at >= %(since)s AND {STANDS}
UNION ALL
SELECT f.case_id, 'waiting', coalesce(nullif(f.topic, ''), f.kind), NULL, f.started_on, '', ''
FROM casework_service f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND f.delivery LIKE '%%referral'
  AND f.started_on IS NOT NULL AND f.ended_on IS NULL AND {STANDS}
  AND NOT EXISTS (
    SELECT FROM casework_serviceend e WHERE e.agency_id = f.agency_id AND e.service_id = f.id
      AND NOT EXISTS (SELECT FROM casework_correction k WHERE k.agency_id = e.agency_id AND k.replaces = e.id)
  )
UNION ALL
SELECT f.case_id, 'put_off', f.rule, f.recorded_at, f.until_on, f.nth::text, f.reason
FROM casework_deferral f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND f.until_on >= %(since)s::date AND {STANDS}
UNION ALL
SELECT f.case_id, 'planned', f.what, NULL, coalesce(f.due_on, f.starts_on), f.kind, f.set_on::text
FROM casework_planitem f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND {STANDS}
  AND coalesce(f.due_on, f.starts_on) < %(since)s::date + 30
ORDER BY at, since
"""  # noqa: S608 (constants of ours in one another)


Agreed = tuple[
    dict[UUID, list[Meeting]], dict[UUID, Waiting], dict[UUID, dict[tuple[str, int], PutOff]], dict[UUID, Planned]
]


def agreed_with(agency: UUID, lines: Iterable[Line], *, since: datetime) -> Agreed:
    """The meetings agreed with each, soonest first; of those referred, the oldest referral nobody has ended; the duties
    put off, each by the latest word on it; and what their plans say is to be done."""
    meetings: dict[UUID, list[Meeting]] = {}
    waiting: dict[UUID, Waiting] = {}
    put_off: dict[UUID, dict[tuple[str, int], PutOff]] = {}
    planned: dict[UUID, Planned] = {}
    values = {"agency": agency, "cases": [line.case for line in lines], "since": since}
    for each, sort, what, at, day, mode, place in rows(AGREED, values):
        match sort:
            case "meeting":
                meetings.setdefault(each, []).append(Meeting(what, at, mode, place))
            case "waiting":
                waiting.setdefault(each, Waiting(what, day))
            case "planned":
                planned.setdefault(each, {}).setdefault((date.fromisoformat(place), day), []).append((mode, what))
            case _:
                put_off.setdefault(each, {})[what, int(mode)] = PutOff(day, place)
    return meetings, waiting, put_off, planned


STAFFED = f"""
SELECT led.lead_id, coalesce(s.name, ''), led.count
FROM (SELECT lead_id, count(*) FROM casework_caseline l WHERE {WITHIN} AND exit_on IS NULL GROUP BY 1) led
LEFT JOIN casework_staff s ON s.agency_id = %(agency)s AND s.id = led.lead_id ORDER BY 2
"""  # noqa: S608 (constants of ours in one another)


def tabs_of(actor: Actor, *, everybody: bool = False) -> list[Tab]:
    """Mine and the organization's; for those who lead, or where everybody is asked for, each of the staff as well."""
    found = rows(STAFFED, {"agency": actor.agency, "organizations": list(actor.reach("work"))})
    mine = sum(count for staff, _, count in found if staff == actor.staff.pk)
    place = next((grant.name for grant in actor.grants if grant.reach & actor.reach("work")), "Everyone")
    tabs = [Tab(MINE, "Mine", mine), Tab(ALL, place, sum(count for *_, count in found))]
    if everybody or any(grant.role in LEADS for grant in actor.grants):
        tabs += [Tab(str(staff), name, count) for staff, name, count in found if staff and staff != actor.staff.pk]
    return tabs
