"""The desk of one import: its folder, what was found in it, what is known, what waits to be written."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES, File
from duly.casework.exchange.findings import Findings
from duly.casework.exchange.folder import Folder
from duly.casework.exchange.incoming.entries import Entries, Entry, standing_twice
from duly.casework.exchange.incoming.known import Case, Known, Place, uuids
from duly.casework.exchange.incoming.references import Named, References
from duly.casework.exchange.incoming.writing import Stage
from duly.casework.exchange.reading import Table
from duly.casework.exchange.recorded import TABLES, query
from duly.casework.exchange.sight import Sight
from duly.casework.exchange.values import written

LOOKED_FOR = 1000  # mistakes after which no likeness is looked for
END = "UPDATE casework_{} SET during = daterange(lower(during), %s) WHERE id = %s AND agency_id = %s"
PATIENCE = 2.0  # seconds before progress is said, and between two sayings


@dataclass(slots=True)
class Desk:
    """Everything one import works with."""

    folder: Folder
    sight: Sight
    now: datetime
    zone: str
    say: Callable[[str], None]
    findings: Findings = field(default_factory=Findings)
    stage: Stage = field(default_factory=Stage)
    ids: Iterator[str] = field(default_factory=uuids)
    known: Known = field(init=False)
    references: References = field(init=False)
    # How many rows of each file were read, are new, change something.
    rows: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    touched: dict[str, set[str]] = field(default_factory=dict)  # cases to work out again, by agency
    # Of the folder, read ahead: facts that a correction replaces; services that end, when, and their status until then.
    replaced: set[tuple[str, str]] = field(default_factory=set)
    ends: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    details: dict[tuple[str, str], dict[str, tuple[int, str]]] = field(default_factory=dict)
    # What can be said only at the end: open roles and assignments given their end, facts named before their row came.
    endings: list[tuple[str, str, list[Any]]] = field(default_factory=list)
    promised: list[tuple[File, Entry, str, str, str]] = field(default_factory=list)
    leads: dict[str, list[tuple[date, date | None, int]]] = field(default_factory=dict)
    unread: dict[str, set[str] | None] = field(default_factory=dict)  # ids of rows that could not be read; None: any
    _with: dict[tuple[str, str], bool] = field(default_factory=dict)
    _told_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.known = Known(self.sight, self.now)
        self.references = References(self.ids)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def author(self) -> str | None:
        return str(self.sight.by.pk) if self.sight.by else None

    # Reading

    def chunks(self, name: str) -> Iterator[list[Entry]]:
        """The rows of a file, some thousand at a time; none where the folder has no such file."""
        if name not in self.folder:
            return
        file = FILES[name]
        with self.folder.open(name) as stream:
            entries = Entries(file, stream, self.findings, now=self.now, zone=self.zone)
            table = entries.table
            for chunk in entries.chunks(self.details):
                self.rows[name] = entries.rows
                self._unread(name, table)
                yield chunk
                self.stage.settle()
                self.tell(f"{file.csv}: {entries.rows:,} rows checked")
            self.rows[name] = entries.rows
            self._unread(name, table)
        self._twice(file, entries.seen.twice())

    def _unread(self, name: str, table: Table) -> None:
        lost = self.unread.get(name, set())
        self.unread[name] = lost | table.unread if table.has_key and lost is not None else None

    def _twice(self, file: File, marks: set[int]) -> None:
        if not marks:
            return
        column = file.columns[0].name if file.key == 1 else "(row)"
        with self.folder.open(file.name) as stream:
            for line, first, named in standing_twice(file, stream, marks):
                says = f"Already used in line {first} of this file. Give each row its own."
                self.findings.wrong(file.csv, line, column, ", ".join(named), says)

    def columns(self, name: str, *columns: str) -> Iterator[list[str]]:
        """Some columns of a file, read ahead of its turn; what is wrong with them is said when its turn comes."""
        if name not in self.folder:
            return
        places = [FILES[name][column] for column in columns]
        with self.folder.open(name) as stream:
            for rows in Table(FILES[name], stream, Findings()).chunks():
                for _, cells in rows:
                    yield [cells[at] for at in places]

    def column(self, name: str, column: str) -> set[str]:
        """What stands in one column, read ahead."""
        return {cell for (cell,) in self.columns(name, column)}

    def tell(self, text: str) -> None:
        """Progress, for whatever takes longer than two seconds."""
        if time.monotonic() - self._told_at > PATIENCE:
            self._told_at = time.monotonic()
            self.say(text)

    # Mistakes

    def wrong(self, file: File, entry: Entry, column: str, found: Any, says: str) -> None:
        self.findings.wrong(file.csv, entry.line, column, written(found), says)

    def warn(self, file: File, entry: Entry, column: str, found: Any, says: str) -> None:
        self.findings.warn(file.csv, entry.line, column, written(found), says)

    def complain(self, file: File, entry: Entry, wrong: Iterable[tuple[str, str]]) -> None:
        """Mistakes that the checks found, each with what stands in its column."""
        for column, says in wrong:
            self.wrong(file, entry, column, entry.values[file[column]], says)

    def compare(self, file: File, entry: Entry, record: Sequence[Any]) -> None:
        """The row is on record: every column in which it says something else is a mistake."""
        for at, column in enumerate(file.columns + file.more):
            given = entry.values[at]
            if given is None and (not entry.whole or column.optional or at >= len(file.columns)):
                continue  # not read, or not told
            if at < len(record) and given != record[at]:
                self.differs(file, entry, column.name, given, record[at])

    def differs(self, file: File, entry: Entry, column: str, given: Any, recorded: Any) -> None:
        stands = f"'{written(recorded)}'" if written(recorded) else "nothing"
        says = f"On record is {stands}. An import adds and never changes: put the file right, or correct it in Duly."
        self.wrong(file, entry, column, written(given), says)

    def check_range(self, file: File, entry: Entry, start: date | None, end: date | None) -> None:
        """From a day to a day; one that ends the day it begins holds on no day at all."""
        if start and end and end < start:
            self.wrong(file, entry, "to", end, f"Before it begins ({start}). Check both days.")

    def newly_ended(self, file: File, entry: Entry, agency: str, table: str, record: Sequence[Any]) -> bool:
        """Whether a range on record that is open is given its end; any other difference is a mistake."""
        at = file["to"]
        end, recorded = entry.values[at], record[at]
        if recorded is not None or end is None:
            if recorded != end:
                self.differs(file, entry, "to", end, recorded)
            return False
        self.changed[file.name] += 1
        self.endings.append((agency, END.format(table), [end, record[-1]]))
        return True

    def missing(self, name: str, ref: str | None) -> bool:
        """Whether it is news that a file has no such row: not if that row, or the whole file, could not be read."""
        unread = self.unread.get(name, set())
        return ref is not None and unread is not None and ref not in unread

    def lose(self, name: str, ref: str | None) -> None:
        """A row that cannot be taken in; what names it is not to blame."""
        lost = self.unread.setdefault(name, set())
        if lost is not None and ref:
            lost.add(ref)

    def likely(self, ref: str, names: Callable[[], Collection[str]]) -> str:
        """What an id may have been; after many mistakes only what is odd about it, for looking takes its time."""
        looking = len(self.findings.mistakes) < LOOKED_FOR
        return words.likely(ref, names()) if looking else words.odd_letters(ref)

    # Looking up what a row names

    def place(self, file: File, entry: Entry, ref: str | None) -> Place | None:
        """The organization a row names."""
        found = self.known.place(ref) if ref else None
        if found is None and ref and self.missing("organizations", ref):
            says = "No such organization." + self.likely(ref, self.known.all_places)
            self.wrong(file, entry, "organization_id", ref, says)
        return found

    def member(self, file: File, entry: Entry, column: str, ref: str | None, agency: str | None) -> str | None:
        """The one of the staff a row names; of the row's own agency, where that is known."""
        if not ref:
            return None
        if agency is None:
            agency = next((each for each, staff in self.known.staff.items() if ref in staff), None)
        staff = self.known.staff.get(agency or "", {})
        if ref not in staff and self.missing("staff", ref):
            self.wrong(file, entry, column, ref, "Nobody of the staff has this id." + self.likely(ref, staff.keys))
        return staff.get(ref)

    def case(self, file: File, entry: Entry, ref: str | None) -> Case | None:
        """The case a row names; fetch_cases has looked for it."""
        found = self.known.cases.get(ref) if ref else None
        if ref in self.known.several:
            says = "Several agencies have a case with this id. Add organizations.csv: it says whose rows these are."
            self.wrong(file, entry, "case_id", ref, says)
        elif found is None and ref and self.missing("cases", ref):
            says = "No such case." + self.likely(ref, self.known.cases_there)
            self.wrong(file, entry, "case_id", ref, says)
        return found

    def fact(self, file: File, entry: Entry, target: str | None, column: str, id_: str | None) -> Named | None:
        """The fact a row names; it came before, or is on record."""
        found = self.references.get(target, id_)
        if found is None and target and id_ and self.missing(target, id_):
            says = f"{target}.csv has no such row, and none is on record."
            self.wrong(file, entry, column, id_, says + self.likely(id_, lambda: self.references.there(target)))
        return found

    def promise(self, file: File, entry: Entry, target: str | None, column: str, id_: str | None) -> str | None:
        """The uuid of a fact whose row may still come; whether it came is asked at the end."""
        if not target or not id_:
            return None
        self.promised.append((file, entry, target, column, id_))
        return self.references.named[target, id_].id

    def recorded(self, file: File, refs: Iterable[str | None]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """The rows of this file that are on record under these ids, by agency and by what names them."""
        asked = {"refs": [ref for ref in refs if ref], "every": False}
        return {
            (agency, *row[: file.key]): row
            for agency in self.sight.agencies
            if self._has(agency, file.name)
            for row in query(self.sight, agency, file.name, **asked)
        }

    def _has(self, agency: str, name: str) -> bool:
        """Whether the agency has any row of this sort: a first import need not look for old ones."""
        if (agency, name) not in self._with:
            sql = f"SELECT EXISTS (SELECT FROM casework_{TABLES[name]} WHERE agency_id = %(agency)s)"  # noqa: S608
            [(self._with[agency, name],)] = self.sight.rows(sql, agency)
        return self._with[agency, name]

    def top(self) -> tuple[str, str] | None:
        """The agency and the organization on top, where there is but one."""
        if len(self.sight.agencies) != 1:
            return None
        [(agency, reach)] = self.sight.agencies.items()
        place = agency if reach is None else self.sight.top
        return (agency, place) if place else None

    def keep_to(self, agencies: Set[str]) -> None:
        """From here on only these agencies are looked at."""
        kept = {each: reach for each, reach in self.sight.agencies.items() if each in agencies}
        self.sight = replace(self.sight, agencies=kept)
        self.known.keep_to(self.sight)

    # What is new

    def touch(self, case: Case) -> None:
        if case.agency:
            self.touched.setdefault(case.agency, set()).add(case.id)

    def add_fact(
        self, file: File, entry: Entry, case: Case, table: str, *,
        uuid: str, ref: str, at: datetime, captured_at: datetime | None, author: str | None, own: Iterable[Any],
    ) -> None:  # fmt: skip
        """Put a new fact of this case aside, to be written when everything has been checked."""
        self.new[file.name] += 1
        self.touch(case)
        if entry.whole and case.agency:
            row = (uuid, case.organization, case.id, ref, at, self.now, captured_at, author, *own)
            self.stage.rows(case.agency, table).append(row)
