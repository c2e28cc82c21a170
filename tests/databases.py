"""Databases for tests: a template for each state of the code, and copies of it made in a tenth of a second."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections

from duly.config import database, home, migrating

DULY = Path(database.__file__).resolve().parent.parent
TABLES = ("casework/migrations/*.py", "casework/walls.py", "config/database.py", "config/migrating.py")
EVERYTHING = ("**/*.py", "**/*.yaml", "**/*.csv")


def point_at(name: str) -> None:
    """Let Django's aliases, and every command started from here, speak to this database."""
    os.environ["DULY_DATABASE"] = name
    for alias, role in (("default", database.APP), ("owner", database.OWNER)):
        connections[alias].close()
        fresh = {**database.django(role), "CONN_MAX_AGE": 0}
        for settings in (connections.settings[alias], connections[alias].settings_dict):
            settings.update(fresh)


def fingerprint(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(DULY.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def template(kind: str, patterns: tuple[str, ...], fill: Callable[[], None], *, base: str = "") -> str:
    """The template of this kind for today's code, made if it is not there; those of older code go."""
    name = f"{kind}_{fingerprint(patterns)}"
    database.ensure(database="postgres_tests")
    with _alone(kind):
        if not _exists(name):
            _drop_older(kind)
            _make(name, fill, base)
    return name


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    """One process makes a template, the others wait for it."""
    with database.connect(database="postgres") as holder:
        holder.execute("SELECT pg_advisory_lock(hashtext(%s))", [kind])
        yield


def _make(name: str, fill: Callable[[], None], base: str) -> None:
    making = f"{name}_making"
    database.drop_database(making)
    database.create_database(making, template=base)
    point_at(making)
    fill()
    connections.close_all()
    with database.connect(database="postgres") as admin:
        admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


def _exists(name: str) -> bool:
    with database.connect(database="postgres") as admin:
        return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop_older(kind: str) -> None:
    with database.connect(database="postgres") as admin:
        for (old,) in admin.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{kind}_[0-9a-f]{{12}}$"]
        ).fetchall():
            try:
                admin.execute(f'DROP DATABASE "{old}"')
            except psycopg.errors.ObjectInUse:
                home.say(f"{old} is in use by another run")


def empty() -> str:
    """A template with every table and no row of ours."""
    return template("empty", TABLES, migrating.migrate)


@contextmanager
def copy(source: str, name: str) -> Iterator[str]:
    """A database of one's own, gone afterwards."""
    database.drop_database(name)
    database.create_database(name, template=source)
    try:
        yield name
    finally:
        connections.close_all()
        database.drop_database(name)


def practice() -> str:
    """A template with the practice cohort loaded and its clock standing where `duly demo` first shows it."""

    def fill() -> None:
        from duly.config import demo

        demo.load()

    return template("practice", EVERYTHING, fill, base=empty())
