"""Counts what an act costs the database: statements, 8 KB blocks touched, bytes of log. None depends on the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection, transaction

from duly.config import database

BLOCKS = "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = %s"
OURS = 2  # inside the transaction that is rolled back, an act's own becomes a savepoint and its release
LOG = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"


@dataclass
class Cost:
    """What one act cost, and which statements it sent."""

    statements: int
    blocks: int
    log: int
    sent: list[str] = field(default_factory=list)


def cost(act: Callable[[], object], *, rounds: int = 4) -> Cost:
    """The least of several rounds, each rolled back: what others do at the same time can only add to a count."""
    undone(act)  # once for the caches
    with database.connect(database="postgres") as watcher:
        found = [_once(act, watcher) for _ in range(rounds)]
    return Cost(
        min(each.statements for each in found),
        min(each.blocks for each in found),
        min(each.log for each in found),
        found[-1].sent,
    )


def undone(act: Callable[[], object]) -> None:
    """Do it as a request does, in a transaction, and leave no trace."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _once(act: Callable[[], object], watcher: psycopg.Connection) -> Cost:
    before = _standing(watcher)
    with sent() as statements:
        undone(act)
    after = _standing(watcher)
    return Cost(len(statements) - OURS, after[0] - before[0], after[1] - before[1], statements)


def _standing(watcher: psycopg.Connection) -> tuple[int, int]:
    """Blocks and log so far; a server process reports what it did at the end of its transaction, when told to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
    blocks = watcher.execute(BLOCKS, [connection.settings_dict["NAME"]]).fetchone()
    log = watcher.execute(LOG).fetchone()
    assert blocks is not None
    assert log is not None
    return int(blocks[0]), int(log[0])


@contextmanager
def sent() -> Iterator[list[str]]:
    """Every statement sent, savepoints too: each is a way to the database and back."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements
