"""Everything on record as exchange files: rows by id, text as it is, the same bytes every time."""

import csv
import heapq
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock_time
from itertools import batched
from pathlib import Path
from typing import Any, TextIO

from django.db import connection, transaction

from duly.casework.exchange.files import FILES, SEVEN, File
from duly.casework.exchange.recorded import as_read, export_sql
from duly.casework.exchange.sight import Sight
from duly.casework.exchange.values import written
from duly.config import home
from duly.config.home import Sorry
from duly.engine.reading import in_force, load

AT_ONCE = 5000
PATIENCE = 100_000  # rows between two sayings of progress
Say = Callable[[str], None]
Row = tuple[Any, ...]


def write_out(folder: Path, sight: Sight, *, say: Say = lambda text: None) -> dict[str, int]:
    """Write the files into a new or empty folder, as of one moment; returns how many rows each has."""
    with _new(folder) as making, ExitStack() as stack:
        outermost = not connection.in_atomic_block
        stack.enter_context(transaction.atomic())
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        out = Out(making, stack)
        for name in FILES:
            if name == "details":
                continue  # written along, with the rows it belongs to
            if name in SEVEN:
                out.begin(name)
            for row in _rows(sight, name):
                out.add(FILES[name], row)
                if not out.rows[name] % PATIENCE:
                    say(f"{FILES[name].csv}: {out.rows[name]:,} rows written")
        return {name: out.rows[name] for name in FILES if name in out.rows}


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A private folder that takes its name only when everything is in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Sorry(
            f"{folder} is not an empty folder. Name a new one, so that nothing old stands among what is exported."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield making
        if folder.exists():
            folder.rmdir()
        os.rename(making, folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


class UnixLines:
    """Ends lines with \\n. The writer is told \\r\\n: only then does every Python put a text with a \\r in quotes."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, text: str) -> None:
        self.file.write(text.removesuffix("\r\n") + "\n")


@dataclass(slots=True)
class Out:
    """The files being written; a later file is begun by its first row."""

    folder: Path
    stack: ExitStack
    rows: dict[str, int] = field(default_factory=dict)
    writers: dict[str, Any] = field(default_factory=dict)
    last: dict[str, Row] = field(default_factory=dict)

    def begin(self, name: str) -> None:
        path = self.folder / FILES[name].csv
        file = self.stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        self.writers[name] = csv.writer(UnixLines(file))
        self.writers[name].writerow(FILES[name].header)
        self.rows[name] = 0

    def add(self, file: File, row: Row) -> None:
        width = len(file.columns)
        key = row[: file.key]
        if file.key == 1 and self.last.get(file.name) == key:
            raise Sorry(f"Two agencies of this home use the id {key[0]!r} in {file.csv}; one folder cannot hold both.")
        self.last[file.name] = key
        self._write(file.name, row[:width])
        for column, value in zip(file.more, _more(file, row), strict=False):
            if value is not None:
                self._write("details", (file.name, file.id_of(map(written, key)), column.name, value))

    def _write(self, name: str, row: Iterable[Any]) -> None:
        if name not in self.writers:
            self.begin(name)
        self.writers[name].writerow([written(value) for value in row])
        self.rows[name] += 1


def _more(file: File, row: Row) -> Row:
    """What the file has no column for; of a case only what does not follow from its row."""
    more = row[len(file.columns) : len(file.columns) + len(file.more)]
    if file.name != "cases":
        return more
    program, assigned_on = row[file["program"]], row[file["assigned_on"]]
    edition, accepted_on, recorded_at, author = more
    begin = datetime.combine(assigned_on, clock_time.min, load(program, edition).zone)
    follows = in_force(program, assigned_on).id
    return (None if edition == follows else edition, accepted_on, None if recorded_at == begin else recorded_at, author)


def _rows(sight: Sight, name: str) -> Iterator[Row]:
    """The rows of every agency, by id; those of several agencies wait in nameless files to be merged."""
    agencies = list(sight.agencies)
    if len(agencies) == 1:
        return _of_agency(sight, agencies[0], name)
    parts = [_aside(_of_agency(sight, agency, name)) for agency in agencies]
    return heapq.merge(*parts, key=lambda row: [written(value) for value in row[: FILES[name].key]])


def _of_agency(sight: Sight, agency: str, name: str) -> Iterator[Row]:
    with sight.bound(agency), connection.chunked_cursor() as cursor:
        cursor.execute(export_sql(name), {"agency": agency, "every": True, "refs": []})
        while rows := cursor.fetchmany(AT_ONCE):
            for row in rows:
                yield as_read(name, row)


def _aside(rows: Iterator[Row]) -> Iterator[Row]:
    kept = tempfile.TemporaryFile(dir=home.folder())  # noqa: SIM115 (closed when the last row is read)
    for chunk in batched(rows, AT_ONCE):
        pickle.dump(chunk, kept)
    end = kept.tell()
    kept.seek(0)

    def again() -> Iterator[Row]:
        with kept:
            while kept.tell() < end:
                yield from pickle.load(kept)  # noqa: S301 (written above, in a file without a name)

    return again()
