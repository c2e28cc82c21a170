"""The rows of one file as values, a few thousand at a time; each mistake in a cell is said with its place."""

from array import array
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES, File
from duly.casework.exchange.findings import Findings, Wrong
from duly.casework.exchange.readers import Reader
from duly.casework.exchange.reading import Row, Table
from duly.casework.exchange.values import begins_like_a_formula, reader

DETAILS = FILES["details"]
TEXTUAL = ("name", "line", "phone", "note")
SUSPECT = frozenset("=+-@ \t\r\n\ufeff")
MANY = 1_000_000
PARTS = 256

Details = MutableMapping[tuple[str, str], dict[str, tuple[int, str]]]


@dataclass(slots=True)
class Entry:
    """A row with its values in the order of its file's columns, then those of details.csv; None could not be read."""

    line: int
    values: list[Any]
    whole: bool  # every cell could be read


class Entries:
    """Reads the rows of one file."""

    def __init__(self, file: File, stream: BinaryIO, findings: Findings, *, now: datetime, zone: str) -> None:
        self.file, self.findings = file, findings
        self.table = Table(file, stream, findings)
        self.readers = [reader(column, now=now, zone=zone) for column in file.columns]
        self.more = [reader(column, now=now, zone=zone) for column in file.more]
        self.missing = {place for place, at in enumerate(self.table.places) if at is None}
        self.textual = [(at, column) for at, column in enumerate(file.columns) if column.holds in TEXTUAL]
        self.seen = Seen()
        self.rows = 0

    def chunks(self, details: Details) -> Iterator[list[Entry]]:
        """Some thousand rows at a time; what details.csv says of a row is taken out of `details`."""
        with_details = any(name == self.file.name for name, _ in details)
        for rows in self.table.chunks():
            if not rows:
                continue
            self.rows += len(rows)
            columns = list(zip(*(row.cells for row in rows), strict=True))
            self.seen.add(columns, key=self.file.key)
            self._look_at_texts(rows, columns)
            entries = self._at_once(rows, columns) or [self._one_by_one(row) for row in rows]
            if with_details:
                self._add_details(rows, entries, details)
            yield entries

    def _at_once(self, rows: list[Row], columns: list[tuple[str, ...]]) -> list[Entry]:
        """All rows, if every cell of every column can be read."""
        try:
            read = [
                [None] * len(rows) if place in self.missing else each.column(columns[place])
                for place, each in enumerate(self.readers)
            ]
        except Wrong:
            return []
        nothing = [None] * len(self.more)
        whole = zip(rows, zip(*read, strict=True), strict=True)
        return [Entry(row.line, [*values, *nothing], True) for row, values in whole]

    def _one_by_one(self, row: Row) -> Entry:
        """Each cell for itself, with every mistake."""
        entry = Entry(row.line, [], True)
        for place, (column, each, cell) in enumerate(zip(self.file.columns, self.readers, row.cells, strict=True)):
            entry.values.append(None)
            if place in self.missing:
                continue
            try:
                entry.values[-1] = each[cell]
            except Wrong as wrong:
                entry.whole = False
                self.findings.wrong(self.file.csv, row.line, column.name, cell, wrong.says)
        entry.values += [None] * len(self.more)
        return entry

    def _look_at_texts(self, rows: list[Row], columns: list[tuple[str, ...]]) -> None:
        """What is odd in a text and kept all the same."""
        for at, column in self.textual:
            cells = columns[at]
            if "".join(cells).isascii() and SUSPECT.isdisjoint([cell[:1] for cell in cells]):
                continue
            for row, cell in zip(rows, cells, strict=True):
                if cell and (cell[0] in SUSPECT or not cell.isascii()):
                    for says in oddities(cell, column.holds):
                        self.findings.warn(self.file.csv, row.line, column.name, cell, says)

    def _add_details(self, rows: list[Row], entries: list[Entry], details: Details) -> None:
        for row, entry in zip(rows, entries, strict=True):
            given = details.pop((self.file.name, self.file.id_of(row.cells)), None)
            if given:
                entry.values[len(self.file.columns) :] = list(self._detailed(given))

    def _detailed(self, given: Mapping[str, tuple[int, str]]) -> Iterator[Any]:
        for column, each in zip(self.file.more, self.more, strict=True):
            line, cell = given.get(column.name, (0, ""))
            yield _read_detail(each, cell, line, self.findings) if cell else None


def _read_detail(each: Reader, cell: str, line: int, findings: Findings) -> Any:
    try:
        return each[cell]
    except Wrong as wrong:
        findings.wrong(DETAILS.csv, line, "value", cell, wrong.says)
        return None


def oddities(cell: str, holds: str) -> Iterator[str]:
    """A sentence on each thing that may not be what it looks like."""
    if begins_like_a_formula(cell, holds=holds):
        yield "Begins like a formula. It is kept as it is, and spreadsheets will show it as text."
    if holds == "name" and len(scripts := words.scripts(cell)) > 1:
        yield f"Letters of several scripts ({', '.join(sorted(scripts)).lower()}) in a name."
    if hidden := words.invisible(cell):
        yield f"Holds a character nobody sees: {hidden}."


class Seen:
    """Which rows may stand twice, by the hash of what names them: eight bytes a row, however long the file."""

    def __init__(self) -> None:
        self.marks = array("q")

    def add(self, columns: list[tuple[str, ...]], *, key: int) -> None:
        self.marks.extend(map(hash, columns[0] if key == 1 else zip(*columns[:key], strict=True)))

    def twice(self) -> set[int]:
        """The marks that came more than once."""
        if len(self.marks) < MANY:
            return _repeated(self.marks)
        parts = [array("q") for _ in range(PARTS)]
        for mark in self.marks:
            parts[mark % PARTS].append(mark)
        return set().union(*map(_repeated, parts))


def _repeated(marks: array) -> set[int]:
    if len(set(marks)) == len(marks):
        return set()
    once: set[int] = set()
    return {mark for mark in marks if mark in once or once.add(mark)}  # type: ignore[func-returns-value]


def standing_twice(file: File, stream: BinaryIO, marks: set[int]) -> Iterator[tuple[int, int, list[str]]]:
    """Read once more to name the rows that stand twice: (line, line of the first, what names them)."""
    first: dict[tuple[str, ...], int] = {}
    for rows in Table(file, stream, Findings()).chunks():
        for line, cells in rows:
            named = tuple(cells[: file.key])
            if hash(named[0] if file.key == 1 else named) not in marks or not named[0]:
                continue
            if named in first:
                yield line, first[named], list(named)
            else:
                first[named] = line
