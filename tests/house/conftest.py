"""Homes of the house's own tests: each with a server of its own, started by the command line and stopped afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

OWN = (
    "DULY_DATABASE",
    "DATABASE_URL",
    "DULY_APP_DATABASE_URL",
    "DULY_PLAIN_HTTP",
    "DULY_NEW_APP_PASSWORD",
    "DJANGO_SETTINGS_MODULE",
)
START = """
from duly.config import database, home
try:
    database.ensure()
except home.Sorry as sentence:
    raise SystemExit(str(sentence))
"""
Done = subprocess.CompletedProcess[str]


class Home:
    """One installation, driven as a person would."""

    python = (sys.executable,)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if name not in OWN} | {"DULY_HOME": str(self.folder)}

    def duly(self, *arguments: str, **more: str) -> Done:
        return self.run([sys.executable, "-m", "duly.cli", *arguments], **more)

    def start(self, **more: str) -> Done:
        """What every command does first, and no more."""
        return self.run([sys.executable, "-c", START], **more)

    def stop(self) -> None:
        """Leave nothing running, and no temporary folder."""
        self.duly("stop")
        if (self.folder / "socket").exists():
            shutil.rmtree(self.socket(), ignore_errors=True)

    def run(self, command: list[str], **more: str) -> Done:
        return subprocess.run(command, env=self.environment() | more, capture_output=True, text=True, timeout=120)

    def socket(self) -> str:
        return (self.folder / "socket").read_text()

    def server(self) -> int:
        """The number of the database's process."""
        return int((self.folder / "postgresql/postmaster.pid").read_text().split()[0])

    def connect(self, role: str = "postgres", database: str = "duly") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=self.socket(), user=role, dbname=database, autocommit=True)


@pytest.fixture
def make_home(tmp_path: Path) -> Iterator[Callable[[str], Home]]:
    """Homes for tests that break them."""
    made: list[Home] = []

    def make(name: str) -> Home:
        made.append(Home(tmp_path / name))
        return made[-1]

    yield make
    for home in made:
        home.stop()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home that runs and has its tables; tests that use it leave it so."""
    home = Home(tmp_path_factory.mktemp("house") / "home")
    done = home.duly("migrate")
    assert done.returncode == 0, done.stderr
    yield home
    home.stop()
