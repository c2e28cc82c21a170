"""One file that holds everything recorded, and the way back from it."""

import os
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from psycopg import sql

from duly.config import addresses, database, home, migrating, programs
from duly.config.addresses import BACKUP, Address
from duly.config.home import Sorry
from duly.config.progress import counting

UNKNOWN_TO_OLDER_SERVERS = (b"SET transaction_timeout = 0;\n",)
VARIABLES = {
    "host": "HOST",
    "port": "PORT",
    "user": "USER",
    "password": "PASSWORD",
    "options": "OPTIONS",
    "sslmode": "SSLMODE",
    "sslrootcert": "SSLROOTCERT",
}


def write(file: Path) -> None:
    """Back up as the role that reads past row security; a dump made under it would lack rows and not say so."""
    if file.exists():
        raise Sorry(f"{file} exists. A backup is never written over another one: choose a new name.")
    half = file.with_name(file.name + ".part")
    try:
        half.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise Sorry(f"{file} cannot be written: {error.strerror}.") from None
    try:
        _run(addresses.address(BACKUP), "pg_dump", "--format=custom", f"--file={half}", database.name(), grows=half)
        _run(addresses.address(BACKUP), "pg_restore", "--list", str(half))
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    home.say(f"{file} holds everything, {file.stat().st_size:,} bytes. It names people: keep it as safe as the home")


def read(file: Path, *, replace: bool) -> None:
    """Restore beside what is there and change places at the end: a restore that fails changes nothing."""
    if not file.is_file():
        raise Sorry(f"There is no file {file}.")
    if not replace and _holds_records():
        raise Sorry(f"{home.folder()} holds records. Restore into an empty home, or say --replace to lose them.")
    standing, fresh = database.name(), database.name() + "_restoring"
    database.drop_database(fresh)
    try:
        database.create_database(fresh)
        _fill(fresh, file)
        _check_version(fresh)
        _change_places(standing, fresh)
    finally:
        database.drop_database(fresh)
    home.say(f"restored from {file}; everybody signs in anew")


def _holds_records() -> bool:
    with database.connect() as admin:
        row = admin.execute("SELECT to_regclass('public.casework_organization') IS NOT NULL").fetchone()
        if not row or not row[0]:
            return False
        row = admin.execute("SELECT EXISTS (SELECT FROM casework_organization)").fetchone()
        return bool(row and row[0])


def _check_version(name: str) -> None:
    with database.connect(database=name) as admin:
        ran = {row[0] for row in admin.execute("SELECT name FROM django_migrations WHERE app = 'casework'")}
        admin.execute("DELETE FROM django_session")  # the old home's key made them
    if newer := sorted(ran - migrating.known()):
        raise Sorry(f"This backup was made by a newer Duly (it has {newer[0]}). Update Duly, then restore.")


def _change_places(standing: str, fresh: str) -> None:
    database.drop_database(standing)
    with database.connect(database="postgres") as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(standing)))


def _fill(name: str, file: Path) -> None:
    """As a script, one transaction: newer programs set things that an older server does not know."""
    with tempfile.TemporaryFile("w+") as said, counting("restored, bytes") as step:
        script = _start(addresses.admin(), "pg_restore", "--file=-", str(file), stdout=subprocess.PIPE, stderr=said)
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={name}")
        filled = _start(
            addresses.admin(), "psql", *options, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        assert script.stdout
        assert filled.stdin
        with suppress(BrokenPipeError), filled.stdin:
            for line in script.stdout:
                if line not in UNKNOWN_TO_OLDER_SERVERS:
                    filled.stdin.write(line)
                step(len(line))
            script.stdout.close()
            if script.wait():
                filled.kill()  # or it would commit the half it has
        failed = filled.wait() or script.wait()
        if failed:
            raise Sorry(f"{file} could not be restored: {_last(said)}")


def _run(who: Address, program: str, *arguments: str, grows: Path | None = None) -> None:
    with tempfile.TemporaryFile("w+") as said, counting(f"{program}, bytes") as step:
        running = _start(who, program, *arguments, stdout=subprocess.DEVNULL, stderr=said)
        _watch(running, grows, step)
        if running.returncode:
            raise Sorry(f"{program} stopped: {_last(said)}")


def _start(who: Address, program: str, *arguments: str, **streams: Any) -> "subprocess.Popen[bytes]":
    """Start one of PostgreSQL's programs; a password travels in its environment, never on its command line."""
    given = {f"PG{VARIABLES[key]}": value for key, value in who.parameters().items()}
    command = [str(programs.bin_folder() / program), "--no-password", *arguments]
    return subprocess.Popen(command, env={**os.environ, **given}, **{"stdin": subprocess.DEVNULL, **streams})


def _last(said: IO[str]) -> str:
    said.seek(0)
    lines = [line for line in said.read().splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"


def _watch(running: "subprocess.Popen[bytes]", grows: Path | None, step: Callable[[int], None]) -> None:
    seen = 0
    while running.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.2)
        now = grows.stat().st_size if grows else 0
        step(now - seen)
        seen = now
