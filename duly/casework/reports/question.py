"""The question a page was asked, from its address: which program, which days, compared with what; and back again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from urllib.parse import urlencode

from django.http import Http404

from duly.casework import clock, words
from duly.casework.reports.asking import DAY, Moment, Unclear, asked, end_of
from duly.casework.reports.fidelity import editions_of
from duly.engine.program import Edition
from duly.engine.reading import editions, load


@dataclass(frozen=True, slots=True)
class Question:
    """Frozen: what a page shows. `typed` is what its controls hold; `mistakes` why it cannot be answered."""

    known: tuple[Edition, ...]
    moment: Moment
    typed: Mapping[str, str]
    mistakes: Mapping[str, str] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        return self.known[-1]

    @property
    def program(self) -> str:
        return self.edition.program

    def address(self, **more: str) -> str:
        """The same question as the part of an address that can be kept: days, never 'now'."""
        moment = self.moment
        said = {"as_of": moment.as_of.isoformat(), "assigned_by": moment.assigned_by.isoformat()}
        if moment.known_at != end_of(moment.as_of, self.edition.zone):
            said["known_at"] = known_as(moment, self.edition)
        return urlencode(said | {name: value for name, value in more.items() if value})


@cache
def scored_programs() -> tuple[str, ...]:
    """The programs that have measures."""
    return tuple(dict.fromkeys(name for name, _ in editions() if load(name).measures))


def question_of(program: str, given: Mapping[str, str]) -> Question:
    """The question in an address; left out, it is about the last month that has ended."""
    if program not in scored_programs():
        raise Http404
    known = tuple(editions_of(program))
    zone = known[-1].zone
    today = clock.today(known[-1].time_zone)
    last = date.fromordinal(today.replace(day=1).toordinal() - 1)
    typed = {
        "as_of": given.get("as_of", "") or last.isoformat(),
        "assigned_by": given.get("assigned_by", "") or _first_of_month(given.get("as_of", ""), last),
        "known_at": _known(given, today),
    }
    try:
        return Question(known, asked(zone=zone, **typed), typed)
    except Unclear as mistakes:
        return Question(known, Moment(last, last.replace(day=1), end_of(last, zone)), typed, mistakes.mistakes)


def _first_of_month(as_of: str, last: date) -> str:
    """Whoever was assigned in the last month had no time to be late in anything."""
    return f"{as_of[:7]}-01" if DAY.fullmatch(as_of) else last.replace(day=1).isoformat()


def _known(given: Mapping[str, str], today: date) -> str:
    said = given.get("known_at", "")
    if said == "now":
        return today.isoformat()
    return given.get("known_on", "") if said == "day" else said


def known_as(moment: Moment, edition: Edition) -> str:
    """A day where it is the end of one, or the time."""
    day = moment.known_at.date()
    return day.isoformat() if moment.known_at == end_of(day, edition.zone) else moment.known_at.isoformat()


def day(of: date) -> str:
    """Thu 30 Apr 2015: in full, because a report is read long afterwards."""
    return f"{words.WEEKDAYS[of.weekday()][:3]} {plain(of)}"


def plain(of: date) -> str:
    """30 Apr 2015."""
    return f"{of.day} {words.MONTHS[of.month - 1][:3]} {of.year}"


def known_in_words(question: Question) -> str:
    """As known at the end of that day."""
    moment, edition = question.moment, question.edition
    on = moment.known_at.date()
    if moment.known_at != end_of(on, edition.zone):
        return f"{day(on)}, {words.clock(moment.known_at, edition.time_zone)}"
    return "the end of that day" if on == moment.as_of else f"the end of {day(on)}"
