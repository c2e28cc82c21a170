"""From the bytes of an exchange file to its rows, with the line each begins on; every mistake of form is found here."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from duly.casework.exchange import words
from duly.casework.exchange.files import File
from duly.casework.exchange.findings import Findings

HEAD = 4096
WIDEST = 1 << 24  # characters: a cell beyond is a quotation mark that was never closed
CHUNK = 5000
FILE, HEADER, ROW = "(file)", "(header)", "(row)"
BOM = b"\xef\xbb\xbf"
UTF_16, UTF_32 = (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
NOT_TEXT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"SQLite": "a database",
    b"\x89PNG": "a picture",
}
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}

csv.field_size_limit(WIDEST)


class Row(NamedTuple):
    """A row as text: the line it begins on, and its cells in the order of the contract's columns."""

    line: int
    cells: list[str]


class Table:
    """An exchange file while it is read: its header understood, its rows a few thousand at a time."""

    def __init__(self, file: File, stream: BinaryIO, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.places: list[int | None] = []  # where each column of the contract stands; None: it is missing
        self.width = 0
        self.unread: set[str] = set()  # first cells of rows that could not be read: nobody should miss them twice
        self.readable = self._begin(stream)

    @property
    def has_key(self) -> bool:
        return self.readable and self.places[0] is not None

    def chunks(self) -> Iterator[list[Row]]:
        """The rows that could be read; a column that is missing holds empty cells."""
        straight = self.places == list(range(self.width))
        chunk: list[Row] = []
        for row in self._rows() if self.readable else ():
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield self._arranged(self._sound(chunk), straight=straight)
                chunk = []
        if chunk:
            yield self._arranged(self._sound(chunk), straight=straight)

    def _begin(self, stream: BinaryIO) -> bool:
        head = stream.read(HEAD)
        stream.seek(0)
        if says := _not_csv(head):
            self._wrong(1, FILE, None, says)
            return False
        if head.startswith(BOM):
            self.findings.warn(self.file.csv, 1, FILE, None, "Begins with a byte-order mark, which is left out.")
        encoding = "utf-8-sig" if head.startswith(BOM) else "utf-8"
        # What is no UTF-8 comes through as a lone surrogate, so that the cell can be named; so does every line end.
        lines = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
        self.reader = csv.reader(lines, strict=True)
        return self._header()

    def _header(self) -> bool:
        names = next((cells for _, cells in self._records()), [])
        known = self.file.header
        if any(map(_bytes, names)):
            says = "The names of the columns are not UTF-8, or hold a NUL character. Save the file as UTF-8."
            self._wrong(1, HEADER, None, says)
            return False
        if not set(names) & set(known):
            says = f"{_why_no_header(names)}The first line must name the columns: {','.join(known)}"
            self._wrong(1, HEADER, ",".join(names), says)
            return False
        self.width = len(names)
        self.places = [names.index(name) if name in names else None for name in known]
        self._check(names)
        return True

    def _check(self, names: list[str]) -> None:
        known, meant = self.file.header, ""
        for name in dict.fromkeys(names):
            if name not in known:
                likely = words.did_you_mean(name, [each for each in known if each not in names])
                meant += likely
                says = f"Unknown column.{likely} {self.file.csv} has {', '.join(known)}."
                self._wrong(1, name.strip() or HEADER, name, says)
            elif names.count(name) > 1:
                self._wrong(1, name, name, "The column is there twice. Leave one out.")
        for column in self.file.columns:
            if column.name not in names and not column.optional and f" {column.name}?" not in meant:
                self._wrong(1, column.name, None, "The column is missing. Add it, empty where nothing is known.")

    def _records(self) -> Iterator[Row]:
        """Whatever the file holds, record by record; a line that is none is said and passed over."""
        reader, line = self.reader, self.reader.line_num + 1
        while True:
            try:
                for cells in reader:
                    if cells:
                        yield Row(line, cells)
                    line = reader.line_num + 1
                return
            except csv.Error as error:
                self._wrong(line, ROW, None, _quotes(str(error)))
                line = reader.line_num + 1

    def _rows(self) -> Iterator[Row]:
        width = self.width
        for row in self._records():
            if len(row.cells) == width and any(row.cells):
                yield row
            else:
                self._ragged(row)

    def _ragged(self, row: Row) -> None:
        self.unread.add(row.cells[0])
        says = f"{len(row.cells)} cells where the header has {self.width}."
        if not any(row.cells):
            says = "An empty row. Take it out."
        elif len(row.cells) < self.width:
            says += " Was the line cut off, or a comma lost?"
        else:
            says += " Put a text that holds a comma in quotation marks."
        self._wrong(row.line, ROW, None, says)

    def _sound(self, chunk: list[Row]) -> list[Row]:
        """The rows without those that hold what no text may hold; looked for in all of them at once."""
        if not _bytes("".join(map("".join, (row.cells for row in chunk)))):
            return chunk
        return [row for row in chunk if not self._broken(row)]

    def _broken(self, row: Row) -> bool:
        broken = False
        for at, column in zip(self.places, self.file.columns, strict=True):
            if at is not None and (says := _bytes(row.cells[at])):
                found = row.cells[at].encode(errors="surrogateescape").decode(errors="replace")
                self._wrong(row.line, column.name, found, says)
                self.unread.add(row.cells[0])
                broken = True
        return broken

    def _arranged(self, chunk: list[Row], *, straight: bool) -> list[Row]:
        if straight:
            return chunk
        return [Row(line, ["" if at is None else cells[at] for at in self.places]) for line, cells in chunk]

    def _wrong(self, line: int, column: str, found: str | None, says: str) -> None:
        self.findings.wrong(self.file.csv, line, column, found, says)


def _not_csv(head: bytes) -> str:
    kind = next((kind for mark, kind in NOT_TEXT.items() if head.startswith(mark)), "")
    if kind:
        return f"This is {kind}, not CSV. Save the sheet as CSV (UTF-8)."
    if head.startswith(UTF_32):
        return "This is UTF-32. Save the file as CSV (UTF-8)."
    if head.startswith(UTF_16) or head[1:40:2].count(0) > 8 or head[0:40:2].count(0) > 8:
        return "This is UTF-16. Save the file as CSV (UTF-8)."
    if not head.removeprefix(BOM).strip():
        return "The file is empty. The first line must name the columns."
    return ""


def _why_no_header(names: list[str]) -> str:
    for mark, called in OTHER_DELIMITERS.items():
        if any(mark in name for name in names):
            return f"Its columns are set apart by {called}; they must be set apart by commas. "
    return ""


def _quotes(error: str) -> str:
    if "end of data" in error or "field limit" in error:
        return "A quotation mark that opens in this row is never closed. Close it; one inside a text is written twice."
    if "new-line" in error:
        return "A line break stands in a cell without quotation marks. Put the text in quotation marks."
    return "A quotation mark stands inside a cell. Put the whole text in quotation marks, and write one in it twice."


def _bytes(text: str) -> str:
    """What is wrong with the bytes this text came from."""
    if "\0" in text:
        return "Holds a NUL character, which no text may hold. Take it out."
    try:
        text.encode()
    except UnicodeEncodeError as error:
        byte = ord(text[error.start]) - 0xDC00
        guess = bytes([byte]).decode("cp1252", errors="replace")
        return f"Not UTF-8: the byte {byte:02X} (in Windows-1252 it would be '{guess}'). Save the file as UTF-8."
    return ""
