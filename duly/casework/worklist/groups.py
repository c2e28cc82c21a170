"""The groups of the page of today: people in the same situation, and what it asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duly.casework import words
from duly.casework.worklist.placing import GROUPS, horizon
from duly.casework.worklist.rows import Row
from duly.engine.program import Edition, Once

ASK_AGAIN = 7  # days after which somebody who owes us an answer is asked again
SHOWN = 100  # people of one group on the page; the rest stand in the caseload


@dataclass(frozen=True, slots=True)
class Group:
    """Derived: people in the same situation, with what it asks for."""

    key: str
    title: str
    note: str
    rows: Sequence[Row]
    hidden: int


def grouped(rows: Iterable[Row], *, today: date, now: datetime) -> list[Group]:
    """The rows under their headings; a group with nobody in it does not stand there."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [
        Group(key, GROUPS[key], _note(key, each, today, now), each[:SHOWN], max(0, len(each) - SHOWN))
        for key in GROUPS
        if (each := found.get(key))
    ]


def _note(key: str, rows: Sequence[Row], today: date, now: datetime) -> str:
    """What stands beside the heading: how many, and what the group asks for."""
    edition = rows[0].line.edition
    many = words.number(len(rows))
    match key:
        case "overdue":
            return f"{many} · longest first"
        case "new":
            return f"{many} · {_begins(edition)}{_acknowledge(rows, today)}"
        case "gap":
            return f"{many} · the schedule cannot start without it"
        case "week":
            return f"{many} · and next, to {words.on(horizon(today), today=today).text}"
        case "later":
            return f"{many} · each under its day, and owed all the same"
        case "meeting":
            ahead = [row.starts_at for row in rows if row.starts_at and row.starts_at > now]
            return f"{many} · next {words.wait((ahead[0] - now).total_seconds())}" if ahead else many
        case "waiting":
            return f"{many} · ask again after {ASK_AGAIN} days"
        case "quiet":
            lapse = next((rule for rule in edition.owed.values() if rule.kind == "lapse"), None)
            return f"{many} · no reply for {lapse.silence}: {lapse.proposes}" if lapse else many
        case _:
            rule = edition.windows()
            return f"{many} · {words.spelled(rule.count)} windows have ended" if rule else many


def _begins(edition: Edition) -> str:
    """'intake in person within 14 days of assignment'."""
    rule = next((each for key, each in edition.owed.items() if _is_first(edition, key)), None)
    if not isinstance(rule, Once):
        return "assigned"
    kind = edition.contacts.get(rule.met_by[0])
    how = f" {words.listed([words.by(mode) for mode in kind.counts_in], 'or')}" if kind and kind.counts_in else ""
    return f"{rule.label.lower()}{how} within {rule.within} of assignment"


def _is_first(edition: Edition, key: str) -> bool:
    rule = edition.owed[key]
    return isinstance(rule, Once) and rule.after == "assigned" and "acknowledged" not in rule.met_by


def _acknowledge(rows: Iterable[Row], today: date) -> str:
    days = [row.acknowledge_by for row in rows if row.acknowledge_by]
    if not days:
        return ""
    first = words.on(min(days), today=today).text
    return f"; acknowledgement was due {first}" if min(days) < today else f"; acknowledge by {first}"
