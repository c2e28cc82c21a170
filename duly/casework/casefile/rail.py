"""What is owed to one case on a day, each with its because, and what was met and missed so far."""

from dataclasses import dataclass
from datetime import date, timedelta

from duly.casework import words
from duly.casework.casefile.entries import duty_name
from duly.casework.casefile.record import Record
from duly.engine.because import because
from duly.engine.owing import DATE_MISSING, Obligation

AHEAD = timedelta(days=45)  # further off, a duty is not on anybody's mind


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty in the rail."""

    title: str
    left: words.Left
    lines: tuple[str, ...]
    because: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rail:
    """What stands on the right of the case file."""

    owed: tuple[Owed, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]
    strip: str
    strip_label: str
    windows_met: int
    windows_ended: int


def rail(record: Record, *, today: date) -> Rail:
    """Duties open or near on that day, soonest first; the strip of windows as of that day."""
    near = [each for each in record.duties if _is_near(each, today)]
    near.sort(key=lambda each: each.due_on)
    windows = [each for each in record.duties if each.kind == "windows"]
    marks = strip(windows, today=today, exit_on=record.line.exit_on)
    closes = next((each.due_on for each in windows if each.opens_on <= today <= each.due_on), None)
    return Rail(
        owed=tuple(_owed(record, each, today) for each in near),
        met=tuple(duty_name(record, each) for each in record.duties if each.met_by and each.nth),
        missed=tuple(duty_name(record, each) for each in record.duties if _is_missed(each, today)),
        strip=marks,
        strip_label=words.windows_label(marks, closes, today=today),
        windows_met=marks.count("m"),
        windows_ended=sum(1 for each in windows if each.due_on < today or each.met_by),
    )


def strip(windows: list[Obligation], *, today: date, exit_on: date | None) -> str:
    """One letter a window: m met, x missed, o open now, n to come (or never, once the case was closed)."""
    return "".join(
        "m"
        if each.met_by
        else "n"
        if exit_on and each.due_on > exit_on
        else "x"
        if each.due_on < today
        else "o"
        if each.opens_on <= today
        else "n"
        for each in windows
    )


def _is_near(duty: Obligation, today: date) -> bool:
    if duty.met_by or (duty.lapses_on is not None and duty.lapses_on < today):
        return False
    return duty.opens_on <= today and (duty.due_on <= today + AHEAD or duty.kind not in ("length", "step"))


def _is_missed(duty: Obligation, today: date) -> bool:
    return (
        not duty.met_by and duty.lapses_on is not None and duty.lapses_on < today and duty.kind in ("windows", "series")
    )


def _owed(record: Record, duty: Obligation, today: date) -> Owed:
    rule = record.edition.owed[duty.rule]
    title = "Date missing: " + rule.label if duty.kind == DATE_MISSING else duty_name(record, duty)
    line = f"due {words.on(duty.due_on, today=today).text}"
    if duty.kind == "windows":
        line = f"window {words.on(duty.opens_on, today=today).text} – {words.on(duty.due_on, today=today).text}"
    put_off = record.put_off(duty)
    lines = [line]
    if put_off and put_off.until_on >= today:
        lines.append(f"put off to {words.on(put_off.until_on, today=today).text}: {put_off.reason}")
    return Owed(
        title,
        words.left(duty.due_on, today=today),
        tuple(lines),
        because(record.edition, duty, record.history),
        tuple(rule.sources),
    )
