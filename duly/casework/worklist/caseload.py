"""A row of the caseload, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty, Line, duties_of
from duly.casework.worklist.listing import Listed, just_reached


@dataclass(frozen=True, slots=True)
class Row:
    """Derived: one case of the caseload."""

    line: Line
    next: Duty | None
    today: date
    flags: Sequence[wording.Flag]

    @property
    def ref(self) -> str:
        return self.line.ref

    @property
    def lead(self) -> str:
        return wording.initials(self.line.lead_name)

    @property
    def stage(self) -> str:
        return wording.stage(self.line, self.today)

    @property
    def strip(self) -> str:
        return wording.strip(self.line, self.today)

    def strip_label(self, marks: str) -> str:
        return wording.strip_label(self.line, marks, self.today)

    @property
    def assigned(self) -> words.Day:
        return words.short(self.line.assigned_on, today=self.today)

    @property
    def steps(self) -> list[tuple[str, str, bool]]:
        return wording.steps(self.line)

    @property
    def series(self) -> str:
        """1/3: of those the program asks for in all."""
        rule = next((each for each in self.line.edition.owed.values() if each.kind == "series"), None)
        return f"{self.line.series_met}/{rule.count}" if rule and self.line.intake_on else ""

    @property
    def last(self) -> words.Day | None:
        return words.short(self.line.reached_on, today=self.today) if self.line.reached_on else None

    @property
    def last_mode(self) -> str:
        return words.mode(self.line.reached_by)

    @property
    def owed(self) -> str:
        """What comes next: a duty, the closing form, a date to be entered."""
        if self.next:
            return wording.duty_name(self.line.edition, self.next)
        if self.line.gaps:
            return "Date missing"
        return "Closing form" if self.line.ends_on and self.line.ends_on < self.today else ""

    @property
    def closed(self) -> str:
        """19 Mar, completed."""
        line = self.line
        reason = line.edition.closing.get(line.exit_reason)
        said = reason.label.lower() if reason else line.exit_reason.replace("_", " ")
        return f"{words.short(line.exit_on, today=self.today).text}, {said}" if line.exit_on else ""

    @property
    def due(self) -> words.Day | None:
        return words.on(self.next.due_on, today=self.today) if self.next else None

    @property
    def left(self) -> words.Left:
        return words.left_short(self.next.due_on if self.next else None, today=self.today)

    @property
    def ends(self) -> words.Day | None:
        return words.short(self.line.ends_on, today=self.today) if self.line.ends_on else None


def in_words(actor: Actor, listed: Iterable[Listed]) -> list[Row]:
    """The rows of a page: two statements more, for what is flagged."""
    found = list(listed)
    lines = [each.line for each in found]
    days = {line.edition.time_zone: clock.today(line.edition.time_zone) for line in lines}
    duties = duties_of(actor.agency, lines, days=days.values())
    after: dict[UUID, list[str]] = just_reached(actor.agency, lines, today=min(days.values(), default=actor.day))
    return [_row(each, duties[each.line.case], after, days[each.line.edition.time_zone]) for each in found]


def _row(listed: Listed, duties: Sequence[Duty], after: dict[UUID, list[str]], today: date) -> Row:
    line = listed.line
    return Row(line, listed.next, today, tuple(wording.flags(line, duties, after.get(line.case, ()), today)))


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns are called by the programs on the page."""

    windows: str
    series: str
    ends: str
    steps: str


def headings(lines: Iterable[Line]) -> Headings:
    """Check-ins 1–12, Reas., Year ends; plainer words where the programs on the page differ."""
    found = list(dict.fromkeys(line.edition for line in lines))
    windows = list(dict.fromkeys((rule.label, rule.count) for each in found if (rule := each.windows())))
    series = list(dict.fromkeys(r.label for each in found for r in each.owed.values() if r.kind == "series"))
    spans = list(dict.fromkeys(wording.span(each) for each in found if each.length()))
    steps = list(dict.fromkeys(code.short for each in found for code in each.milestones.values() if code.short))
    return Headings(
        windows=f"{windows[0][0]}s 1–{windows[0][1]}" if len(windows) == 1 else "Contacts",
        series=f"{series[0][:4]}." if len(series) == 1 else "Series",
        ends=f"{spans[0]} ends" if len(spans) == 1 else "Ends",
        steps=", ".join(steps),
    )
