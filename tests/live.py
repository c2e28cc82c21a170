"""Duly as people meet it: `duly serve` in a process of its own, over a database that a test may change."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.error import URLError

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model


@dataclass(frozen=True)
class Live:
    """A running server, the database behind it, and what it has written to its log."""

    url: str
    database: str
    log: Path

    def sign_in(self, email: str) -> dict[str, str]:
        """A cookie for somebody who signed in just now: {"name", "value", "url"}, as Playwright takes it."""
        staff = get_user_model().objects.get(email=email)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(staff.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(staff.pk)
        session.save()
        return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.url}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: str, log: Path) -> Iterator[Live]:
    """Start the server over a database that stands, wait until it says that all is well, and stop it at the end."""
    port = free_port()
    command = [sys.executable, "-m", "duly.cli", "serve", "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, "DULY_DATABASE": database}, start_new_session=True
        )
    try:
        wait_until_well(f"http://127.0.0.1:{port}", server, log)
        yield Live(f"http://127.0.0.1:{port}", database, log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_well(url: str, server: "subprocess.Popen[bytes]", log: Path, *, seconds: float = 60) -> None:
    since = time.monotonic()
    while time.monotonic() - since < seconds:
        assert server.poll() is None, f"the server ended: {log.read_text()}"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer in {seconds} seconds: {log.read_text()}")
