"""How days, counts and contacts are said on pages, in mail and in print; the day is always an argument."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

NEAR = 21  # days within which the weekday helps more than it crowds
SOON = 3  # days within which a date is gold

# Of our own, not strftime's: the words must not follow the server's locale.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")
SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

MODES = {"in_person": "in person"}
WRITTEN_MODES = frozenset({"email", "text", "mail"})
OUTCOMES = {"completed": "reached", "no_response": "no answer", "no_show": "no-show", "cancelled": "canceled"}


LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "hi": "Hindi",
    "ht": "Haitian Creole", "ko": "Korean", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "so": "Somali",
    "sw": "Swahili", "tl": "Tagalog", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}


class Day(NamedTuple):
    """A day or moment as pages show it: for machines, for the eye, in full on hover."""

    iso: str
    text: str
    full: str


class Left(NamedTuple):
    """How far off a due day is, and how it is colored: late, soon or plain."""

    text: str
    tone: str
    days: int


NOTHING_LEFT = Left("", "", 0)


# Days

@lru_cache(maxsize=8192)  # a list repeats its days
def on(day: date, *, today: date) -> Day:
    """Fri 17 Apr within three weeks, 17 May further off, the year only if it is another one."""
    near = abs((day - today).days) <= NEAR
    return Day(day.isoformat(), (f"{WEEKDAYS[day.weekday()][:3]} " if near else "") + _plain(day, today), full_day(day))


@lru_cache(maxsize=8192)
def short(day: date, *, today: date) -> Day:
    """17 Apr: for narrow columns, never with the weekday."""
    return Day(day.isoformat(), _plain(day, today), full_day(day))


def full_day(day: date) -> str:
    """Friday 17 April 2015."""
    return f"{heading_day(day)} {day.year}"


def heading_day(day: date) -> str:
    """Friday 17 April."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def month(day: date) -> str:
    """April 2015."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def between(first: date, last: date, *, today: date) -> str:
    """13–26 Mar inside one month; otherwise both days in full words."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day}–{short(last, today=today).text}"
    if first == last:
        return on(first, today=today).text
    return f"{on(first, today=today).text} – {on(last, today=today).text}"


def clock(moment: datetime, zone: str) -> str:
    """14:00, on the clock of that place."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there.hour}:{there.minute:02}"


def at(moment: datetime, *, today: date, zone: str) -> Day:
    """A moment: today 8:52, otherwise Fri 10 Apr, 14:00."""
    there = moment.astimezone(ZoneInfo(zone))
    time = clock(moment, zone)
    text = f"today {time}" if there.date() == today else f"{on(there.date(), today=today).text}, {time}"
    return Day(there.isoformat(timespec="minutes"), text, f"{full_day(there.date())}, {time}")


def zone(name: str) -> str:
    """Chicago, of America/Chicago."""
    return name.rsplit("/", 1)[-1].replace("_", " ")


def _plain(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1][:3]}{year}"


# Distances

def left(due: date | None, *, today: date) -> Left:
    """169 days late, today, tomorrow, in 8 days; red when late, gold within three days."""
    if due is None:
        return NOTHING_LEFT
    days = (due - today).days
    return Left(_left(days, " days", " day"), _tone(days), days)


def left_short(due: date | None, *, today: date) -> Left:
    """329 d late, in 8 d: for the caseload only."""
    if due is None:
        return NOTHING_LEFT
    days = (due - today).days
    return Left(_left(days, " d", " d"), _tone(days), days)


def _left(days: int, many: str, one: str) -> str:
    if days < 0:
        return f"{-days}{one if days == -1 else many} late"
    if days < 2:
        return ("today", "tomorrow")[days]
    return f"in {days}{many}"


def _tone(days: int) -> str:
    return "late" if days < 0 else "soon" if days <= SOON else ""


def since(day: date, *, today: date) -> str:
    """For 13 days."""
    return f"for {plural((today - day).days, 'day')}"


def ago(day: date, *, today: date) -> str:
    """Today, yesterday, 3 days ago."""
    days = (today - day).days
    return ("today", "yesterday")[days] if 0 <= days < 2 else f"{plural(days, 'day')} ago"


def wait(seconds: float) -> str:
    """In 50 min, in 3 h: until an appointment of today."""
    minutes = max(0, round(seconds / 60))
    return f"in {minutes} min" if minutes < 100 else f"in {round(minutes / 60)} h"


# Counts

def plural(count: int, one: str, many: str = "") -> str:
    """3 cases, 1 try, 1,204 lines."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def tries(count: int) -> str:
    """2 tries."""
    return plural(count, "try", "tries")


def number(count: int) -> str:
    """1,204."""
    return f"{count:,}"


def size(count: int) -> str:
    """840 bytes, 12 KB, 3.4 MB."""
    if count < 1000:
        return plural(count, "byte")
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count // 1000} KB"


def spelled(count: int) -> str:
    """Three; digits from ten on, as in running text."""
    return SPELLED[count] if 0 <= count < len(SPELLED) else number(count)


def listed(things: Sequence[str], joined_by: str = "and") -> str:
    """A, b and c."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {joined_by} {things[-1]}"


# People

def phone(number: str) -> str:
    """555-000-0092, of +15550000092; numbers of other countries as they are."""
    digits = number.removeprefix("+1")
    ours = number.startswith("+1") and len(digits) == 10 and digits.isdigit()
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if ours else number


def language(code: str) -> str:
    """Spanish, of es; a code nobody here knows as it is."""
    return LANGUAGES.get(code.lower(), code)


# Contacts

def mode(code: str) -> str:
    """Phone, in person, email."""
    return MODES.get(code, code)


def by(code: str) -> str:
    """By phone, in person."""
    return mode(code) if code == "in_person" else f"by {mode(code)}"


def outcome(code: str, mode: str = "") -> str:
    """Reached, replied (what was written to them), no answer, no-show."""
    return "replied" if code == "completed" and mode in WRITTEN_MODES else OUTCOMES.get(code, code)


def contact(mode: str, code: str) -> str:
    """By phone, reached; a meeting that took place needs no outcome."""
    if mode == "in_person" and code == "completed":
        return by(mode)
    return f"{by(mode)}, {outcome(code, mode)}" if mode else outcome(code)


def written(recorded: date, occurred: date | None, *, today: date) -> str:
    """Written 7 Mar, when that was not the day it happened."""
    return "" if recorded == occurred else f"written {short(recorded, today=today).text}"


def windows_label(marks: str, closes: date | None = None, *, today: date) -> str:
    """4 met, 7 missed, window 12 open to Mon 20 Apr: what a strip of m, x, o and n shows."""
    if not marks.strip("n"):
        return "no window yet"
    label = f"{marks.count('m')} met, {marks.count('x')} missed"
    if "o" not in marks:
        return label
    return f"{label}, window {marks.index('o') + 1} open" + (f" to {on(closes, today=today).text}" if closes else "")


def html(text: str, *names: object) -> Markup:
    """Markup of ours with words of others put in, escaped."""
    return Markup(text).format(*names)  # noqa: S704 (the text is a literal of ours, the names are escaped)
