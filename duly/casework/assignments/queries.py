"""Who has been assigned and not yet seen, and who has nobody: the two lists that must be empty by tomorrow."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.contacts.queries import Subject, usual_kind, usual_mode
from duly.casework.models import Staff
from duly.casework.people.queries import workers
from duly.casework.worklist import wording
from duly.casework.worklist.lines import (
    CASES,
    COLUMNS,
    LEAD,
    NAMED,
    WITHIN,
    Duty,
    Line,
    duties_of,
    has_duty,
    line_of,
    rows,
)
from duly.engine.program import Once
from duly.engine.reading import editions, load

NEW = f"""
SELECT {COLUMNS} FROM {CASES}{LEAD}{NAMED}
WHERE {WITHIN} AND l.exit_on IS NULL
  AND (l.lead_id IS NULL OR {has_duty("o.rule = ANY (%(rules)s)")})
ORDER BY l.lead_id IS NOT NULL, c.assigned_on, c.ref LIMIT 200
"""  # noqa: S608 (constants of ours in one another)


@dataclass
class Newcomer:
    """Derived: somebody newly assigned, in words."""

    line: Line
    duties: list[Duty]
    today: date

    @property
    def ref(self) -> str:
        return self.line.ref

    @property
    def acknowledge_by(self) -> date | None:
        return next((each.due_on for each in self.duties if wording.is_to_acknowledge(self.line.edition, each)), None)

    @property
    def seen(self) -> words.Left:
        """By when it had to be acknowledged."""
        return words.left(self.acknowledge_by, today=self.today)

    @property
    def first(self) -> Duty | None:
        return next(iter(wording.with_them(self.line.edition, self.duties, self.today)), None)

    @property
    def owed(self) -> str:
        return wording.duty_name(self.line.edition, self.first) if self.first else ""

    @property
    def due(self) -> words.Day | None:
        return words.on(self.first.due_on, today=self.today) if self.first else None

    @property
    def left(self) -> words.Left:
        return words.left(self.first.due_on if self.first else None, today=self.today)

    @property
    def assigned(self) -> words.Day:
        return words.on(self.line.assigned_on, today=self.today)


@cache
def acknowledgements() -> list[str]:
    """The rules that ask a provider to say that it has seen an assignment."""
    all_rules = (rule for name in editions() for rule in load(*name).owed.values())
    return sorted({rule.key for rule in all_rules if isinstance(rule, Once) and "acknowledged" in rule.met_by})


def newcomers(actor: Actor) -> list[Newcomer]:
    """Open cases that nobody answers for or that nobody has acknowledged, those without anybody first."""
    values = {
        "agency": actor.agency,
        "organizations": list(actor.reach("take_in")),
        "rules": acknowledgements(),
    }
    lines = [line_of(row) for row in rows(NEW, values)]
    days = {line.edition.time_zone: clock.today(line.edition.time_zone) for line in lines}
    duties = duties_of(actor.agency, lines, days=days.values())
    return [Newcomer(line, duties[line.case], days[line.edition.time_zone]) for line in lines]


LOAD = """
SELECT lead_id, count(*) FROM casework_caseline
WHERE agency_id = %(agency)s AND lead_id = ANY (%(staff)s) AND exit_on IS NULL GROUP BY 1
"""


def choices(actor: Actor) -> list[tuple[str, str]]:
    """Who may answer for a case, each with how many open cases they have: 'Advisor K6, 6 open'."""
    found: list[Staff] = workers(actor.reach("assign"), agency=actor.agency, day=actor.day)
    counts = dict(rows(LOAD, {"agency": actor.agency, "staff": [each.pk for each in found]}))
    return [(str(each.pk), f"{each.name}, {counts.get(each.pk, 0)} open") for each in found]


def proposed(subject: Subject, *, now: datetime) -> dict[str, object]:
    """What the meeting form is filled in with: what is owed, the next working day at ten, the way it counts."""
    kind = usual_kind(subject, usual_mode(subject))
    counts_in = subject.edition.contacts[kind].counts_in
    day = subject.today + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return {"kind": kind, "day": day, "time": "10:00", "mode": (counts_in or subject.edition.contacts[kind].modes)[0]}
