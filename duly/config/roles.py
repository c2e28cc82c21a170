"""The three roles: the owner migrates, the app works under row security, the backup reads everything."""

import os
import secrets
from typing import LiteralString

import psycopg
from psycopg import sql

from duly.config import addresses, home
from duly.config.addresses import APP, BACKUP, OWNER, Connection
from duly.config.home import Sorry

ATTRIBUTES: dict[str, LiteralString] = {
    OWNER: "LOGIN NOCREATEDB NOCREATEROLE",
    APP: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE",
    BACKUP: "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE BYPASSRLS",
}
TOO_STRONG = """
SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)
AND (rolsuper OR rolcreaterole OR rolcreatedb OR (rolbypassrls AND rolname <> %s))
"""


def prepare(admin: Connection) -> None:
    standing = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'duly\\_%'")}
    for role, attributes in ATTRIBUTES.items():
        if role not in standing:
            _create(admin, role, attributes)
    _check(admin)
    if not standing.issuperset(ATTRIBUTES):
        admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(sql.Identifier(BACKUP)))
    if addresses.has_admin_url() and not os.environ.get("DULY_APP_DATABASE_URL") and not home.read("app_password"):
        _give_password(admin, new=APP not in standing)


def _create(admin: Connection, role: str, attributes: LiteralString) -> None:
    try:
        admin.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege:
        raise Sorry(
            f"The user of DATABASE_URL may not make the role {role}. "
            f"Let a superuser run: CREATE ROLE {role} {attributes}; GRANT {role} TO {admin.info.user};"
        ) from None
    if addresses.has_admin_url():
        # An administrator who is no superuser can step down only into roles it is a member of.
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _check(admin: Connection) -> None:
    """A role stronger than it should be would make row security a decoration."""
    strong = admin.execute(TOO_STRONG, [list(ATTRIBUTES), BACKUP]).fetchall()
    if strong:
        raise Sorry(
            f"The role {strong[0][0]} holds rights that go around row security. Take them away: "
            f"ALTER ROLE {strong[0][0]} NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS;"
        )


def _give_password(admin: Connection, *, new: bool) -> None:
    if not new and os.environ.get("DULY_NEW_APP_PASSWORD") != "1":
        raise Sorry(
            "The role duly_app exists on this server and this home does not know its password. "
            "Give DULY_APP_DATABASE_URL, or set DULY_NEW_APP_PASSWORD=1 once to give it a new one "
            "(other homes then lose theirs)."
        )
    password = secrets.token_urlsafe(32)
    # Hashed here: the server's log may keep statements.
    hashed = admin.pgconn.encrypt_password(password.encode(), APP.encode(), b"scram-sha-256").decode()
    admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(hashed)))
    home.keep("app_password", password)
