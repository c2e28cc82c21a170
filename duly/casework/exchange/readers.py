"""From the text of a cell to its value. One reader a column: `reader[cell]`, or a whole column at once."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES, Column
from duly.casework.exchange.findings import Wrong
from duly.casework.models import Assignment, Contact, Membership, Organization

NAME, NOTE = 200, 20_000  # characters
LONG_ANSWERS = 100_000  # characters of one form's answers
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

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
            again = json.dumps(said, ensure_ascii=False).encode()
        except (ValueError, RecursionError):  # no JSON, or half a character in it
            said, again = None, b""
        if not isinstance(said, dict) or b"\\u0000" in again:
            raise Wrong('Not a JSON object. Write the answers as {"question": "answer"}.')
        return said
