"""Makes a large database of a small one: every organization with all its people, cases and facts, so many times over.

What is derived is copied with the facts it follows from, so a copy stands as if it had been brought in and derived;
a test rebuilds one and finds nothing to change.
"""

from collections.abc import Callable

import psycopg

from duly.config import database

TABLES = (
    "organization",
    "staff",
    "membership",
    "person",
    "case",
    "profile",
    "assignment",
    "contact",
    "contactcase",
    "service",
    "serviceend",
    "milestone",
    "caseevent",
    "appointment",
    "closing",
    "answers",
    "correction",
    "handover",
    "deferral",
    "planitem",
    "planitemend",
    "planversion",
    "agreement",
    "ask",
    "reply",
    "attachment",
    "attachmentcontent",
    "referredelsewhere",
    "drawn",
    "obligation",
    "tally",
    "caseline",
)
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position
"""


def grow(times: int, *, progress: Callable[[str], None] = lambda table: None) -> None:
    """Copy what there is until it is there `times` times. As the superuser, with keys taken on trust."""
    with database.connect() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET synchronous_commit = off")
        root = admin.execute("SELECT id FROM casework_organization WHERE parent_id IS NULL").fetchall()
        assert len(root) == 1, "one agency is grown at a time"
        for table in TABLES:
            _copy(admin, f"casework_{table}", times, str(root[0][0]))
            progress(table)
    settle()


def settle() -> None:
    """What an idle night does: statistics, the map of what is visible to all, everything on disk."""
    with database.connect() as admin:
        admin.execute("VACUUM (ANALYZE)")
        admin.execute("CHECKPOINT")


def _copy(admin: psycopg.Connection, table: str, times: int, root: str) -> None:
    """One copy after the other, so that what belongs to a case lies as close together as it does in the original."""
    columns = admin.execute(COLUMNS, [table]).fetchall()
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(_value(name, kind, root) for name, kind in columns)
    above = {"organization": "id", "membership": "organization_id"}.get(table.removeprefix("casework_"))
    apart = f"WHERE {above} <> '{root}'" if above else ""
    admin.execute(f"CREATE TEMP TABLE original AS SELECT * FROM {table} {apart}")
    for number in range(1, times):
        admin.execute(f"INSERT INTO {table} ({names}) SELECT {values.format(copy=number)} FROM original")
    admin.execute("DROP TABLE original")


def _value(name: str, kind: str, root: str) -> str:
    """Ids keep their order within a copy: the first sixteen bits, the same in all of them, become its number."""
    if name != "agency_id" and kind == "uuid":
        other = f"""(lpad(to_hex({{copy}}), 4, '0') || substr("{name}"::text, 5))::uuid"""
        return f"""CASE "{name}" WHEN '{root}' THEN "{name}" ELSE {other} END"""
    return f"""("{name}" || '-{{copy}}')""" if name in ("ref", "email") else f'"{name}"'
