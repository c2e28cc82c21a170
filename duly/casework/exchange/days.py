"""Days and moments in cells: what they are, and when they are neither, what they may have meant."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from duly.casework.exchange.files import Column
from duly.casework.exchange.findings import Wrong
from duly.casework.exchange.readers import Reader, Remembering

EARLIEST = date(1800, 1, 1)
BEGINNING, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)
OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)", re.ASCII)
TURNED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
LOOSE = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})", re.ASCII)


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
