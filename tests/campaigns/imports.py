"""An import killed at any moment, its commit above all, has written everything or nothing (R-34, R-39)."""

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection, connections

from duly.casework import clock
from duly.casework.exchange import importing, sight
from duly.config import database
from tests import databases

KILLS = int(os.environ.get("DULY_IMPORT_KILLS", "40"))
COHORT = Path(importing.__file__).resolve().parents[2] / "demo" / "set-2015"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'casework%' ORDER BY 1"
Content = dict[str, int]


def content(name: str) -> Content:
    """How many rows each table has, once nobody else is connected."""
    with database.connect(database="postgres") as admin:
        while admin.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone() != (0,):
            time.sleep(0.01)
    with database.connect(database=name) as admin:
        tables = [table for (table,) in admin.execute(TABLES).fetchall()]
        return {table: admin.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


def start(told: Callable[[int], None]) -> tuple[int, int]:
    """A process that imports, telling `c` before each commit and `!` at the end: (its id, where it tells)."""
    connections.close_all()
    heard, tells = os.pipe()
    process = os.fork()
    if process:
        os.close(tells)
        return process, heard
    try:
        for inherited in connections.all(initialized_only=True):
            del connections[inherited.alias]
        told(tells)
    except BaseException:  # noqa: BLE001 - whatever it is, it must be told before the process ends
        traceback.print_exc()
    finally:
        os._exit(1)


def bring_in_telling(tells: int) -> None:
    commit = connection._commit

    def announced() -> None:
        os.write(tells, b"c")
        commit()

    connection._commit = announced
    importing.bring_in(COHORT, sight.whole_home())
    os.write(tells, b"!")


def bring_in_committing_midway(tells: int) -> None:
    """The control: each row added is there at once, whatever comes after it."""

    def at_once(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        answer = execute(sql, params, many, context)
        if "INSERT INTO" in sql:
            connection.connection.commit()
        return answer

    with connection.execute_wrapper(at_once), suppress(Exception):  # its context went with the commit
        importing.bring_in(COHORT, sight.whole_home())


def until(heard: int, commits: int) -> bytes:
    """Wait until so many commits were announced."""
    said = b""
    while said.count(b"c") < commits and (more := os.read(heard, 1)):
        said += more
    return said


def one_round(name: str, *, after: float = 0, commits: int = 0, run: Callable[[int], None] = bring_in_telling,
              kill: bool = True) -> tuple[bytes, Content, float]:  # fmt: skip
    """Import into a fresh database, killed so long after so many commits were announced: (said, there, seconds)."""
    with databases.copy(databases.empty(), name):
        databases.point_at(name)
        since = time.monotonic()
        process, heard = start(run)
        said = until(heard, commits)
        time.sleep(after)
        if kill:
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        lasted = time.monotonic() - since
        while more := os.read(heard, 64):
            said += more
        os.close(heard)
        clock.forget()
        return said, content(name), lasted


@pytest.fixture
def name(django_db_setup, django_db_blocker):
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock():
        yield f"import_{os.getpid()}"
        databases.point_at(before)


def test_a_killed_import_wrote_everything_or_nothing(name, tell):
    said, whole, lasts = one_round(name, kill=False)
    commits = said.count(b"c")
    _, nothing, _ = one_round(name)
    assert said.endswith(b"!")
    assert whole != nothing
    counted = {"nothing": 0, "everything": 0, "half": 0, "acknowledged and not there": 0}
    for number in range(KILLS):
        at_commit = number % 2
        after = random.uniform(0, 0.004 if at_commit else lasts)
        said, there, _ = one_round(name, after=after, commits=commits if at_commit else 0)
        counted[outcome(there, nothing, whole)] += 1
        counted["acknowledged and not there"] += said.endswith(b"!") and there != whole
    _, midway, _ = one_round(name, run=bring_in_committing_midway, kill=False)
    rows = sum(whole.values())
    tell("Killed imports", tried=f"{KILLS:,} kills of an import of {rows:,} rows, half of them at its commit",
         found=", ".join(f"{many} {what}" for what, many in counted.items()),
         control=f"an import that commits as it goes: {outcome(midway, nothing, whole)}")  # fmt: skip
    assert counted["half"] == counted["acknowledged and not there"] == 0
    assert counted["nothing"]
    assert counted["everything"]
    assert outcome(midway, nothing, whole) == "half"


def outcome(there: Content, nothing: Content, whole: Content) -> str:
    return "nothing" if there == nothing else "everything" if there == whole else "half"
