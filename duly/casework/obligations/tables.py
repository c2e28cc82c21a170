"""Writing derived rows: merged (only what differs is written) or copied into an empty place. One statement a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connections

Row = Sequence[object]


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


def merge(table: Table, rows: Sequence[Row], *, agency: UUID, cases: Sequence[UUID], using: str = "default") -> int:
    """Make the table hold exactly these rows for these cases; returns how many rows had to be written or removed."""
    with connections[using].cursor() as cursor:
        cursor.execute(_merge_sql(table), {"agency": agency, "cases": list(cases), **_columns(table, rows)})
        return sum(count for (count,) in cursor.fetchall())


def copy(table: Table, rows: Iterable[Row], *, using: str = "default") -> None:
    """Add rows for cases that have none yet, as fast as the database takes them."""
    with connections[using].cursor() as cursor, cursor.copy(f"COPY {table.name} ({_quoted(table)}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)


def _merge_sql(table: Table) -> str:
    """Unnest → delete what is gone → insert or update what differs; row by row nothing is rewritten that stands."""
    columns = [name for name, _ in table.columns]
    values = ", ".join(f"%({name})s::{_flat(kind)}[]" for name, kind in table.columns)
    fields = ", ".join(f'new."{name}"::{kind}' for name, kind in table.columns)
    same_key = " AND ".join(f'kept."{name}" = new."{name}"' for name in table.key)
    changed = [f'"{name}"' for name in columns if name not in table.key]
    kept, new = (", ".join(f"{side}.{name}" for name in changed) for side in ("kept", "excluded"))
    # Every name put in is a constant of this module.
    return f"""
WITH new AS (SELECT * FROM unnest({values}) AS new ({_quoted(table)})),
gone AS (
  DELETE FROM {table.name} kept WHERE kept.agency_id = %(agency)s AND kept.case_id = ANY (%(cases)s)
  AND NOT EXISTS (SELECT FROM new WHERE {same_key}) RETURNING 1
), written AS (
  INSERT INTO {table.name} AS kept ({_quoted(table)}) SELECT {fields} FROM new
  ON CONFLICT ({", ".join(f'"{name}"' for name in table.key)}) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in changed)}
  WHERE ({kept}) IS DISTINCT FROM ({new})
  RETURNING 1
) SELECT count(*) FROM gone UNION ALL SELECT count(*) FROM written"""  # noqa: S608


def _quoted(table: Table) -> str:
    return ", ".join(f'"{name}"' for name, _ in table.columns)


def _flat(kind: str) -> str:
    """Arrays travel as text literals: PostgreSQL's unnest would flatten an array of arrays."""
    return "text" if kind.endswith("[]") else kind


def _columns(table: Table, rows: Sequence[Row]) -> dict[str, list[object]]:
    return {
        name: [_literal(row[at]) if kind.endswith("[]") else row[at] for row in rows]
        for at, (name, kind) in enumerate(table.columns)
    }


def _literal(items: object) -> str:
    """A PostgreSQL array literal of dates, moments or codes; none of them holds a quote or a backslash unescaped."""
    return "{" + ",".join(f'"{_text(item)}"' for item in items) + "}"  # type: ignore[attr-defined]


def _text(item: object) -> str:
    if isinstance(item, date | datetime):
        return item.isoformat()
    return str(item).replace("\\", "\\\\").replace('"', '\\"')
