"""Where a person stands today: once, in the first group that applies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty, Line
from duly.engine.program import Edition, Once, Step

# In the order of the page; `late` colors the heading.
GROUPS = {
    "overdue": "Overdue",
    "new": "New",
    "gap": "Date missing",
    "week": "This week",
    "later": "Put off",
    "meeting": "Appointments today",
    "waiting": "Waiting on others",
    "quiet": "Gone quiet",
    "ended": "Ready to close",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """Fact, in part: a meeting agreed for a moment."""

    kind: str
    starts_at: datetime
    mode: str
    place: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Fact, in part: a referral nobody has answered yet."""

    what: str
    since: date


@dataclass(frozen=True, slots=True)
class PutOff:
    """Fact, in part: a duty put off to a day, and why."""

    until: date
    reason: str


# What plans say is to be done: (kind, in what words), by the day it came into the plan and the day it is due.
Planned = dict[tuple[date, date], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Case:
    """Local: one case with all that is needed to place it."""

    line: Line
    duties: Sequence[Duty]
    today: date
    meetings: Sequence[Meeting] = ()
    waiting: Waiting | None = None
    note: str = ""
    put_off: Mapping[tuple[str, int], PutOff] = field(default_factory=dict)
    planned: Planned = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        return self.line.edition

    @property
    def owed(self) -> list[Duty]:
        """What somebody is to do today or soon; not what rests until a later day."""
        return [each for each in self._with_them if not self.rests(each)]

    @property
    def resting(self) -> list[Duty]:
        """What was put off to a later day, soonest of those first."""
        found = [each for each in self._with_them if self.rests(each)]
        return sorted(found, key=lambda each: self.put_off[each.rule, each.nth].until)

    @property
    def _with_them(self) -> list[Duty]:
        return wording.with_them(self.edition, self.duties, self.today)

    def rests(self, duty: Duty) -> bool:
        """Whether it was put off to a day that has not come."""
        found = self.put_off.get((duty.rule, duty.nth))
        return found is not None and found.until > self.today

    def called(self, duty: Duty) -> str:
        """What the duty is; one that a plan names, in the words of the plan."""
        rule = self.edition.owed[duty.rule]
        found = self.planned.get((duty.opens_on, duty.due_on), []) if isinstance(rule, Step) else []
        said = [(kind, what) for kind, what in found if isinstance(rule, Step) and kind in rule.what]
        if not said or self.edition.plan is None:
            return wording.duty_name(self.edition, duty)
        return f"{self.edition.plan.kinds[said[0][0]].label}: {'; '.join(dict.fromkeys(what for _, what in said))}"

    def one(self, kind: str) -> Duty | None:
        """The duty of this kind that is owed today, if there is one."""
        return next((each for each in self.duties if each.kind == kind and wording.is_owed(each, self.today)), None)

    @property
    def met_today(self) -> bool:
        """Whether somebody has spoken with them, or tried to, today: an appointment of today is dealt with."""
        return self.today in (self.line.reached_on, self.line.tried_on)

    def meeting_today(self) -> Meeting | None:
        if self.met_today:
            return None
        return next((each for each in self.meetings if self.day_of(each) == self.today), None)

    def next_meeting(self) -> Meeting | None:
        return next((each for each in self.meetings if self.day_of(each) >= self.today), None)

    def day_of(self, meeting: Meeting) -> date:
        return meeting.starts_at.astimezone(ZoneInfo(self.edition.time_zone)).date()


def horizon(today: date) -> date:
    """The Sunday of next week: as far as the page looks."""
    return today + timedelta(days=13 - today.weekday())


def group_of(case: Case) -> str:
    """The first that applies; nobody past their time or gone quiet is called overdue, a hold rests until its day."""
    if wording.is_held(case.line, case.today):
        return ""
    owed, length = case.owed, case.one("length")
    past = "quiet" if case.one("lapse") else "ended" if length and length.due_on < case.today else ""
    late = bool(owed) and owed[0].due_on < case.today and not past
    if case.meeting_today() and not late:
        return "meeting"
    if past or late:
        return past or "overdue"
    if any(is_beginning(case.edition, duty) for duty in owed):
        return "new"
    if case.one("date_missing"):
        return "gap"
    if owed and owed[0].due_on <= horizon(case.today):
        return "week"
    if case.resting:
        return "later"
    return "waiting" if case.waiting else ""


def is_beginning(edition: Edition, duty: Duty) -> bool:
    """Whether it is owed because the case was assigned: the intake meeting."""
    rule = edition.owed[duty.rule]
    return isinstance(rule, Once) and rule.after == "assigned"
