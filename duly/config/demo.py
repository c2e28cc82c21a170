"""`duly demo`: practice data on a clock of their own, served on this computer until told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from types import FrameType

from duly.config import database, home, server
from duly.config.home import Sorry

# The morning after the cohort's last entry.
BEGINS = "2015-05-21T09:00:00-05:00"
HEARTBEAT = 30


def run(*, host: str, port: int, cases: int | None) -> int:
    """Prepare what is not prepared, start the clock, serve, and stand the clock still at the end."""
    _choose(cases)
    server.check_port(host, port)
    database.ensure()
    import django

    django.setup()
    from duly.config import migrating

    migrating.bring_up_to_date()
    load(cases)
    with _interruptible() as stopped, _clock_running():
        serving = _serve(host, port)
        _wait_until_it_answers(serving, host, port, stopped)
        if serving.poll() is None:
            _announce(host, port)
        return _watch(serving, stopped)


def _choose(cases: int | None) -> None:
    """A made cohort lies in a database of its own, beside the one that may be there."""
    os.environ["DULY_PLAIN_HTTP"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.config.settings")
    if cases:
        os.environ.setdefault("DULY_DATABASE", f"duly_cases_{cases}")


def load(cases: int | None = None) -> None:
    """The practice data and their clock, standing still; what is there already stays as it is."""
    from duly.casework import clock
    from duly.casework.models import Organization

    if Organization.objects.exists() and not clock.is_demo():
        raise Sorry(
            f"{home.folder()} holds real cases. Name another folder for the practice data: DULY_HOME=... duly demo"
        )
    clock.start_demo(datetime.fromisoformat(BEGINS))
    from duly.demo import commands

    commands.load(cases)


@contextmanager
def _clock_running() -> Iterator[None]:
    """The demo clock goes on from where it stood, and not behind the last entry if it was killed without a word."""
    from duly.casework import clock

    clock.resume(not_before=_last_entry())
    try:
        yield
    finally:
        clock.stop()


def _last_entry() -> datetime | None:
    """Asked as the backup role: every organization's entries, of which only the time is wanted."""
    with database.connect(database.BACKUP) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'recorded_at'"
        ).fetchall()
        latest = [connection.execute(f'SELECT max(recorded_at) FROM "{table}"').fetchone() for (table,) in tables]  # noqa: S608
    return max((row[0] for row in latest if row and row[0]), default=None)


def _serve(host: str, port: int) -> "subprocess.Popen[bytes]":
    """In a process of its own, so that this one can keep the clock whatever happens to it."""
    command = [sys.executable, "-m", "duly.cli", "serve", "--host", host, "--port", str(port)]
    environment = {**os.environ, "DULY_ENDS_WITH_PARENT": "1"}
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)


def _wait_until_it_answers(serving: "subprocess.Popen[bytes]", host: str, port: int, stopped: list[int]) -> None:
    while not stopped and serving.poll() is None:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def _announce(host: str, port: int) -> None:
    from duly.demo import commands

    print(f"Duly: http://{host}:{port}", flush=True)
    for who, email, password in commands.sign_ins():
        print(f"  {who:<32} {email:<36} {password}", flush=True)
    if database.name() != "duly":
        print(f"  other commands reach this cohort with DULY_DATABASE={database.name()}", flush=True)
    home.say("Ctrl-C stops; the demo clock goes on from there the next time")


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that is no longer empty once somebody asked us to stop."""
    asked: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield asked
    for number, handler in before.items():
        signal.signal(number, handler)


def _watch(serving: "subprocess.Popen[bytes]", stopped: list[int]) -> int:
    """Keep the clock until the server ends or somebody asks us to stop; asked to stop is well."""
    from django.db import connections

    from duly.casework import clock

    beat = time.monotonic()
    while not stopped and serving.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            serving.wait(timeout=0.5)
        if time.monotonic() - beat >= HEARTBEAT:
            beat = time.monotonic()
            clock.heartbeat()
            connections.close_all()
    serving.terminate()
    ended = serving.wait()
    return 0 if stopped else ended
