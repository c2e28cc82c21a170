"""The folder of one installation (DULY_HOME): its database, its secrets, its built assets, and one lock."""

import fcntl
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Sorry(Exception):
    """Something outside Duly is in the way: one plain sentence, with the way out."""


def folder() -> Path:
    """DULY_HOME, or the place where this system keeps a user's data; made private when it does not exist."""
    named = os.environ.get("DULY_HOME")
    path = Path(named).expanduser().absolute() if named else _usual()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Sorry(f"The folder {path} cannot be made ({error.strerror}). Name another one in DULY_HOME.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise Sorry(f"The folder {path} belongs to someone else. Name another one in DULY_HOME.")
    return path


def _usual() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/duly"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share").expanduser().absolute() / "duly"


@contextmanager
def locked() -> Iterator[None]:
    """One process at a time prepares a home; the others wait."""
    with open(folder() / "lock", "a") as file:
        belongs_here(folder() / "lock")
        _wait_for(file)
        yield


def _wait_for(file: object) -> None:
    told, since = False, time.monotonic()
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
        except BlockingIOError:
            if not told and time.monotonic() - since > 2:
                told = True
                say("waiting for another duly command that prepares this home")
            time.sleep(0.05)


def read(name: str) -> str:
    """A small kept value, or nothing."""
    path = folder() / name
    return path.read_text().strip() if path.exists() else ""


def keep(name: str, value: str) -> str:
    """Write a small value that only this user may read; a reader sees the old one or the new one, never half."""
    path = folder() / name
    fresh = path.with_name(f".{name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
    belongs_here(fresh)
    fresh.replace(path)
    return value


def belongs_here(path: Path) -> None:
    """A file that root makes in somebody's home is theirs, or they could not use it afterwards."""
    owner = folder().stat()
    if os.geteuid() == 0 and owner.st_uid:
        os.chown(path, owner.st_uid, owner.st_gid)


def secret(name: str) -> str:
    """A secret of this home, made once. `DULY_<NAME>` or `DULY_<NAME>_FILE` brings one from outside."""
    variable = "DULY_" + name.upper()
    if brought := os.environ.get(variable):
        return brought
    if file := os.environ.get(variable + "_FILE"):
        return Path(file).read_text().strip()
    if kept := read(name):
        return kept
    with locked():
        return read(name) or keep(name, secrets.token_urlsafe(48))


def say(text: str) -> None:
    """Progress, for people: never on the stream that carries answers."""
    print(f"duly: {text}", file=sys.stderr, flush=True)
