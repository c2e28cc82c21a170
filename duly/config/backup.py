"""One file that holds everything recorded, and the way back from it."""

import os
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from psycopg import sql

from duly.config import addresses, database, home, migrating, programs
from duly.config.addresses import BACKUP, Address
from duly.config.home import Sorry
from duly.config.progress import counting

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
        options = ("--exit-on-error", "--single-transaction", f"--dbname={fresh}")
        _run(addresses.admin(), "pg_restore", *options, str(file))
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


def _run(who: Address, program: str, *arguments: str, grows: Path | None = None) -> None:
    """Run one of PostgreSQL's programs; the password travels in its environment, never on its command line."""
    given = {f"PG{VARIABLES[key]}": value for key, value in who.parameters().items()}
    command = [str(programs.bin_folder() / program), "--no-password", *arguments]
    with tempfile.TemporaryFile("w+") as said, counting(f"{program}, bytes") as step:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, env={**os.environ, **given}
        )
        _watch(running, grows, step)
        said.seek(0)
        lines = said.read().strip().splitlines()
    if running.returncode:
        raise Sorry(f"{program} stopped: {lines[-1] if lines else 'it gave no reason'}")


def _watch(running: "subprocess.Popen[bytes]", grows: Path | None, step: Callable[[int], None]) -> None:
    seen = 0
    while running.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.2)
        now = grows.stat().st_size if grows else 0
        step(now - seen)
        seen = now
