"""The database of this installation, made ready: server, roles, extensions, settings that keep what is saved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from duly.config import home, postgres, roles
from duly.config.addresses import APP, BACKUP, OWNER, Connection, can_prepare, connect, django, name, on_server
from duly.config.home import Sorry

__all__ = [
    "APP",
    "BACKUP",
    "OWNER",
    "Connection",
    "can_prepare",
    "check_settings",
    "connect",
    "create_database",
    "django",
    "drop_database",
    "ensure",
    "name",
    "on_server",
    "open_local_tables",
    "stop",
]

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
OLDEST = 15
# Older minor releases apply row security wrongly in places (CVE-2024-10976, CVE-2024-10978, CVE-2025-8713).
OLDEST_MINOR = {15: 14, 16: 10, 17: 6}
MUST_BE_ON = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")


def ensure(*, database: str = "") -> None:
    """Whatever it takes until the database stands ready: server, roles, database, extensions, settings."""
    if can_prepare():
        with home.locked(), _allowed():
            _prepare_server()
            create_database(database or name())
    with connect(APP, database=database) as app:
        check_settings(app)


@contextmanager
def _allowed() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise Sorry(
            f"The user of DATABASE_URL may not prepare the database ({error.diag.message_primary}). "
            "Name a superuser there, or one who may create databases and roles and is a member of duly_backup."
        ) from None


def _prepare_server() -> None:
    if not on_server():
        postgres.start()
    with connect(database="postgres") as admin:
        _check_version(admin)
        with admin.transaction():
            roles.prepare(admin)


def stop() -> bool:
    """Stop our own server; False when none ran, or when the server is not ours."""
    return False if on_server() else postgres.stop()


def create_database(database: str, *, template: str = "") -> None:
    """Make a database and open it to our roles; one that exists is only checked over. A template is copied whole."""
    with connect(database="postgres") as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            made = False
        else:
            _create(admin, database, template)
            made = True
    if made and not template:
        _prepare_or_drop(database)


def _prepare_or_drop(database: str) -> None:
    """A database that is only half prepared would pass for a whole one the next time."""
    try:
        _prepare(database)
    except BaseException:
        drop_database(database)
        raise


def _create(admin: Connection, database: str, template: str) -> None:
    owner = sql.Identifier(OWNER)
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(database), owner, sql.Identifier(template or "template0")
    )
    if not template:
        statement += sql.SQL(" ENCODING 'UTF8'")
    admin.execute(statement)
    # Rights on the database itself are not copied from a template.
    for right in ("REVOKE ALL ON DATABASE {0} FROM PUBLIC", f"GRANT CONNECT ON DATABASE {{0}} TO {APP}, {BACKUP}"):
        admin.execute(sql.SQL(right).format(sql.Identifier(database)))


def _prepare(database: str) -> None:
    """The extensions, and a schema in which only the owner makes things."""
    with connect(database=database) as admin:
        for extension in EXTENSIONS:
            admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        admin.execute(f"ALTER SCHEMA public OWNER TO {OWNER}")
        admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        admin.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {BACKUP}")
    with connect(OWNER, database=database) as owner:
        # The app role is given nothing by default: a table without an explicit grant stays closed to it.
        owner.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {BACKUP}")
        owner.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO {BACKUP}")


def drop_database(database: str) -> None:
    with connect(database="postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def open_local_tables(tables: Iterable[str], *, readable: Iterable[str] = ()) -> None:
    """Let the app role use the tables of Django and the sign-in library; migrations of casework grant their own."""
    with connect(OWNER) as owner:
        for table in tables:
            owner.execute(
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(
                    sql.Identifier(table), sql.Identifier(APP)
                )
            )
        for table in readable:
            owner.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table), sql.Identifier(APP)))
        owner.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")


def _check_version(connection: Connection) -> None:
    shown = connection.info.server_version
    major, minor = divmod(shown, 10000)
    if major < OLDEST:
        raise Sorry(f"This server is PostgreSQL {major}; Duly needs {OLDEST} or newer.")
    if minor < OLDEST_MINOR.get(major, 0):
        raise Sorry(
            f"This server is PostgreSQL {major}.{minor}, which has known holes in row security; "
            f"update it to {major}.{OLDEST_MINOR[major]} or newer."
        )


def check_settings(connection: Connection) -> None:
    """What was acknowledged must survive a power cut: refuse a server that was told otherwise."""
    _check_version(connection)
    off = [setting for setting in MUST_BE_ON if not _is_safe(setting, connection)]
    if off:
        raise Sorry(
            f"This PostgreSQL runs with {', '.join(off)} off, so it may lose or garble what was saved. "
            "Turn that on and start again."
        )


def _is_safe(setting: str, connection: Connection) -> bool:
    row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    # synchronous_commit also knows stronger words than on.
    return row is not None and row[0] in ("on", "remote_apply", "remote_write")
