"""What a report is asked: the last day counted, assigned by when, known at what moment; as people type it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

YEARS = range(1901, 2900)  # tallies keep the years around for "always" and "never"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Moment:
    """Frozen: the dates of one question. `known_at` is inclusive and stands in the program's time zone."""

    as_of: date
    assigned_by: date
    known_at: datetime

    @property
    def started_by(self) -> date:
        """The last day of assignment that counts: an assignment is known from its own day, not before."""
        return min(self.as_of, self.assigned_by, self.known_at.date())


class Unclear(Exception):
    """A question that cannot be answered; `mistakes` has a sentence for each field that is wrong."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        self.mistakes = dict(mistakes)
        super().__init__("\n".join(self.mistakes.values()))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a day where the program runs."""
    following = datetime.combine(day + timedelta(days=1), time(), zone)
    return (following.astimezone(ZoneInfo("UTC")) - timedelta(microseconds=1)).astimezone(zone)


def asked(*, zone: ZoneInfo, as_of: str, assigned_by: str = "", known_at: str = "") -> Moment:
    """The question as typed; left out, `assigned_by` is the last day counted and `known_at` the end of that day."""
    mistakes: dict[str, str] = {}
    last = _day("as-of", as_of, mistakes)
    by = _day("assigned-by", assigned_by, mistakes) if assigned_by else last
    known = _known("known-at", known_at, zone, mistakes) if known_at else end_of(last, zone) if last else None
    if mistakes or last is None or by is None or known is None:
        raise Unclear(mistakes)
    return Moment(last, by, known.astimezone(zone))


def _day(field: str, said: str, mistakes: dict[str, str]) -> date | None:
    try:
        day = date.fromisoformat(said) if DAY.fullmatch(said) else None
    except ValueError:
        day = None
    if day is None:
        mistakes[field] = f"{field}: '{said}' is not a day; write it year first, like 2015-04-30."
    elif day.year not in YEARS:
        mistakes[field] = f"{field}: '{said}' is outside the years Duly keeps; check the year."
        return None
    return day


def _known(field: str, said: str, zone: ZoneInfo, mistakes: dict[str, str]) -> datetime | None:
    if DAY.fullmatch(said):
        day = _day(field, said, mistakes)
        return end_of(day, zone) if day else None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        mistakes[field] = (
            f"{field}: '{said}' is neither a day nor a time; write 2015-04-30, or 2015-04-30T17:00:00-05:00."
        )
        return None
    if moment.tzinfo is None:
        mistakes[field] = f"{field}: '{said}' has no offset; add it, like 2015-04-30T17:00:00-05:00."
    elif moment.year not in YEARS:
        mistakes[field] = f"{field}: '{said}' is outside the years Duly keeps; check the year."
    return None if field in mistakes else moment
