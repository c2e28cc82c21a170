"""Cases coming in, with their first lead and whether they were closed."""

import json
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache
from typing import Any

from duly.casework.exchange import checks
from duly.casework.exchange.files import FILES
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Case, Person, Place
from duly.casework.exchange.incoming.staff import days
from duly.casework.exchange.recorded import query
from duly.casework.exchange.sight import Row
from duly.casework.exchange.values import written

FILE = FILES["cases"]
MANAGER, RECORDED_AT, AUTHOR = FILE["case_manager_id"], FILE["recorded_at"], FILE["author_id"]
CLOSED = {"closed_on": "closed_on", "reason": "closure_reason", "recorded_at": "closed_recorded_at"}
CLOSED_AT = slice(FILE["closed_on"], FILE["closed_recorded_at"] + 1)
WHOLE = "A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three."


def cases(desk: Desk) -> None:
    """Each case at its organization, under the edition in force on the day it was assigned."""
    apart = Apart(
        {tuple(row) for row in desk.columns("assignments", "case_id", "staff_id", "role")},
        {tuple(row) for row in desk.columns("closings", "case_id", "closed_on", "reason")},
    )
    for chunk in desk.chunks("cases"):
        desk.known.fetch_cases(entry.values[0] for entry in chunk)
        _fetch_people(desk, chunk)
        on_record = _on_record(desk, chunk)
        for entry in chunk:
            ref = entry.values[0]
            place = desk.place(FILE, entry, entry.values[3])
            known = desk.known.cases.get(ref)
            if known and not known.new and (record := on_record.get((place.agency if place else known.agency, ref))):
                _again(desk, entry, known, record, apart)
            elif not (known and known.new):
                _open(desk, entry, place, apart)


class Apart:
    """What assignments.csv and closings.csv say of cases: then cases.csv only repeats part of it."""

    def __init__(self, leads: set[tuple[str, ...]], closings: set[tuple[str, ...]]) -> None:
        self.leads, self.closings = leads, closings
        self.assigned, self.closed = {row[0] for row in leads}, {row[0] for row in closings}

    def check(self, desk: Desk, entry: Entry) -> None:
        """What is repeated must be there."""
        ref, lead, (closed_on, reason, _) = entry.values[0], entry.values[MANAGER], entry.values[CLOSED_AT]
        if ref in self.assigned and lead and (ref, lead, "lead") not in self.leads:
            says = "assignments.csv has no such lead of this case. Make both say the same."
            desk.wrong(FILE, entry, "case_manager_id", lead, says)
        if ref in self.closed and closed_on and reason and (ref, written(closed_on), reason) not in self.closings:
            says = "closings.csv has no such closing of this case. Make both say the same."
            desk.wrong(FILE, entry, "closed_on", closed_on, says)


def _fetch_people(desk: Desk, chunk: list[Entry]) -> None:
    wanted: dict[str, set[str]] = {}
    for entry in chunk:
        if entry.values[1] and (place := desk.known.place(entry.values[3] or "")):
            wanted.setdefault(place.agency, set()).add(entry.values[1])
    for agency, refs in wanted.items():
        desk.known.fetch_people(agency, refs)


# A new case


def _open(desk: Desk, entry: Entry, place: Place | None, apart: "Apart") -> None:
    ref, person, *_ = entry.values
    case = Case(
        _rules(desk, entry), entry.values[5], entry.values[CLOSED_AT.start], id=next(desk.ids), ref=ref, new=True,
        agency=place.agency if place else None, organization=place.id if place else "",
    )  # fmt: skip
    _check(desk, entry, case)
    apart.check(desk, entry)
    lead = desk.member(FILE, entry, "case_manager_id", entry.values[MANAGER], case.agency)
    if ref:
        desk.known.cases[ref] = case
    if place is None:
        desk.lose("cases of", person)
    if place and person:
        who = _who(desk, place, person, entry, case)
        if entry.whole and case.rules:
            _write(desk, entry, case, who, lead=None if ref in apart.assigned else lead)
            if case.closed_on and ref not in apart.closed:
                close(desk, entry, case, ref)


def _rules(desk: Desk, entry: Entry) -> checks.Rules | None:
    program, assigned_on, edition = entry.values[2], entry.values[5], entry.values[FILE["edition"]]
    if program is None:
        return None
    if wrong := checks.program(program):
        desk.complain(FILE, entry, wrong)
        return None
    try:
        return desk.known.rules(program, edition=edition, assigned_on=assigned_on)
    except LookupError as error:
        desk.wrong(FILE, entry, "edition", edition, str(error))
        return None


def _check(desk: Desk, entry: Entry, case: Case) -> None:
    """The day of assignment has come; a closing is said whole or not at all."""
    closed_on, reason, at = entry.values[CLOSED_AT]
    if case.rules:
        desk.complain(FILE, entry, checks.future(case.rules, "assigned_on", case.assigned_on))
    if not (closed_on or reason or at):
        return
    if entry.whole:
        said = zip(CLOSED.values(), (closed_on, reason, at), strict=True)
        desk.complain(FILE, entry, [(column, WHOLE) for column, value in said if not value])
    wrong = checks.closing(case, closed_on=closed_on, reason=reason or None, recorded_at=at)
    desk.complain(FILE, entry, [(CLOSED[name], says) for name, says in wrong])


def _who(desk: Desk, place: Place, ref: str, entry: Entry, case: Case) -> Person:
    """The person, of this agency; whether people.csv has them shows when its turn comes."""
    people = desk.known.people[place.agency]
    if ref not in people:
        people[ref] = Person(next(desk.ids), new=True)
    person = people[ref]
    person.lines += (entry.line,)
    here = [each for each in person.opened if each[0] == place.id]
    first = min([*here, (place.id, recorded_at(entry, case), entry.values[AUTHOR])], key=lambda each: each[1])
    person.opened = (*(each for each in person.opened if each[0] != place.id), first)
    return person


def recorded_at(entry: Entry, case: Case) -> datetime:
    """When the case was recorded: as details.csv says, otherwise with the day it was assigned on."""
    return entry.values[RECORDED_AT] or begin_of(case.assigned_on, case)


def begin_of(day: date | None, case: Case) -> datetime:
    """The moment a day begins where the program runs."""
    return _begin(day or date.min, case.rules.edition.zone if case.rules else UTC)


@cache
def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _write(desk: Desk, entry: Entry, case: Case, who: Person, *, lead: str | None) -> None:
    assert case.rules
    assert case.agency
    at, edition = recorded_at(entry, case), case.rules.edition
    author = desk.member(FILE, entry, "author_id", entry.values[AUTHOR], case.agency)
    desk.stage.rows(case.agency, "case").append((
        case.id, case.organization, case.ref, who.id, edition.program, edition.id, case.assigned_on,
        entry.values[FILE["accepted_on"]], at, desk.now, author,
    ))  # fmt: skip
    if lead:
        assign(desk, case, lead, "lead", days(case.assigned_on, None), at, author)
    desk.new["cases"] += 1
    desk.touch(case)


def assign(desk: Desk, case: Case, member: str, role: str, during: str, at: datetime, author: str | None) -> None:
    """Put aside that one of the staff answers for the case."""
    if case.agency:
        row = (next(desk.ids), case.organization, case.id, member, role, during, at, desk.now, author)
        desk.stage.rows(case.agency, "assignment").append(row)


def close(desk: Desk, entry: Entry, case: Case, ref: str) -> None:
    """A closing that cases.csv tells of; unless it is a later one, its id is the case's own."""
    closed_on, reason, at = entry.values[CLOSED_AT]
    id_ = desk.references.arrives("closings", ref, case, None, {"recorded_at": at})
    if case.agency:
        row = (id_, case.organization, case.id, ref, at, desk.now, None, None, closed_on, reason, "")
        desk.stage.rows(case.agency, "closing").append(row)
        desk.touch(case)


# A case on record

Ever = tuple[Row, set[str], list[Any]]  # its row, everybody who ever led it, every closing it ever had


def _on_record(desk: Desk, chunk: list[Entry]) -> dict[tuple[str | None, str], Ever]:
    refs = [entry.values[0] for entry in chunk if (case := desk.known.cases.get(entry.values[0])) and not case.new]
    found: dict[tuple[str | None, str], Ever] = {}
    for agency in desk.sight.agencies if refs else ():
        rows = query(desk.sight, agency, "ever", refs=refs)
        ever = {ref: (set(led or ()), json.loads(shut or "[]")) for ref, led, shut in rows}
        for row in query(desk.sight, agency, "cases", every=False, refs=refs):
            found[agency, row[0]] = (row, *ever[row[0]])
    return found


def _again(desk: Desk, entry: Entry, case: Case, ever: Ever, apart: Apart) -> None:
    """Nothing changes, but a closing newly told is added."""
    record, leads, closings = ever
    expected, told = list(record), entry.values[CLOSED_AT]
    if entry.values[MANAGER] in leads:
        expected[MANAGER] = entry.values[MANAGER]
    if any(told):
        _check(desk, entry, case)
        apart.check(desk, entry)
        before = case.ref in apart.closed or _told_before(entry, closings)
        if before or record[CLOSED_AT.start] is None:
            expected[CLOSED_AT] = told
        if not before and record[CLOSED_AT.start] is None and all(told):
            _newly_closed(desk, entry, case, taken=bool(closings))
    elif any(("closings", ref) in desk.replaced for *_, ref in closings):
        expected[CLOSED_AT] = told
    desk.compare(FILE, entry, expected)


def _told_before(entry: Entry, closings: list[Any]) -> bool:
    told = tuple(entry.values[CLOSED_AT])
    return any(told == (date.fromisoformat(on), why, datetime.fromisoformat(at)) for on, why, at, _ in closings)


def _newly_closed(desk: Desk, entry: Entry, case: Case, *, taken: bool) -> None:
    """A second closing, of a case that was opened again, cannot have the case's own id."""
    case.closed_on = entry.values[CLOSED_AT.start]
    desk.changed["cases"] += 1
    close(desk, entry, case, f"{case.ref}/{written(case.closed_on)}" if taken else case.ref)
