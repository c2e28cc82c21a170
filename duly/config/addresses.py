"""Where each database role connects: to Duly's own PostgreSQL, or to the server that DATABASE_URL names."""

import os
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from duly.config import home, postgres
from duly.config.home import Sorry

OWNER, APP, BACKUP = "duly_owner", "duly_app", "duly_backup"

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


def has_admin_url() -> bool:
    return bool(_url())


def on_server() -> bool:
    """Whether a server is used rather than our own; with DULY_APP_DATABASE_URL alone nothing can be prepared here."""
    return bool(_url() or os.environ.get("DULY_APP_DATABASE_URL"))


def can_prepare() -> bool:
    return bool(_url()) or not on_server()


def _parse(url: str) -> Address:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Sorry("DATABASE_URL must begin with postgresql://, as in postgresql://admin:secret@host:5432/duly")
    asked = dict(parse_qsl(parts.query))
    return Address(
        host=asked.get("host") or unquote(parts.hostname or ""),
        port=str(parts.port or ""),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sslmode=asked.get("sslmode", ""),
        sslrootcert=asked.get("sslrootcert", ""),
    )


def admin() -> Address:
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
        return replace(admin(), user=APP, password=home.read("app_password"))
    return replace(admin(), options=f"-c role={role}")


def django(role: str, *, database: str = "") -> dict[str, Any]:
    """One entry of Django's DATABASES."""
    given = address(role).parameters()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database or name(),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "OPTIONS": given,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def connect(role: str = "", *, database: str = "") -> Connection:
    """A plain connection, as the administrator when no role is named."""
    parameters = (address(role) if role else admin()).parameters()
    try:
        return psycopg.connect(autocommit=True, connect_timeout=10, **{"dbname": database or name(), **parameters})  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise Sorry(f"The database cannot be reached: {str(error).strip().splitlines()[-1]}") from None
