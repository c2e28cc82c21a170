"""The database of this installation: Duly's own PostgreSQL, or the server that DATABASE_URL names. Roles, databases, checks."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, LiteralString
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

from duly.config import home, postgres
from duly.config.home import Sorry

OWNER, APP, BACKUP = "duly_owner", "duly_app", "duly_backup"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
OLDEST = 15
# Older minor releases apply row security wrongly in places (CVE-2024-10976, CVE-2024-10978, CVE-2025-8713).
OLDEST_MINOR = {15: 14, 16: 10, 17: 6}
MUST_BE_ON = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
ATTRIBUTES: dict[str, LiteralString] = {
    OWNER: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    APP: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    BACKUP: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE BYPASSRLS",
}

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Address:
    """Where a role connects: what libpq needs, and nothing that is empty."""

    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    options: str = ""
    sslmode: str = ""
    sslrootcert: str = ""

    def parameters(self) -> dict[str, str]:
        return {key: value for key, value in vars(self).items() if value}


def name() -> str:
    given = _url() or os.environ.get("DULY_APP_DATABASE_URL", "")
    return os.environ.get("DULY_DATABASE") or unquote(urlsplit(given).path.strip("/")) or "duly"


def _url() -> str:
    return os.environ.get("DATABASE_URL", "")


def on_server() -> bool:
    """Whether a server is used rather than our own. With DULY_APP_DATABASE_URL alone this process can prepare nothing."""
    return bool(_url() or os.environ.get("DULY_APP_DATABASE_URL"))


def can_prepare() -> bool:
    return bool(_url()) or not on_server()


def _parse(url: str) -> Address:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Sorry("DATABASE_URL must begin with postgresql://, as in postgresql://admin:secret@host:5432/duly")
    asked = dict(parse_qsl(parts.query))
    return Address(
        host=asked.get("host") or unquote(parts.hostname or ""), port=str(parts.port or ""), user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), sslmode=asked.get("sslmode", ""), sslrootcert=asked.get("sslrootcert", ""),
    )


def _admin() -> Address:
    """Who prepares: the superuser of our own server, or whoever DATABASE_URL names."""
    if not can_prepare():
        raise Sorry("This needs the database's administrator: give DATABASE_URL beside DULY_APP_DATABASE_URL.")
    return _parse(_url()) if _url() else Address(host=postgres.socket_folder(), user=postgres.SUPERUSER)


def address(role: str) -> Address:
    """How each role reaches the database. On a server the administrator steps down into owner and backup."""
    if not on_server():
        return Address(host=postgres.socket_folder(), user=role)
    if role == APP and (given := os.environ.get("DULY_APP_DATABASE_URL")):
        return _parse(given)
    if role == APP:
        return replace(_admin(), user=APP, password=home.read("app_password"))
    return replace(_admin(), options=f"-c role={role}")


def django(role: str, *, database: str = "") -> dict[str, Any]:
    """One entry of Django's DATABASES."""
    given = address(role).parameters()
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": database or name(), "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""), "USER": given.pop("user", ""), "PASSWORD": given.pop("password", ""),
        "OPTIONS": given, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True,
    }


def connect(role: str = "", *, database: str = "") -> Connection:
    """A plain connection, as the administrator when no role is named."""
    parameters = (address(role) if role else _admin()).parameters()
    try:
        return psycopg.connect(dbname=database or name(), autocommit=True, connect_timeout=10, **parameters)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise Sorry(f"The database cannot be reached: {str(error).strip().splitlines()[-1]}") from None


def ensure(*, database: str = "") -> None:
    """Whatever it takes until the database stands ready: server, roles, database, extensions, settings."""
    if can_prepare():
        with home.locked():
            _prepare_server()
            create_database(database or name())
    with connect(APP, database=database) as app:
        check_settings(app)


def _prepare_server() -> None:
    if not on_server():
        postgres.start()
    with connect(database="postgres") as admin:
        _check_version(admin)
        _prepare_roles(admin)


def stop() -> bool:
    """Stop our own server; False when none ran, or when the server is not ours."""
    return False if on_server() else postgres.stop()


def _prepare_roles(admin: Connection) -> None:
    standing = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'duly\\_%'")}
    for role, attributes in ATTRIBUTES.items():
        if role not in standing:
            _create_role(admin, role, attributes)
    _check_roles(admin)
    if not standing.issuperset(ATTRIBUTES):
        admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(BACKUP)))
    if _url() and not os.environ.get("DULY_APP_DATABASE_URL") and not home.read("app_password"):
        _give_password(admin, new=APP not in standing)


def _create_role(admin: Connection, role: str, attributes: LiteralString) -> None:
    try:
        admin.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege:
        raise Sorry(
            f"The user of DATABASE_URL may not make the role {role}. Let a superuser run: CREATE ROLE {role} {attributes};"
        ) from None
    if _url():
        # An administrator who is no superuser can step down only into roles it is a member of.
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _check_roles(admin: Connection) -> None:
    """A role stronger than it should be would make row security a decoration."""
    strong = admin.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND (rolsuper OR rolcreaterole OR rolcreatedb OR (rolbypassrls AND rolname <> %s))",
        [list(ATTRIBUTES), BACKUP],
    ).fetchall()
    if strong:
        raise Sorry(f"The role {strong[0][0]} holds rights that go around row security. Take them away: ALTER ROLE {strong[0][0]} "
                    "NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS;")


def _give_password(admin: Connection, *, new: bool) -> None:
    if not new and os.environ.get("DULY_NEW_APP_PASSWORD") != "1":
        raise Sorry(
            "The role duly_app exists on this server and this home does not know its password. Give DULY_APP_DATABASE_URL, "
            "or set DULY_NEW_APP_PASSWORD=1 once to give it a new one (other homes then lose theirs)."
        )
    password = secrets.token_urlsafe(32)
    admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(password)))
    home.keep("app_password", password)


def create_database(database: str, *, template: str = "") -> None:
    """Make a database and open it to our roles; one that exists is only checked over. A template is copied whole."""
    with connect(database="postgres") as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            made = False
        else:
            _create(admin, database, template)
            made = True
    if made and not template:
        _prepare(database)


def _create(admin: Connection, database: str, template: str) -> None:
    owner = sql.Identifier(OWNER)
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(sql.Identifier(database), owner, sql.Identifier(template or "template0"))
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
    """Let the app role use the tables of Django and the sign-in library; those of casework are granted by their migration."""
    with connect(OWNER) as owner:
        for table in tables:
            owner.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(sql.Identifier(table), sql.Identifier(APP)))
        for table in readable:
            owner.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table), sql.Identifier(APP)))
        owner.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")


def _check_version(connection: Connection) -> None:
    shown = connection.info.server_version
    major, minor = divmod(shown, 10000)
    if major < OLDEST:
        raise Sorry(f"This server is PostgreSQL {major}; Duly needs {OLDEST} or newer.")
    if minor < OLDEST_MINOR.get(major, 0):
        raise Sorry(f"This server is PostgreSQL {major}.{minor}, which has known holes in row security; update it to {major}.{OLDEST_MINOR[major]} or newer.")


def check_settings(connection: Connection) -> None:
    """What was acknowledged must survive a power cut: refuse a server that was told otherwise."""
    _check_version(connection)
    off = [setting for setting in MUST_BE_ON if not _is_safe(setting, connection)]
    if off:
        raise Sorry(f"This PostgreSQL runs with {', '.join(off)} off, so it may lose or garble what was saved. Turn that on and start again.")


def _is_safe(setting: str, connection: Connection) -> bool:
    row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    # synchronous_commit also knows stronger words than on.
    return row is not None and row[0] in ("on", "remote_apply", "remote_write")
