"""Writing derived rows: of a table only what differs is written, in one statement for any number of cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db import connections

Row = Sequence[object]
BARE = frozenset({"uuid", "int2", "date", "timestamptz"})  # kinds that hold nothing to quote


@dataclass(frozen=True, slots=True)
class Table:
    """A derived table: its name, the columns that identify a row within a case, and all columns with their types."""

    name: str
    key: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    def names(self, prefix: str = "") -> str:
        return ", ".join(prefix + name for name, _ in self.columns)


OWNER = (("agency_id", "uuid"), ("organization_id", "uuid"), ("case_id", "uuid"))
OBLIGATION = Table(
    "casework_obligation",
    ("agency_id", "case_id", "rule", "nth"),
    (
        *OWNER,
        ("rule", "text"),
        ("kind", "text"),
        ("nth", "int2"),
        ("of", "int2"),
        ("opens_on", "date"),
        ("due_on", "date"),
        ("lapses_on", "date"),
        ("met_by", "uuid"),
        ("met_on", "date"),
    ),
)
TALLY = Table(
    "casework_tally",
    ("agency_id", "case_id", "known_from"),
    (
        *OWNER,
        ("program", "text"),
        ("edition", "text"),
        ("known_from", "timestamptz"),
        ("known_until", "timestamptz"),
        ("started_on", "date"),
        ("exit_on", "date"),
        ("exit_at", "timestamptz"),
        ("slot_on", "date[]"),
        ("slot_at", "timestamptz[]"),
    ),
)
CASE_LINE = Table(
    "casework_caseline",
    ("agency_id", "case_id"),
    (
        *OWNER,
        ("lead_id", "uuid"),
        ("intake_on", "date"),
        ("ends_on", "date"),
        ("exit_on", "date"),
        ("exit_reason", "text"),
        ("reached_on", "date"),
        ("reached_by", "text"),
        ("reached_fact", "uuid"),
        ("tries", "int2"),
        ("tried_on", "date"),
        ("tried_by", "text"),
        ("windows", "text"),
        ("series_met", "int2"),
        ("milestones", "text[]"),
        ("phase", "text"),
        ("held_until", "date"),
        ("acknowledged_on", "date"),
        ("gaps", "text"),
    ),
)


def merge(
    table: Table, rows: Sequence[Row], *, agency: UUID, cases: Sequence[UUID], using: str = "default"
) -> int:
    """Make the table hold exactly these rows for these cases; returns how many rows had to be written or removed."""
    with connections[using].cursor() as cursor:
        cursor.execute(_merge_sql(table), {"agency": agency, "cases": list(cases), **_arrays(table, rows)})
        return sum(count for (count,) in cursor.fetchall())


@cache
def _merge_sql(table: Table) -> str:
    """Delete what is gone, insert or update what differs; a row that stands is not even locked."""
    values = ", ".join(f"%({name})s::{_flat(kind)}[]" for name, kind in table.columns)
    fields = ", ".join(f'new."{name}"::{kind}' for name, kind in table.columns)
    same_key = " AND ".join(f'kept."{name}" = new."{name}"' for name in table.key)
    rest = [(name, kind) for name, kind in table.columns if name not in table.key]
    kept = ", ".join(f'kept."{name}"' for name, _ in rest)
    meant = ", ".join(f'new."{name}"::{kind}' for name, kind in rest)
    return f"""
WITH new AS MATERIALIZED (SELECT * FROM unnest({values}) AS new ({_quoted(table)})),
gone AS (
  DELETE FROM {table.name} kept WHERE kept.agency_id = %(agency)s AND kept.case_id = ANY (%(cases)s)
  AND NOT EXISTS (SELECT FROM new WHERE {same_key}) RETURNING 1
), written AS (
  INSERT INTO {table.name} AS kept ({_quoted(table)}) SELECT {fields} FROM new
  WHERE NOT EXISTS (SELECT FROM {table.name} kept WHERE {same_key} AND ({kept}) IS NOT DISTINCT FROM ({meant}))
  ON CONFLICT ({", ".join(f'"{name}"' for name in table.key)}) DO UPDATE SET
    {", ".join(f'"{name}" = excluded."{name}"' for name, _ in rest)}
  RETURNING 1
) SELECT count(*) FROM gone UNION ALL SELECT count(*) FROM written"""  # noqa: S608 (names of our own tables)


def _quoted(table: Table) -> str:
    return ", ".join(f'"{name}"' for name, _ in table.columns)


def _flat(kind: str) -> str:
    """Arrays travel as text: PostgreSQL's unnest would flatten an array of arrays."""
    return "text" if kind.endswith("[]") else kind


def _arrays(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """One PostgreSQL array a column, written out here: the driver takes twice as long over a list."""
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return {name: _array(column, kind) for (name, kind), column in zip(table.columns, columns, strict=True)}


def _array(values: Iterable[object], kind: str) -> str:
    write = str if kind in BARE else _in_quotes
    return "{" + ",".join(["NULL" if each is None else write(each) for each in values]) + "}"


def _in_quotes(value: object) -> str:
    text = _array(value, "text") if isinstance(value, tuple | list) else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
