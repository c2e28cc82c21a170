"""How a case and its duties are said in a list, on a day: pure, and by the words of the case's own program."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from duly.casework import words
from duly.casework.worklist.lines import Duty, Line
from duly.engine.owing import DATE_MISSING
from duly.engine.program import Edition, Once

SILENT = 60  # days without a reply after which the caseload says so
NOT_DUTIES = frozenset({"lapse", "length", DATE_MISSING})
A_YEAR = range(355, 371)  # a program of about so many days lasts a year


class Reached(NamedTuple):
    """When and how they last answered, and the tries since."""

    day: words.Day | None
    mode: str
    tries: str


class Flag(NamedTuple):
    """A fact about a person, in a word or two."""

    text: str
    tone: str = ""
    title: str = ""


# Duties


def duty_name(edition: Edition, duty: Duty) -> str:
    """'Check-in 8 of 12'; a rule owed once goes by its label alone."""
    label = edition.owed[duty.rule].label
    if duty.kind == DATE_MISSING:
        return f"{label} date"
    return f"{label} {duty.nth} of {duty.of}" if duty.of and duty.of > 1 else label


def duty_beside(edition: Edition, duty: Duty) -> str:
    """'check-in 12': the second thing owed, in passing."""
    label = edition.owed[duty.rule].label.lower()
    return f"{label} {duty.nth}" if duty.of and duty.of > 1 else label


def is_owed(duty: Duty, today: date) -> bool:
    return duty.opens_on <= today and (duty.lapses_on is None or duty.lapses_on >= today)


def is_to_acknowledge(edition: Edition, duty: Duty) -> bool:
    """Whether it is owed by us rather than with the person: saying that the assignment was seen."""
    rule = edition.owed[duty.rule]
    return isinstance(rule, Once) and "acknowledged" in rule.met_by


def with_them(edition: Edition, duties: Iterable[Duty], today: date) -> list[Duty]:
    """The duties of that day that somebody must do with or for the person, soonest due first."""
    return [
        duty
        for duty in duties
        if duty.kind not in NOT_DUTIES and is_owed(duty, today) and not is_to_acknowledge(edition, duty)
    ]


def beginning(edition: Edition) -> str:
    """The label of what the schedule counts from: 'Intake'; nothing where it counts from the assignment."""
    rule = edition.windows() or next((each for each in edition.owed.values() if each.kind == "series"), None)
    anchor = rule.after if rule else ""
    return edition.contacts[anchor].label if anchor in edition.contacts else ""


# The case


def stage(line: Line, today: date) -> str:
    """Intake due, Month 8, Year ended, On hold, Closed; a phase where the program has phases."""
    if line.exit_on:
        return "Closed"
    if is_held(line, today):
        return "On hold"
    if line.phase:
        return line.edition.phases[line.phase].label if line.phase in line.edition.phases else line.phase
    if line.intake_on is None:
        first = beginning(line.edition)
        return f"{first} due" if first and not line.gaps else "Open"
    if line.ends_on and line.ends_on < today:
        return f"{span(line.edition)} ended"
    return f"Month {max(0, (today - line.intake_on).days - 1) // 30 + 1}"


def is_held(line: Line, today: date) -> bool:
    """On hold, and the day to look again has not come."""
    return line.held_until is not None and line.held_until > today


def span(edition: Edition) -> str:
    """Year, for a program that lasts about one."""
    length = edition.length()
    anchor = date(2001, 1, 1)
    return "Year" if length and (length.lasts.after(anchor) - anchor).days in A_YEAR else "Program"


def strip(line: Line, today: date) -> str:
    """One letter a window: m met, x missed, o open now, n to come, or never once the case was closed."""
    rule = line.edition.windows()
    if rule is None or line.intake_on is None:
        return ""
    ends = (rule.every.after(line.intake_on, nth) for nth in range(len(line.windows) + 1))
    spans = pairwise(ends)
    return "".join(
        _mark(met, before, last, line.exit_on, today) for met, (before, last) in zip(line.windows, spans, strict=True)
    )


def _mark(met: str, before: date, last: date, exit_on: date | None, today: date) -> str:
    """`before`: the last day of the window before."""
    opens = before + timedelta(days=1)
    if met == "m":
        return "m"
    if exit_on and last > exit_on:
        return "n"
    return "x" if last < today else "o" if opens <= today else "n"


def strip_label(line: Line, marks: str, today: date) -> str:
    rule = line.edition.windows()
    closes = (
        rule.every.after(line.intake_on, marks.index("o") + 1) if rule and line.intake_on and "o" in marks else None
    )
    return words.windows_label(marks, closes, today=today)


def steps(line: Line) -> list[tuple[str, str, bool]]:
    """The milestones that stand in the caseload: letter, what it is, whether reached."""
    return [
        (code.short[0], code.short.lower(), key in line.milestones)
        for key, code in line.edition.milestones.items()
        if code.short
    ]


def reached(line: Line, today: date) -> Reached:
    """27 Dec 2014, email, with 2 tries since; nothing for somebody never reached."""
    tries = words.tries(line.tries) if line.tries else ""
    if line.reached_on is None:
        return Reached(None, "", tries)
    return Reached(words.on(line.reached_on, today=today), words.mode(line.reached_by), tries)


def flags(line: Line, duties: Iterable[Duty], after: Iterable[str], today: date) -> Iterator[Flag]:
    """Gone quiet, new, no reply, what the record lacks, on hold, after a milestone, another language."""
    if not line.exit_on:
        yield from _open_flags(line, list(duties), today)
        yield from (Flag(f"After {each}", "", "People often go quiet after this") for each in after)
    if line.language and line.language.lower() != "en":
        yield Flag(line.language.upper()[:5], "", "Preferred language")


def _open_flags(line: Line, duties: list[Duty], today: date) -> Iterator[Flag]:
    quiet = any(duty.kind == "lapse" and is_owed(duty, today) for duty in duties)
    silence = (today - (line.reached_on or line.assigned_on)).days
    if line.gaps:
        yield Flag("Date missing", "late", "The record lacks a date that the rules count from")
    if quiet:
        yield Flag("Gone quiet", "soon")
    elif silence > SILENT:
        yield Flag(f"No reply {silence} d", "soon")
    if any(is_to_acknowledge(line.edition, duty) for duty in duties):
        yield Flag("New", "soon", "Not yet acknowledged")
    if is_held(line, today):
        yield Flag(f"Hold to {words.short(line.held_until, today=today).text}")


def initials(name: str) -> str:
    """C1 of 'Advisor C1', AP of 'Ana Perez': how a colleague's cases are tagged."""
    parts = name.split()
    if parts and len(parts[-1]) <= 3 and any(letter.isdigit() for letter in parts[-1]):
        return parts[-1]
    return "".join(part[0].upper() for part in parts)[:3]


def next_step(note: str) -> str:
    """What to know before calling: the next step agreed last time, or all of a short note."""
    at = note.rfind("Next:")
    said = note[at:] if at >= 0 else note
    return " ".join(said.split())[:240]
