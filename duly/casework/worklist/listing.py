"""The caseload as SQL: which cases, in which order, from where on. What a column sorts by stands here once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.worklist.lines import (
    CASES,
    COLUMNS,
    LEAD,
    NAMED,
    OF_CASE,
    WIDTH,
    WITHIN,
    Duty,
    Line,
    has_duty,
    line_of,
    rows,
)
from duly.casework.worklist.placing import horizon
from duly.casework.worklist.wording import NOT_DUTIES, SILENT
from duly.engine.program import Once
from duly.engine.reading import editions, load

PAGE = 100
A_MONTH = 30
SOON = 10  # days in which a window that is about to close is worth a look
# column: what it sorts by, and what stands for nothing there, which always comes last
SORTS = {
    "name": ("lower(p.family_name || ' ' || p.given_name)", "''"),
    "lead": ("a.name", "''"),
    "stage": (
        "CASE WHEN l.intake_on IS NULL THEN 0 WHEN l.ends_on < e.today THEN 2 ELSE 1 END * 100000"
        " + coalesce(e.today - l.intake_on, 0)",
        "0",
    ),
    "windows": ("length(replace(l.windows, '-', ''))", "0"),
    "series": ("l.series_met", "0"),
    "last": ("l.reached_on", "date"),
    "tries": ("l.tries", "0"),
    "next": ("n.rule || to_char(n.nth, '000')", "''"),
    "due": ("coalesce(l.exit_on, n.due_on)", "date"),
    "steps": ("cardinality(l.milestones)", "0"),
    "ends": ("l.ends_on", "date"),
}
NEXT = """
  LEFT JOIN LATERAL (
    SELECT o.rule, o.kind, o.nth, o.of, o.opens_on, o.due_on, o.lapses_on FROM casework_obligation o
    WHERE o.agency_id = c.agency_id AND o.case_id = c.id AND o.met_by IS NULL AND l.exit_on IS NULL
      AND o.kind <> ALL (%(not_duties)s) AND o.rule <> ALL (%(ours)s)
      AND (o.lapses_on IS NULL OR o.lapses_on >= e.today)
    ORDER BY o.opens_on > e.today, o.due_on LIMIT 1
  ) n ON true"""
# Each program has a today of its own, by its time zone.
DAYS = """edition(program, id, today) AS MATERIALIZED (
  SELECT * FROM unnest(%(programs)s::text[], %(editions)s::text[], %(days)s::date[]))"""
DATED = f"{CASES} JOIN edition e ON e.program = c.program AND e.id = c.edition"
NUMBERED = """l.case_id = ANY (ARRAY(
  SELECT c.id FROM casework_case c WHERE c.agency_id = %(agency)s AND c.ref = ANY (%(only)s)))"""
OPEN = "l.exit_on IS NULL"
QUIET = f"{OPEN} AND {has_duty("o.kind = 'lapse' AND o.opens_on <= e.today")}"
CLOSING_SOON = f"{OPEN} AND " + has_duty(
    f"o.kind IN ('windows', 'interval') AND o.opens_on <= e.today AND o.due_on BETWEEN e.today AND e.today + {SOON}"
)
UNSEEN = f"{OPEN} AND {has_duty('o.rule = ANY (%(ours)s)')}"
# No contact and no try for a month: whoever waits to be called is not being called (SET-36).
IDLE = f"l.exit_on IS NULL AND greatest(l.reached_on, l.tried_on, c.assigned_on) < e.today - {A_MONTH}"
SILENCE = f"l.exit_on IS NULL AND e.today - coalesce(l.reached_on, c.assigned_on) > {SILENT}"
# The first half can be looked up; the second says it for the day in each program's own zone.
CURRENT = "(l.exit_on IS NULL OR l.exit_on >= %(year)s) AND (l.exit_on >= date_trunc('year', e.today)) IS NOT FALSE"
HELD = "(l.held_until IS NOT NULL AND l.held_until > e.today)"
STAGES = {  # what may be asked for: its condition
    "": CURRENT,
    "open": OPEN,
    "begin": f"{OPEN} AND l.intake_on IS NULL",
    "going": f"{OPEN} AND l.intake_on IS NOT NULL AND (l.ends_on IS NULL OR l.ends_on >= e.today) AND NOT {HELD}",
    "ended": f"{OPEN} AND l.ends_on < e.today",
    "held": f"{OPEN} AND {HELD}",
    "closed": "l.exit_on IS NOT NULL",
}
DUES = {
    "late": "n.due_on < e.today AND n.opens_on <= e.today",
    "week": "n.due_on BETWEEN e.today AND %(horizon)s",
    "none": f"{OPEN} AND n.due_on IS NULL",
}
FLAGS = {
    "quiet": QUIET,
    "silent": SILENCE,
    "idle": IDLE,
    "new": UNSEEN,
    "nobody": f"{OPEN} AND l.lead_id IS NULL",
    "gap": f"{OPEN} AND l.gaps <> ''",
    "held": f"{OPEN} AND {HELD}",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caseload was asked for; an empty word asks for nothing."""

    view: str = ""
    q: str = ""
    lead: str = ""
    stage: str = ""
    due: str = ""
    flag: str = ""
    sort: str = "due"
    down: bool = False
    after: str = ""
    only: tuple[str, ...] = ()  # these case numbers, whatever else was asked


@dataclass(frozen=True, slots=True)
class Listed:
    """A case of the caseload and what is due next."""

    line: Line
    next: Duty | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in each of the views that are always offered."""

    everyone: int
    open: int
    closed: int
    views: dict[str, int] = field(default_factory=dict)


@cache
def ours() -> list[str]:
    """Rules that ask something of the organization only: that it has seen an assignment."""
    found = (rule for name in editions() for rule in load(*name).owed.values())
    return sorted({rule.key for rule in found if isinstance(rule, Once) and "acknowledged" in rule.met_by})


@cache
def expected() -> tuple[tuple[str, str, str], ...]:
    """Milestones that are missed when they have not come after a while: key, name, after how long."""
    found = (code for name in editions() for code in load(*name).milestones.values() if code.expected)
    return tuple(dict.fromkeys((code.key, code.short or code.label, str(code.expected)) for code in found))


def _lacks(nth: int) -> str:
    """Whether the milestone is missing so long after the schedule began."""
    missing = f"NOT l.milestones @> ARRAY[%(milestone_{nth})s::text]"
    return f"({OPEN} AND l.intake_on + %(length_{nth})s::interval <= e.today AND {missing})"


def views() -> dict[str, str]:
    """The views that are always offered, by key, with their conditions."""
    named = {f"no-{key}": _lacks(nth) for nth, (key, _, _) in enumerate(expected())}
    return {
        "": CURRENT,
        "mine": f"{OPEN} AND l.lead_id = %(staff)s",
        "window": CLOSING_SOON,
        "silent": SILENCE,
        **named,
    }


def _values(actor: Actor, asked: Asked, *, to: str = "work") -> dict[str, Any]:
    known = [load(*name) for name in editions()]
    days = [clock.today(each.time_zone) for each in known]
    return {
        "agency": actor.agency,
        "organizations": list(actor.reach(to)),
        "staff": actor.staff.pk,
        "programs": [each.program for each in known],
        "editions": [each.id for each in known],
        "days": days,
        "year": min(days).replace(month=1, day=1),
        "not_duties": sorted(NOT_DUTIES),
        "ours": ours(),
        "horizon": horizon(actor.day),
        "lead": UUID(asked.lead) if asked.lead else None,
        "q": f"%{_plain(asked.q)}%",
        "number": f"{_plain(asked.q)}%",
        "after": asked.after,
        "only": list(asked.only),
        **{f"milestone_{nth}": key for nth, (key, _, _) in enumerate(expected())},
        **{f"length_{nth}": after for nth, (_, _, after) in enumerate(expected())},
    }


def _plain(text: str) -> str:
    """The text itself, for LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _conditions(asked: Asked) -> Iterator[str]:
    yield WITHIN
    if asked.only:
        yield NUMBERED
        return
    yield views()[asked.view] if asked.view else STAGES[asked.stage]
    if asked.view and asked.stage:
        yield STAGES[asked.stage]
    if asked.q:
        yield (
            "(unaccent(lower(p.given_name || ' ' || p.family_name)) LIKE unaccent(lower(%(q)s))"
            " OR c.ref ILIKE %(number)s)"
        )
    if asked.lead:
        yield "l.lead_id = %(lead)s"
    yield from (found[key] for found, key in ((DUES, asked.due), (FLAGS, asked.flag)) if key)


def _order(asked: Asked) -> tuple[str, str]:
    """The key of a row and its direction: the closed come last, and what has no key after what has."""
    key, kind = SORTS[asked.sort]
    nothing = ("'-infinity'" if asked.down else "'infinity'") + "::date" if kind == "date" else kind
    return f"coalesce({key}, {nothing})", "DESC" if asked.down else "ASC"


def listing(actor: Actor, asked: Asked, *, to: str = "work", limit: int | None = PAGE) -> list[Listed]:
    """The cases asked for that the actor may do this to, one more than a page where there are more. One statement."""
    key, direction = _order(asked)
    named = NAMED if asked.q or asked.sort == "name" else ""
    beyond = "<" if asked.down else ">"
    from_there = f"""
  JOIN place ON listed.closed > place.closed OR listed.closed = place.closed
    AND (listed.key {beyond} place.key OR listed.key = place.key AND listed.ref > place.ref)"""
    led = LEAD if asked.sort == "lead" else ""
    sql = f"""
WITH {DAYS}, listed AS MATERIALIZED (
  SELECT {OF_CASE}, l.exit_on IS NOT NULL AS closed, {key} AS key, n.rule AS next,
    n.kind, n.nth, n.of, n.opens_on, n.due_on, n.lapses_on, l.agency_id, l.lead_id
  FROM {DATED}{led}{NEXT}{named}
  WHERE {" AND ".join(_conditions(asked))}
), place AS MATERIALIZED (SELECT closed, key, ref FROM listed WHERE ref = %(after)s),
page AS MATERIALIZED (
  SELECT listed.* FROM listed {from_there if asked.after else ""}
  ORDER BY listed.closed, listed.key {direction}, listed.ref {f"LIMIT {limit + 1}" if limit else ""}
)
SELECT {COLUMNS.replace("l.", "c.")}, c.next, c.kind, c.nth, c.of, c.opens_on, c.due_on, c.lapses_on
FROM page c{LEAD.replace("l.", "c.")}{NAMED}
ORDER BY c.closed, c.key {direction}, c.ref"""  # noqa: S608 (constants of ours; what was asked is passed beside)
    found = rows(sql, _values(actor, asked, to=to))
    return [Listed(line_of(row), Duty(*row[WIDTH:]) if row[WIDTH] else None) for row in found]


def counts(actor: Actor) -> Counts:
    """How many there are in each view. One statement."""
    named = views()
    sums = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in (OPEN, *named.values()))
    sql = f"WITH {DAYS} SELECT {sums} FROM {DATED} WHERE {WITHIN} AND {CURRENT}"  # noqa: S608 (the same)
    [(still, *found)] = rows(sql, _values(actor, Asked()))
    by_view = dict(zip(named, found, strict=True))
    return Counts(everyone=by_view[""], open=still, closed=by_view[""] - still, views=by_view)


def by_lead(actor: Actor, such: Mapping[str, str], *, to: str) -> dict[UUID | None, tuple[int, dict[str, int]]]:
    """How many open cases each has who answers for some, and how many of those are such. One statement."""
    sums = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in such.values())
    sql = f"""
WITH {DAYS} SELECT l.lead_id, count(*), {sums} FROM {DATED}{NEXT} WHERE {WITHIN} AND {OPEN} GROUP BY 1"""  # noqa: S608
    found = rows(sql, _values(actor, Asked(), to=to))
    return {lead: (many, dict(zip(such, counted, strict=True))) for lead, many, *counted in found}


WATCHED = """
SELECT f.case_id, f.kind FROM casework_milestone f
WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s) AND f.kind = ANY (%(kinds)s)
  AND f.achieved_on >= %(since)s AND NOT EXISTS (
    SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.replaces = f.id)
"""


def just_reached(agency: UUID, lines: list[Line], *, today: date) -> dict[UUID, list[str]]:
    """The milestones of each after which people often go quiet, while it is still soon after."""
    watched = {
        (line.program, key): code for line in lines for key, code in line.edition.milestones.items() if code.watch
    }
    if not watched:
        return {}
    since = min((code.watch.before(today) for code in watched.values() if code.watch), default=today) - timedelta(
        days=1
    )
    kinds = sorted({key for _, key in watched})
    values = {"agency": agency, "cases": [line.case for line in lines], "kinds": kinds, "since": since}
    by_case = {line.case: line for line in lines}
    found: dict[UUID, list[str]] = {}
    for case, kind in rows(WATCHED, values):
        code = by_case[case].edition.milestones.get(kind)
        if code and code.watch:
            found.setdefault(case, []).append((code.short or code.label).lower())
    return found
