"""What happened to cases coming in: contacts, services, milestones, events, appointments and closings.

One way for all of them: the case is looked up, the checks that the pages use are asked, a row on record is compared,
a new one put aside to be written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from duly.casework.exchange import checks
from duly.casework.exchange.files import FILES, File
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Case
from duly.casework.exchange.sight import Row
from duly.casework.exchange.values import written

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of fact: its file and table, the check of a row, and what its table has that other facts have not."""

    file: File
    table: str
    check: Callable[..., list[tuple[str, str]]]
    own: tuple[str, ...]
    # What else a sort needs: of a new row before it is put aside, and of one on record before it is compared.
    new: Callable[[Desk, Entry, Case, Said], None] = lambda desk, entry, case, said: None
    again: Callable[[Desk, Entry, Case, Said, Row], Row] = lambda desk, entry, case, said, record: record


def arrive(desk: Desk, sort: Sort) -> None:
    """Bring in the facts of one file."""
    file, names = sort.file, [column.name for column in sort.file.columns + sort.file.more]
    for chunk in desk.chunks(file.name):
        desk.known.fetch_cases(entry.values[1] for entry in chunk)
        on_record = desk.recorded(file, (entry.values[0] for entry in chunk))
        for entry in chunk:
            said = dict(zip(names, entry.values, strict=True))
            case = desk.case(file, entry, said["case_id"])
            author = desk.member(file, entry, "author_id", said["author_id"], case.agency if case else None)
            if case is None:
                continue
            if wrong := sort.check(case, **said):
                desk.complain(file, entry, wrong)
            if on_record and (record := on_record.get((case.agency, entry.values[0]))):
                desk.compare(file, entry, sort.again(desk, entry, case, said, record))
            else:
                _new(desk, sort, entry, case, said, author)


def _new(desk: Desk, sort: Sort, entry: Entry, case: Case, said: Said, author: str | None) -> None:
    sort.new(desk, entry, case, said)
    ref = entry.values[0]
    uuid = desk.references.arrives(sort.file.name, ref, case, author, said)
    desk.add_fact(
        sort.file, entry, case, sort.table, uuid=uuid, ref=ref, at=said["recorded_at"],
        captured_at=said["captured_at"], author=author, own=[said[name] for name in sort.own],
    )  # fmt: skip


# What is particular to a sort


def _odd_contact(desk: Desk, entry: Entry, case: Case, said: Said) -> None:
    """Odd, and imported all the same: after the closing, or a second of what is held once."""
    day, kind = said["occurred_on"], said["kind"]
    if case.closed_on and day and day > case.closed_on and not _is_replaced(desk, entry):
        desk.warn(CONTACTS.file, entry, "occurred_on", day, f"After the case was closed ({case.closed_on}).")
    if case.rules and kind in case.rules.held_once and said["outcome"] == "completed" and not _is_replaced(desk, entry):
        if kind in case.held:
            label = case.rules.edition.contacts[kind].label.lower()
            desk.warn(CONTACTS.file, entry, "kind", kind, f"A second completed {label} of this case.")
        case.held = _and(case.held, kind)


@cache
def _and(held: frozenset[str], kind: str) -> frozenset[str]:
    """The same few sets for a million cases."""
    return held | {kind}


def _is_replaced(desk: Desk, entry: Entry) -> bool:
    """Whether a correction of this folder replaces it: then it does not count."""
    return ("contacts", entry.values[0]) in desk.replaced


def _as_it_began(desk: Desk, entry: Entry, case: Case, said: Said) -> None:
    """An end that service_ends.csv tells of is a fact of its own: until then there was none, and another status."""
    if entry.values[0] in desk.ends:
        _check_end(desk, entry, said)
        said.update(ended_on=None, status=desk.ends[entry.values[0]][1])


def _check_end(desk: Desk, entry: Entry, said: Said) -> None:
    days, _ = desk.ends[entry.values[0]]
    if said["ended_on"] and written(said["ended_on"]) not in days:
        says = f"service_ends.csv has it end on {' or '.join(days)}. Make both say the same."
        desk.wrong(SERVICES.file, entry, "ended_on", said["ended_on"], says)


def _newly_ended(desk: Desk, entry: Entry, case: Case, said: Said, record: Row) -> Row:
    """An end newly told is added, with the status it brought; the rest stands as it is on record."""
    file, expected = SERVICES.file, list(record)
    told, names = record[-1] or [], _end_names(entry, record)
    told_apart = entry.values[0] in desk.ends or any(("service_ends", name) in desk.replaced for name in names)
    if entry.values[0] in desk.ends:
        _check_end(desk, entry, said)
    before = said["ended_on"] in told
    newly = not (told_apart or before) and said["ended_on"] and record[file["ended_on"]] is None
    if told_apart or newly or before:
        for name in ("ended_on", "status"):
            expected[file[name]] = said[name]
    if newly and case.agency:
        desk.changed["services"] += 1
        desk.touch(case)
        row = (
            next(desk.ids), case.organization, case.id, names[-1], desk.now, desk.now, None, desk.author,
            record[-2], len(told) + 1, said["ended_on"], said["status"],
        )  # fmt: skip
        desk.stage.rows(case.agency, "serviceend").append(row)
    return tuple(expected)


def _end_names(entry: Entry, record: Row) -> list[str]:
    """How the ends told of the service are named, and the next one."""
    return [ENDS.id_of((entry.values[0], str(nth) if nth > 1 else "")) for nth in range(1, len(record[-1] or []) + 2)]


def _about(desk: Desk, entry: Entry, case: Case, said: Said) -> None:
    """The fact an event settles, which may come further down in the same file."""
    said["about"] = desk.promise(EVENTS.file, entry, said["file"], "about_id", said["about_id"])


ENDS = FILES["service_ends"]


def _sort(name: str, table: str, check: Callable[..., list[tuple[str, str]]], own: str, **more: Any) -> Sort:
    return Sort(FILES[name], table, check, tuple(own.split()), **more)


CONTACTS = _sort("contacts", "contact", checks.contact, "kind occurred_on mode outcome note minutes", new=_odd_contact)
MILESTONES = _sort("milestones", "milestone", checks.milestone, "kind achieved_on")
SERVICES = _sort(
    "services", "service", checks.service, "kind delivery topic started_on ended_on status",
    new=_as_it_began, again=_newly_ended,
)  # fmt: skip
CLOSINGS = _sort("closings", "closing", checks.closing, "closed_on reason note")
APPOINTMENTS = _sort("appointments", "appointment", checks.appointment, "kind starts_at mode place")
EVENTS = _sort("events", "caseevent", checks.event, "kind what occurred_on until_on note about", new=_about)
SORTS = (CLOSINGS, CONTACTS, SERVICES, MILESTONES, EVENTS, APPOINTMENTS)
