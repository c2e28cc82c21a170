"""Rows that passed the checks, put aside until all have; then written, a few thousand a statement.

COPY is closed to a role under row security, so rows travel as one array a column. They wait in a nameless file in the
home's own folder, not in memory: a folder may hold ten million contacts.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.apps import apps
from django.db import connection

from duly.casework.exchange.values import written
from duly.config import home

ROWS = 5000  # rows a statement
IN_MEMORY = 1 << 22
# Stand for a border between cells, and for NULL, while a column is put together: no text that is UTF-8 holds either.
BORDER, NULL = "\0", "\ud800"

# In the order in which they are written: what is referred to comes first.
WHO = "recorded_at imported_at author_id"
FACT = "id organization_id case_id ref recorded_at imported_at captured_at author_id"
TABLES: dict[str, str] = {
    "organization": "id parent_id ref name kind time_zone",
    "staff": "id password ref name email is_active single_keys",
    "membership": "id organization_id staff_id role during",
    "accesschange": "id organization_id staff_id by_id what recorded_at",
    "person": "id ref",
    "case": f"id organization_id ref person_id program edition assigned_on accepted_on {WHO}",
    "profile": "id organization_id person_id given_name family_name birth_date email phone preferred_language " + WHO,
    "assignment": f"id organization_id case_id staff_id role during {WHO}",
    "contact": f"{FACT} kind occurred_on mode outcome note minutes",
    "contactcase": f"{FACT} contact_id kind occurred_on mode outcome",
    "service": f"{FACT} kind delivery topic started_on ended_on status",
    "serviceend": f"{FACT} service_id nth ended_on status",
    "milestone": f"{FACT} kind achieved_on",
    "caseevent": f"{FACT} kind what occurred_on until_on note about",
    "appointment": f"{FACT} kind starts_at mode place",
    "closing": f"{FACT} closed_on reason note",
    "answers": f"{FACT} form about answers",
    "correction": f"{FACT} replaces by reason",
}

Key = tuple[str, str]  # agency, table
Row = tuple[Any, ...]


@dataclass(slots=True)
class Load:
    """What one agency gets: how many rows of each table, for which organizations, and between which ids they lie."""

    rows: Counter[str] = field(default_factory=Counter)
    organizations: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""

    def add(self, table: str, rows: list[Row]) -> None:
        columns, ids = TABLES[table].split(), [row[0] for row in rows]
        self.rows[table] += len(rows)
        self.first, self.last = min(self.first or ids[0], *ids), max(self.last, *ids)
        if "organization_id" in columns:
            at = columns.index("organization_id")
            self.organizations |= {row[at] for row in rows}


@dataclass(slots=True)
class Stage:
    """Rows waiting to be written, by agency and table; and what each agency has got."""

    waiting: dict[Key, list[Row]] = field(default_factory=dict)
    aside: dict[Key, IO[bytes]] = field(default_factory=dict)
    loads: dict[str, Load] = field(default_factory=dict)

    def rows(self, agency: str, table: str) -> list[Row]:
        """Where rows of this table are added."""
        return self.waiting.setdefault((agency, table), [])

    def settle(self) -> None:
        """Put aside what has become a statement's worth."""
        for key, rows in self.waiting.items():
            if len(rows) >= ROWS:
                if key not in self.aside:
                    self.aside[key] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(home.folder()))  # noqa: SIM115
                pickle.dump(self._counted(key, rows), self.aside[key])
                rows.clear()

    def tables(self, agency: str) -> list[str]:
        """The tables this agency gets rows in, in the order of writing."""
        return [table for table in TABLES if (agency, table) in self.waiting]

    def write(self, agency: str, table: str) -> None:
        """Write the rows; the caller has bound the agency."""
        statement = _insert(table)
        with connection.cursor() as cursor:
            for columns in self._columns((agency, table)):
                cursor.execute(statement, [agency, *columns])

    def close(self) -> None:
        """Let go of what was put aside."""
        for kept in self.aside.values():
            kept.close()

    def _columns(self, key: Key) -> Iterator[list[str]]:
        if key in self.aside:
            with self.aside.pop(key) as kept:
                end = kept.tell()
                kept.seek(0)
                while kept.tell() < end:
                    yield pickle.load(kept)  # noqa: S301 (written above, in a file without a name)
        if self.waiting[key]:
            yield self._counted(key, self.waiting[key])

    def _counted(self, key: Key, rows: list[Row]) -> list[str]:
        agency, table = key
        self.loads.setdefault(agency, Load()).add(table, rows)
        return _arrays(rows)


def _arrays(rows: list[Row]) -> list[str]:
    """One PostgreSQL array a column."""
    return [_array(column) for column in zip(*rows, strict=True)]


def _array(column: Sequence[Any]) -> str:
    """The whole column is quoted and escaped at once: a call a cell would cost more than the database does."""
    first = column[0]
    if column.count(first) == len(column):
        return "{" + ",".join([_text([first])] * len(column)) + "}"
    return "{" + _text(column) + "}"


def _text(column: Sequence[Any]) -> str:
    kinds = set(map(type, column))
    if type(None) in kinds:
        column = [NULL if each is None else each for each in column]
    if dict in kinds:
        column = [written(each) for each in column]
    elif kinds - {str, type(None)}:
        column = list(map(str, column))
    joined = BORDER.join(column)
    if "\\" in joined or '"' in joined:
        joined = joined.replace("\\", "\\\\").replace('"', '\\"')
    return ('"' + joined.replace(BORDER, '","') + '"').replace(f'"{NULL}"', "NULL")


def _insert(table: str) -> str:
    columns = TABLES[table].split()
    fields = apps.get_model("casework", table)._meta.concrete_fields
    types = {each.column: each.db_type(connection) or "text" for each in fields}
    kinds = ["text" if types[name].startswith("varchar") else types[name] for name in columns]
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return (
        f"INSERT INTO casework_{table} (agency_id, {', '.join(columns)})"  # noqa: S608 (names of our own tables)
        f" SELECT %s::uuid, new.* FROM unnest({arrays}) AS new"
    )
