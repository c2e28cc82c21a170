"""Lengths of time as people say them: "14 days", "1 day", "12 months"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

SAID = re.compile(r"([1-9]\d{0,3}) (day|week|month)s?")


@dataclass(frozen=True, slots=True)
class Length:
    """Frozen: so many calendar days, weeks or months."""

    count: int
    unit: str = "day"

    @classmethod
    def said(cls, text: str) -> "Length":
        """The length as written; ValueError says what would be right."""
        found = SAID.fullmatch(text)
        if not found or (found[1] == "1") == text.endswith("s"):
            raise ValueError("a length is written like '14 days', '1 day', '8 weeks' or '12 months'")
        return cls(int(found[1]), found[2])

    def after(self, day: date, times: int = 1) -> date:
        """The day this length (taken so many times) after `day`: always counted from the anchor, never step by step."""
        match self.unit:
            case "month":
                return months_after(day, self.count * times)
            case "week":
                return day + timedelta(days=7 * self.count * times)
            case _:
                return day + timedelta(days=self.count * times)

    def before(self, day: date) -> date:
        return self.after(day, -1)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("" if self.count == 1 else "s")


def months_after(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
