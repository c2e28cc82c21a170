"""One person on the page of today, in words: what is owed, when, when they last answered, what to know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from duly.casework import words
from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty, Line
from duly.casework.worklist.placing import GROUPS, Case, group_of

BESIDE = timedelta(days=14)  # a second duty is mentioned when it ends within this


@dataclass
class Row:
    """Derived: one person on the page, in words."""

    case: Case
    group: str
    rank: date | datetime
    owed: str
    due: words.Day
    left: words.Left
    before_due: str = ""
    also: str = ""
    know: str = ""
    starts_at: datetime | None = None
    acknowledge_by: date | None = None
    others: list["Row"] = field(default_factory=list)

    @property
    def line(self) -> Line:
        return self.case.line

    @property
    def ref(self) -> str:
        return self.case.line.ref

    @property
    def reached(self) -> wording.Reached:
        return wording.reached(self.line, self.case.today)

    @property
    def assigned(self) -> words.Day:
        """The moment, where the assignment was written down on its day."""
        line, today, zone = self.line, self.case.today, self.case.edition.time_zone
        written = line.recorded_at.astimezone(ZoneInfo(zone)).date()
        if line.assigned_on == written == today:
            return words.at(line.recorded_at, today=today, zone=zone)
        return words.on(line.assigned_on, today=today)

    @property
    def lead(self) -> str:
        return wording.initials(self.line.lead_name)


def placed(cases: Iterable[Case], *, now: datetime) -> list[Row]:
    """A row for everyone who needs something, each person once, in the order of the page."""
    rows = [row_of(case, group, now) for case in cases if (group := group_of(case))]
    order = list(GROUPS)
    rows.sort(key=lambda row: (order.index(row.group), str(row.rank), row.line.name, row.ref))
    first: dict[tuple[UUID, UUID], Row] = {}
    for row in rows:
        kept = first.setdefault((row.line.organization, row.line.person), row)
        if kept is not row:
            kept.others.append(row)
    return list(first.values())


def row_of(case: Case, group: str, now: datetime) -> Row:
    """The person in that group, in words."""
    match group:
        case "meeting":
            return _meeting(case, now)
        case "quiet":
            return _quiet(case)
        case "ended":
            return _ended(case)
        case "gap":
            return _gap(case)
        case "waiting":
            return _waiting(case)
        case "later":
            return _later(case)
        case _:
            return _owed(case, group)


def _owed(case: Case, group: str) -> Row:
    first = case.owed[0]
    soon = [each for each in case.owed if each.rule != first.rule and each.due_on <= case.today + BESIDE]
    seen = next((each for each in case.duties if wording.is_to_acknowledge(case.edition, each)), None)
    return Row(
        case,
        group,
        rank=first.due_on,
        owed=case.called(first),
        also=wording.duty_beside(case.edition, soon[0]) if soon else "",
        due=words.on(first.due_on, today=case.today),
        left=words.left(first.due_on, today=case.today),
        know=_asked_for(case, first) or _know(case, soon[0] if soon else None),
        acknowledge_by=seen.due_on if seen else None,
    )


def _later(case: Case) -> Row:
    """Under the day it was put off to; how long is left is said of when it is due."""
    first, today = case.resting[0], case.today
    put_off = case.put_off[first.rule, first.nth]
    return Row(
        case,
        "later",
        rank=put_off.until,
        owed=case.called(first),
        before_due="to ",
        due=words.on(put_off.until, today=today),
        left=words.left(first.due_on, today=today),
        know=put_off.reason,
    )


def _asked_for(case: Case, duty: Duty) -> str:
    """On the day a duty was put off to, and after it: why it was."""
    found = case.put_off.get((duty.rule, duty.nth))
    if found is None:
        return ""
    day = "today" if found.until == case.today else words.on(found.until, today=case.today).text
    return f"Put off to {day}: {found.reason}"


def _meeting(case: Case, now: datetime) -> Row:
    meeting = case.meeting_today()
    assert meeting
    ahead = (meeting.starts_at - now).total_seconds()
    time = words.at(meeting.starts_at, today=case.today, zone=case.edition.time_zone)
    where = meeting.place or words.mode(meeting.mode).capitalize()
    return Row(
        case,
        "meeting",
        rank=meeting.starts_at,
        owed=_meant(case, meeting.kind),
        due=time._replace(text=time.text.capitalize()),
        left=words.Left(words.wait(ahead) if ahead > 0 else "past", "" if ahead > 0 else "soon", 0),
        know=" · ".join(each for each in (where, _lower(wording.next_step(case.note))) if each),
        starts_at=meeting.starts_at,
    )


def _meant(case: Case, kind: str) -> str:
    """What the meeting is for: the duty it would meet, or the kind of contact or service."""
    met = (each for each in case.owed if kind in getattr(case.edition.owed[each.rule], "met_by", ()))
    kinds = case.edition.contacts | case.edition.services
    label = kinds[kind].label if kind in kinds else kind
    return next((wording.duty_name(case.edition, each) for each in met), label)


def _quiet(case: Case) -> Row:
    line, today = case.line, case.today
    since = line.reached_on or line.assigned_on
    first = case.owed[0] if case.owed else None
    return Row(
        case,
        "quiet",
        rank=since,
        owed=case.called(first) if first else "Closing form",
        before_due="since ",
        due=words.on(since, today=today),
        left=words.Left(words.since(since, today=today), "", 0),
        know=_missed(case, first),
    )


def _missed(case: Case, first: Duty | None) -> str:
    """'Intake was due 6 Jun 2014'; 'was due 11 Aug 2014; year ended 7 Feb'."""
    line, today = case.line, case.today
    said = []
    if first:
        name = f"{case.called(first)} was" if line.intake_on is None else "Was"
        said.append(f"{name} due {words.on(first.due_on, today=today).text}")
    if line.ends_on and line.ends_on < today:
        ended = f"{wording.span(case.edition)} ended {words.on(line.ends_on, today=today).text}"
        said.append(ended.lower() if said else ended)
    return "; ".join(said)


def _ended(case: Case) -> Row:
    line, edition, length = case.line, case.edition, case.one("length")
    assert length
    rule = edition.windows()
    series = next((each for each in edition.owed.values() if each.kind == "series"), None)
    done = []
    if rule:
        done.append(f"{line.windows.count('m')} of {rule.count} {rule.label.lower()}s")
    if series:
        done.append(f"{line.series_met} of {series.count} {series.label.lower()}s")
    return Row(
        case,
        "ended",
        rank=length.due_on,
        owed="Closing form",
        before_due="ended ",
        due=words.on(length.due_on, today=case.today),
        left=words.NOTHING_LEFT,
        know=", ".join(done),
    )


def _gap(case: Case) -> Row:
    missing = case.one("date_missing")
    assert missing
    return Row(
        case,
        "gap",
        rank=missing.due_on,
        owed=wording.duty_name(case.edition, missing),
        before_due="since ",
        due=words.on(missing.opens_on, today=case.today),
        left=words.Left(words.since(missing.opens_on, today=case.today), "", 0),
        know="Held on a day nobody wrote down: enter it, and the schedule starts",
    )


def _waiting(case: Case) -> Row:
    waiting = case.waiting
    assert waiting
    return Row(
        case,
        "waiting",
        rank=waiting.since,
        owed=f"Referral: {waiting.what}",
        before_due="since ",
        due=words.on(waiting.since, today=case.today),
        left=words.Left(words.since(waiting.since, today=case.today), "", 0),
        know=_know(case, None),
    )


def _know(case: Case, beside: Duty | None) -> str:
    """What to know before calling: a try of today, a meeting agreed, the last window, the next step of last time."""
    line, today = case.line, case.today
    if line.tried_on == today and line.tried_by:
        return f"Tried today {words.by(line.tried_by)}, no answer yet"
    said = []
    if meeting := case.next_meeting():
        said.append(f"Meeting {words.at(meeting.starts_at, today=today, zone=case.edition.time_zone).text}")
    if beside and beside.kind == "windows" and beside.nth == beside.of:
        last = wording.duty_beside(case.edition, beside).capitalize()
        said.append(f"{last}, the last, closes {words.on(beside.due_on, today=today).text}")
    said.append(wording.next_step(case.note))
    said = [each for each in said if each]
    return "; ".join(said[:1] + [_lower(each) for each in said[1:]])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith("Next:") else text
