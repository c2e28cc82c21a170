"""From the text of a cell to its value, and back. One reader a column: `reader[cell]`, or a whole column at once."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES, Column
from duly.casework.exchange.findings import Wrong
from duly.casework.models import Assignment, Contact, Membership, Organization

NAME, NOTE = 200, 20_000  # characters
EARLIEST = date(1800, 1, 1)
BEGINNING, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)
OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)", re.ASCII)
TURNED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
LOOSE = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FORMULA = re.compile(r"[\s\ufeff\x00-\x1f]*[=+\-@]")
DIALED = re.compile(r"\+?[\d\s().x/-]+", re.ASCII)
LONG_ANSWERS = 100_000  # characters of one form's answers

CODES: Mapping[str, tuple[str, Iterable[str]]] = {
    "place": ("kind of organization", Organization.Kind.values),
    "role": ("role", Membership.Role.values),
    "duty": ("role", Assignment.Role.values),
    "mode": ("mode", Contact.Mode.values),
    "outcome": ("outcome", Contact.Outcome.values),
    "file": ("file", [name for name in FILES if name != "details"]),
}
EMPTY_TEXTS = ("name", "line", "phone", "note", "value", "code")


class Reader:
    """Turns the cells of a column into values, or raises Wrong; an empty cell is nothing, or wrong."""

    def __init__(self, column: Column) -> None:
        # Whether a code may be missing is for the program to say (checks.py), which can also name those there are.
        self.blank = column.blank or column.holds == "code"
        self.nothing = "" if column.holds in EMPTY_TEXTS else None

    def __getitem__(self, cell: str) -> Any:
        if cell:
            return self.read(cell)
        if self.blank:
            return self.nothing
        raise Wrong(self.empty())

    def read(self, cell: str) -> Any:
        """The value of a cell that is not empty."""
        raise NotImplementedError

    def empty(self) -> str:
        return "It may not be empty."

    def column(self, cells: Sequence[str]) -> Sequence[Any]:
        """All of them; in one go where a look at all of them shows that none is wrong."""
        return [self[cell] for cell in cells]


class Remembering(Reader):
    """Reads a cell once, where the same comes back in many rows."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self.known = Known(super().__getitem__)

    def __getitem__(self, cell: str) -> Any:
        return self.known[cell]

    def column(self, cells: Sequence[str]) -> Sequence[Any]:
        return list(map(self.known.__getitem__, cells))


class Known(dict[str, Any]):
    """Values by cell; what is not there is read."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, cell: str) -> Any:
        value = self[cell] = self.read(cell)
        return value


class Codes(Remembering):
    """One of a closed list."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self.what, codes = CODES[column.holds]
        self.codes = list(codes)

    def read(self, cell: str) -> str:
        if cell not in self.codes:
            raise Wrong(words.unknown(self.what, cell, self.codes))
        return cell

    def empty(self) -> str:
        return words.one_of(self.codes)


class Text(Reader):
    """Text as it is, up to a length."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self.longest = NOTE if column.holds in ("note", "value") else NAME

    def read(self, cell: str) -> str:
        if len(cell) > self.longest:
            raise Wrong(f"{len(cell):,} characters; at most {self.longest:,} are kept. Shorten it.")
        return cell

    def column(self, cells: Sequence[str]) -> Sequence[Any]:
        fine = max(map(len, cells)) <= self.longest and ("" not in cells or (self.blank and self.nothing == ""))
        return cells if fine else super().column(cells)


class Repeated(Remembering, Text):
    """The id of something that many rows name, or a code of the program file."""


class Ids(Text):
    """The id of a row: nothing in it that looks like something else."""

    def read(self, cell: str) -> str:
        super().read(cell)
        if (says := words.odd_letters(cell)) or not cell.strip():
            raise Wrong(f"No id to trust.{says} Write it with letters of one script and nothing around.")
        return cell

    def column(self, cells: Sequence[str]) -> Sequence[Any]:
        every = "".join(cells)
        if every.isascii() and every.isprintable() and " " not in every:
            return super().column(cells)
        return [self[cell] for cell in cells]


class Days(Remembering):
    """A calendar day, year first."""

    def read(self, cell: str) -> date:
        if not DAY.fullmatch(cell):
            raise Wrong(f"Not a date this file can hold. Write year first: {_meant(cell) or '2015-03-12'}.")
        try:
            day = date.fromisoformat(cell)
        except ValueError:
            raise Wrong("There is no such day. Check day and month.") from None
        if day < EARLIEST:
            raise Wrong("That is long before anything here. Check the year.")
        return day


def _meant(cell: str) -> str:
    """The day or days that a date written in another way may be."""
    if turned := TURNED.fullmatch(cell.strip()):
        first, _, second, year = turned.groups()
        readings = [_iso(year, first, second), _iso(year, second, first)]
        likely = list(dict.fromkeys(each for each in readings if each))
        return f"{likely[0]} (or {likely[1]}, if that was meant)" if len(likely) == 2 else "".join(likely)
    if loose := LOOSE.match(cell.strip()):
        return _iso(*loose.groups())
    return ""


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


class Times(Reader):
    """A moment with its offset from UTC; not in the future where something is said to have been recorded."""

    def __init__(self, column: Column, *, now: datetime, zone: str) -> None:
        super().__init__(column)
        self.now, self.zone = now, ZoneInfo(zone)
        self.latest = now if column.holds == "time" else LATEST

    def read(self, cell: str) -> datetime:
        try:
            moment = datetime.fromisoformat(cell)
        except ValueError:
            raise Wrong(self._why_not(cell)) from None
        if moment.tzinfo is None:
            raise Wrong(self._why_not(cell))
        if not BEGINNING <= moment <= LATEST:
            raise Wrong("That is far from anything here. Check the year.")
        if moment > self.latest:
            raise Wrong(f"In the future. It is now {self.now.astimezone(self.zone):%Y-%m-%dT%H:%M%:z}.")
        return moment

    def column(self, cells: Sequence[str]) -> Sequence[Any]:
        try:
            moments = list(map(datetime.fromisoformat, cells))
            fine = min(moments) >= BEGINNING and max(moments) <= self.latest
        except (ValueError, TypeError):  # no time, or one without its offset
            fine = False
        return moments if fine else super().column(cells)

    def _why_not(self, cell: str) -> str:
        """What is missing: the time of day, the offset; or that there is no such moment."""
        if DAY.fullmatch(cell):
            return f"No time of day. Add it with its offset: {cell}T17:20:00{self._offset(cell)}."
        begun = TIME.match(cell)
        if begun and not cell[begun.end() :].strip():
            moment = begun[0].replace(" ", "T")
            return f"No time zone. Add the offset: {moment}{self._offset(cell)}."
        if begun and OFFSET.fullmatch(cell[begun.end() :]):
            return "There is no such moment. Check day, month, hour and minute."
        return f"Not a time this file can hold. Write it as 2015-04-08T17:20:00{self._offset('2015-04-08')}."

    def _offset(self, cell: str) -> str:
        """What the clocks there were away from UTC at noon of that day."""
        try:
            return f"{datetime.combine(date.fromisoformat(cell[:10]), time(12), self.zone):%:z}"
        except ValueError:
            return "+00:00"


class Emails(Reader):
    """An address to sign in with; signing in does not tell capitals apart."""

    def read(self, cell: str) -> str:
        if len(cell) > 254 or not EMAIL.fullmatch(cell):
            raise Wrong("Not an email address. Write one such as ana@center.example.")
        return cell.lower()


class Numbers(Reader):
    """A small whole number."""

    def read(self, cell: str) -> int:
        if not (cell.isascii() and cell.isdigit() and int(cell) < 32_768):
            raise Wrong("Not a whole number from 0 to 32767.")
        return int(cell)


class Zones(Reader):
    """The IANA name of a time zone."""

    def read(self, cell: str) -> str:
        if cell not in _zones():
            likely = words.did_you_mean(cell, _zones())
            raise Wrong(f"Unknown time zone.{likely} Write it as America/Chicago.")
        return cell


@cache
def _zones() -> set[str]:
    return available_timezones()


class Answers(Reader):
    """The answers to a form, as a JSON object."""

    def read(self, cell: str) -> dict[str, Any]:
        try:
            said = json.loads(cell) if len(cell) <= LONG_ANSWERS else None
            again = written(said).encode() if isinstance(said, dict) else b""
        except (ValueError, RecursionError):  # no JSON, or half a character in it
            said, again = None, b""
        if not isinstance(said, dict) or b"\\u0000" in again:
            raise Wrong('Not a JSON object. Write the answers as {"question": "answer"}.')
        return said


KINDS: Mapping[str, type[Reader]] = {
    **dict.fromkeys(CODES, Codes),
    **dict.fromkeys(("day", "any_day"), Days),
    **dict.fromkeys(("code", "staff", "organization", "program"), Repeated),
    "id": Ids,
    "email": Emails,
    "number": Numbers,
    "answers": Answers,
    "zone": Zones,
}


def reader(column: Column, *, now: datetime, zone: str) -> Reader:
    """The reader for what the column holds."""
    if column.holds in ("time", "any_time"):
        return Times(column, now=now, zone=zone)
    return KINDS.get(column.holds, Text)(column)


def written(value: Any) -> str:
    """A value as an exchange file holds it; reading it again gives the same value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return value.isoformat() if isinstance(value, date) else str(value)


def begins_like_a_formula(text: str, *, holds: str) -> bool:
    """Whether a spreadsheet would calculate it. A telephone number may begin with a plus."""
    return FORMULA.match(text) is not None and not (holds == "phone" and DIALED.fullmatch(text))
