"""The statements of an act alone, sent again without the application: what its SQL costs by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from duly.config import database

Sent = tuple[str, Any]
BINDS = "SET LOCAL duly."


@dataclass
class Bare:
    """What an act sent from where the database was told who asks, ready to be sent again by the app's own role.

    Sign-in and access stand before it and are no part of it: they belong to the application's side of a ratio.
    """

    statements: list[Sent]
    connection: psycopg.Connection
    entry: UUID | None = None  # an id that must be new each time

    def __call__(self, entry: UUID | None = None) -> None:
        """One transaction, committed."""
        with self.connection.transaction():
            for sql, values in self.statements:
                self.connection.execute(sql, _with(values, self.entry, entry) if entry else values)


@contextmanager
def bare(act: Callable[[], object], *, entry: UUID | None = None) -> Iterator[Bare]:
    """Do the act once and keep what it sent."""
    sent: list[Sent] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        sent.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        act()
    first = next(at for at, (sql, _) in enumerate(sent) if sql.startswith(BINDS))
    with database.connect(database.APP) as plain:
        yield Bare(list(_single(sent[first:])), plain, entry)


def _single(sent: list[Sent]) -> Iterator[Sent]:
    """One at a time: what the driver prepares is one statement."""
    for sql, values in sent:
        for each in sql.split(";") if values is None or sql.startswith(BINDS) or "FOR UPDATE" in sql else [sql]:
            if each.strip():
                yield each, values


def _with(values: Any, old: UUID | None, new: UUID) -> Any:
    """The same values about another entry."""
    if isinstance(values, dict):
        return {key: _with(value, old, new) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return type(values)(_with(value, old, new) for value in values)
    if values == old:
        return new
    return values.replace(str(old), str(new)) if isinstance(values, str) else values
