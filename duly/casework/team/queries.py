"""Reading for the Team page: a fixed few statements, however many people and cases there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.models import Membership
from duly.casework.worklist.lines import CASES, COLUMNS, LEAD, NAMED, Line, line_of, rows
from duly.casework.worklist.listing import A_MONTH, CLOSING_SOON, DUES, FLAGS, STAGES, by_lead, expected, views

LATE = 5  # days after which an entry was written late
ENTRIES = timedelta(days=90)  # how far back entries are looked at
WIDTH, HEIGHT = 176, 12  # of the picture of a caseload
SHOWN = 10
# column: its words, what counts there, where the caseload shows the same cases
COLUMNS_OF = {
    "late": ("Overdue", DUES["late"] + " AND n.due_on IS NOT NULL", "due=late"),
    "soon": ("Due in 10 d", CLOSING_SOON, "view=window"),
    "reached": ("Reached in 30 d", f"l.reached_on >= e.today - {A_MONTH}", ""),
    "silent": ("No reply 60 d", FLAGS["silent"], "view=silent"),
    "ended": ("Time ended", STAGES["ended"], "stage=ended"),
}


@dataclass(frozen=True, slots=True)
class Load:
    """Derived: one of the staff with what they have, each number with where it leads."""

    staff: UUID
    name: str
    leaves: words.Day | None
    open: int
    bar: int
    cells: tuple[tuple[str, int, str], ...]  # (column, how many, filter of the caseload)
    median: int | None
    late: int


@dataclass(frozen=True, slots=True)
class Team:
    """Derived: the caseloads of a team."""

    loads: list[Load]
    heads: list[str]
    totals: list[int]
    open: int
    nobody: int
    mean: float
    at_mean: float = 0.0
    late: int = 0
    median: int | None = None
    leaving: list[Load] = field(default_factory=list)


def columns() -> dict[str, tuple[str, str, str]]:
    """The columns of the caseload table; milestones a program expects by then have one each."""
    found = dict(COLUMNS_OF)
    for key, name, after in expected():
        found[f"no-{key}"] = (f"No {name.lower()}, {after}", views()[f"no-{key}"], f"view=no-{key}")
    return found


def team_of(actor: Actor) -> Team:
    """Everybody who answers for cases or may, with how they stand today. Three statements."""
    asked = columns()
    counted = by_lead(actor, {key: condition for key, (_, condition, _) in asked.items()}, to="lead")
    wrote = written(actor)
    staff = _staff(actor)
    most = max((many for many, _ in counted.values()), default=0) or 1
    loads = [_load(each, counted.get(each[0], (0, {})), wrote.get(each[0]), asked, most) for each in staff]
    totals = {key: sum(found.get(key, 0) for _, found in counted.values()) for key in asked}
    kept = [key for key in asked if key in COLUMNS_OF or totals[key]]
    loads = [_only(each, kept) for each in loads if each.open or each.staff in wrote or counted]
    busy = [each for each in loads if each.open]
    mean = sum(each.open for each in busy) / len(busy) if busy else 0.0
    whole = [wait for every in wrote.values() for wait in every]
    return Team(
        loads=loads,
        heads=[asked[key][0] for key in kept],
        totals=[totals[key] for key in kept],
        open=sum(many for many, _ in counted.values()),
        nobody=counted.get(None, (0, {}))[0],
        mean=round(mean, 1),
        at_mean=round(mean / most * (WIDTH - 20), 1),
        late=sum(1 for wait in whole if wait > LATE),
        median=_median(whole),
        leaving=[each for each in loads if each.leaves and each.open],
    )


def _load(
    staff: tuple[UUID, str, date | None], counted: tuple[int, dict[str, int]], wrote: list[int] | None,
    asked: dict[str, tuple[str, str, str]], most: int,
) -> Load:  # fmt: skip
    id_, name, leaves = staff
    many, found = counted
    cells = tuple((key, found.get(key, 0), where) for key, (_, _, where) in asked.items())
    late = sum(1 for wait in wrote or () if wait > LATE)
    day = words.on(leaves - timedelta(days=1), today=leaves) if leaves else None
    return Load(id_, name, day, many, round(many / most * (WIDTH - 20)), cells, _median(wrote or []), late)


def _only(load: Load, kept: Iterable[str]) -> Load:
    cells = tuple(each for each in load.cells if each[0] in kept)
    return Load(load.staff, load.name, load.leaves, load.open, load.bar, cells, load.median, load.late)


def _median(waits: list[int]) -> int | None:
    return sorted(waits)[len(waits) // 2] if waits else None


def _staff(actor: Actor) -> list[tuple[UUID, str, date | None]]:
    """Who works with people here today, and the day after their last where it is known."""
    held = Membership.objects.filter(
        agency_id=actor.agency, organization_id__in=list(actor.reach("lead")), during__contains=actor.day,
        role__in=("case_manager", "supervisor", "director"), staff__is_active=True,
    ).select_related("staff")  # fmt: skip
    found: dict[UUID, tuple[UUID, str, date | None]] = {}
    for each in held.order_by("staff__name"):
        found.setdefault(each.staff_id, (each.staff_id, each.staff.name, each.during.upper))
    return list(found.values())


STANDS = "NOT EXISTS (SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.replaces = f.id)"
WRITTEN = f"""
SELECT f.author_id, (f.recorded_at AT TIME ZONE %(zone)s)::date - f.occurred_on FROM casework_contact f
WHERE f.agency_id = %(agency)s AND f.organization_id = ANY (%(organizations)s) AND f.occurred_on >= %(since)s
  AND f.author_id IS NOT NULL AND {STANDS}
"""  # noqa: S608 (constants of ours in one another)


def written(actor: Actor) -> dict[UUID, list[int]]:
    """After how many days each of the staff wrote down what happened lately. One statement."""
    found: dict[UUID, list[int]] = {}
    for author, wait in rows(WRITTEN, _since(actor)):
        found.setdefault(author, []).append(wait)
    return found


def _since(actor: Actor) -> dict[str, Any]:
    return {
        "agency": actor.agency,
        "organizations": list(actor.reach("lead")),
        "since": actor.day - ENTRIES,
        "zone": settings.TIME_ZONE,
        "late": LATE,
        "shown": SHOWN,
    }


@dataclass(frozen=True, slots=True)
class Late:
    """One entry written late."""

    line: Line
    kind: str
    author: str
    held: date
    wrote: date

    @property
    def after(self) -> int:
        return (self.wrote - self.held).days


WRITTEN_LATE = f"""
WITH f AS MATERIALIZED (
  SELECT f.*, (f.recorded_at AT TIME ZONE %(zone)s)::date AS wrote FROM casework_contact f
  WHERE f.agency_id = %(agency)s AND f.organization_id = ANY (%(organizations)s) AND f.occurred_on >= %(since)s
    AND f.author_id IS NOT NULL AND {STANDS}
    AND (f.recorded_at AT TIME ZONE %(zone)s)::date - f.occurred_on > %(late)s
  ORDER BY (f.recorded_at AT TIME ZONE %(zone)s)::date - f.occurred_on DESC, f.id LIMIT %(shown)s
)
SELECT {COLUMNS}, f.kind, s.name, f.occurred_on, f.wrote
FROM f JOIN LATERAL (
  SELECT l.* FROM casework_caseline l WHERE l.agency_id = f.agency_id AND l.case_id = f.case_id LIMIT 1
) l ON true
JOIN LATERAL (SELECT c.* FROM casework_case c WHERE c.agency_id = f.agency_id AND c.id = f.case_id LIMIT 1) c ON true
JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
{LEAD}{NAMED} ORDER BY f.wrote - f.occurred_on DESC, f.id
"""  # noqa: S608 (constants of ours in one another)


def late_entries(actor: Actor) -> list[Late]:
    """What was written latest, longest wait first. One statement."""
    found = rows(WRITTEN_LATE, _since(actor))
    return [Late(line_of(row), *row[-4:]) for row in found]


LINES = f"""
SELECT {COLUMNS} FROM {CASES}{LEAD}{NAMED} WHERE l.agency_id = %(agency)s AND l.case_id = ANY (%(cases)s)
"""  # noqa: S608 (constants of ours in one another)


def lines_of(agency: UUID, cases: Iterable[UUID]) -> dict[UUID, Line]:
    """These cases as a list shows them, as far as they can be seen. One statement."""
    wanted = list(cases)
    found = rows(LINES, {"agency": agency, "cases": wanted}) if wanted else []
    return {line.case: line for line in map(line_of, found)}
