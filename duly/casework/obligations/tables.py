"""Writing derived rows: only what differs is written, in one statement for all tables and any number of cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
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
    rows: Mapping[Table, Sequence[Row]], *, agency: UUID, cases: Sequence[UUID], using: str = "default"
) -> int:
    """Make the tables hold exactly these rows for these cases; returns how many were written or removed."""
    values: dict[str, Any] = {"agency": agency, "cases": list(cases)}
    for table, found in rows.items():
        values |= _arrays(table, found)
    with connections[using].cursor() as cursor:
        cursor.execute(_merge_sql(tuple(rows)), values)
        return sum(cursor.fetchone())


@cache
def _merge_sql(tables: tuple[Table, ...]) -> str:
    """One statement, one way to the database: of each table only what differs is touched, the rest not even locked."""
    steps = ",\n".join(_steps(table) for table in tables)
    changes = " UNION ALL ".join(f"SELECT FROM {table.name}_{step}" for table in tables for step in ("gone", "written"))
    return f"WITH {steps} SELECT count(*) FROM ({changes}) changes"  # noqa: S608 (names of our own tables)


def _steps(table: Table) -> str:
    """What should be joined with what is, in full: such a join is made by hashing, whatever the planner expects."""
    name, names = table.name, [column for column, _ in table.columns]
    arrays = ", ".join(f"%({name}_{column})s::{_flat(kind)}[]" for column, kind in table.columns)
    typed = ", ".join(f'"{column}"::{kind}' for column, kind in table.columns)
    key = ", ".join(f'"{column}"' for column in table.key)
    rest = ", ".join(f'"{column}" = excluded."{column}"' for column in names if column not in table.key)
    kept, new = (", ".join(f'{side}."{column}"' for column in names) for side in ("kept", "new"))
    kept_key = ", ".join(f'kept."{column}" AS "kept_{column}"' for column in table.key)
    return f"""
{name}_new AS (SELECT {typed} FROM unnest({arrays}) AS new ({_quoted(table)})),
{name}_kept AS (SELECT {_quoted(table)} FROM {name} WHERE agency_id = %(agency)s AND case_id = ANY (%(cases)s)),
{name}_differs AS MATERIALIZED (
  SELECT new.*, {kept_key} FROM {name}_kept kept
  FULL JOIN {name}_new new ON {" AND ".join(f'kept."{column}" = new."{column}"' for column in table.key)}
  WHERE ({kept}) IS DISTINCT FROM ({new})
), {name}_gone AS (
  DELETE FROM {name} WHERE ({key}) IN (
    SELECT {", ".join(f'"kept_{column}"' for column in table.key)} FROM {name}_differs WHERE case_id IS NULL
  ) RETURNING 1
), {name}_written AS (
  INSERT INTO {name} ({_quoted(table)}) SELECT {_quoted(table)} FROM {name}_differs WHERE case_id IS NOT NULL
  ON CONFLICT ({key}) DO UPDATE SET {rest} RETURNING 1
)"""  # noqa: S608 (names of our own tables)


def _quoted(table: Table) -> str:
    return ", ".join(f'"{name}"' for name, _ in table.columns)


def _flat(kind: str) -> str:
    """Arrays travel as text: PostgreSQL's unnest would flatten an array of arrays."""
    return "text" if kind.endswith("[]") else kind


def _arrays(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """One PostgreSQL array a column, written out here: the driver takes twice as long over a list."""
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return {
        f"{table.name}_{name}": _array(column, kind)
        for (name, kind), column in zip(table.columns, columns, strict=True)
    }


def _array(values: Iterable[object], kind: str) -> str:
    write = str if kind in BARE else _in_quotes
    return "{" + ",".join(["NULL" if each is None else write(each) for each in values]) + "}"


def _in_quotes(value: object) -> str:
    text = _array(value, "text") if isinstance(value, tuple | list) else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
