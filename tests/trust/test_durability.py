"""What was acknowledged is there after a SIGKILL of whoever wrote it, and of the whole database server.

DULY_KILLS and DULY_SERVER_KILLS ask for more than the gate's few: 500 and 50 a night, 9,000 and 1,000 a release.
"""

import os
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections

from duly.casework import clock, context
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Case, Contact, ContactCase
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import rebuild
from duly.config import database, migrating
from duly.config.programs import data
from tests import databases
from tests.casework.scene import MONDAY, Scene, set_scene, stand_clock

KILLS = int(os.environ.get("DULY_KILLS", "20"))
SERVER_KILLS = int(os.environ.get("DULY_SERVER_KILLS", "2" if os.environ.get("CI") else "0"))
ID = 16  # bytes


def make_scene() -> tuple[Scene, list[Case]]:
    stand_clock()
    scene = set_scene()
    with context.bound(agency=scene.root.pk, whole_agency=True):
        return scene, [scene.case("Jo Reyes"), scene.case("Li Moss")]


@pytest.fixture
def cases(own_database: str) -> Iterator[tuple[Scene, list[Case]]]:
    yield make_scene()
    clock.forget()


def bound(scene: Scene) -> AbstractContextManager[None]:
    return context.bound(agency=scene.root.pk, organizations=[scene.c.pk])


def write_on(scene: Scene, cases: list[Case], told: int, *, first: str) -> None:
    """One contact after another, each credited to a second case; its id is told once it is acknowledged."""
    ana = scene.actor("ana")
    with connection.cursor() as cursor:
        cursor.execute(first)
    for number in count():
        with bound(scene):
            record_contact(cases[0], entry=(entry := uuid7()), kind="check_in", mode="phone", outcome="completed",
                           on=MONDAY - timedelta(days=number % 300), by=ana, also=[(cases[1], "check_in")])  # fmt: skip
        os.write(told, entry.bytes)


def start_writer(scene: Scene, cases: list[Case], *, first: str = "SELECT 1") -> tuple[int, int]:
    """A process of its own that writes until it is killed: (its id, where it tells)."""
    connections.close_all()
    heard, told = os.pipe()
    writer = os.fork()
    if writer:
        os.close(told)
        return writer, heard
    try:
        for inherited in connections.all(initialized_only=True):
            del connections[inherited.alias]  # beside a browser's event loop a child would find an older one
        write_on(scene, cases, told, first=first)
    except BaseException:  # noqa: BLE001 - whatever it is, it must be told before the process ends
        traceback.print_exc()
    finally:
        os._exit(1)


def killed(writer: int, heard: int, *, kill: object) -> set[UUID]:
    """Kill at some moment after the first acknowledgement; what had been acknowledged by then."""
    ids = os.read(heard, ID)
    time.sleep(random.uniform(0, 0.15))
    kill(writer)
    os.waitpid(writer, 0)
    while more := os.read(heard, 65536):
        ids += more
    os.close(heard)
    return {UUID(bytes=ids[at : at + ID]) for at in range(0, len(ids), ID)}


def kill_process(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def lost(scene: Scene, acknowledged: set[UUID]) -> set[UUID]:
    with bound(scene):
        return acknowledged - set(Contact.objects.filter(agency_id=scene.root.pk).values_list("id", flat=True))


def half_written(scene: Scene, cases: list[Case]) -> tuple[int, int]:
    """(contacts without the credit that belongs to them, derived rows a rebuild would change)."""
    with bound(scene):
        whole = ContactCase.objects.filter(agency_id=scene.root.pk).values("contact_id")
        halves = Contact.objects.filter(agency_id=scene.root.pk).exclude(id__in=whole).count()
        return halves, rebuild(scene.root.pk, [each.pk for each in cases])


def test_a_killed_process_loses_nothing_it_acknowledged_and_leaves_nothing_half(cases):
    scene, both = cases
    acknowledged = set()
    for _ in range(KILLS):
        acknowledged |= killed(*start_writer(scene, both), kill=kill_process)
    assert len(acknowledged) >= KILLS
    assert lost(scene, acknowledged) == set()
    assert half_written(scene, both) == (0, 0)


def test_an_acknowledgement_before_the_commit_would_be_found_out(cases):
    """The control: whoever tells before the transaction ends tells of what is not there."""
    scene, both = cases
    told = []

    def interrupted() -> None:
        with bound(scene):
            told.append(record_contact(both[0], entry=uuid7(), kind="check_in", mode="phone", outcome="completed",
                                       on=MONDAY, by=scene.actor("ana")).pk)  # fmt: skip
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()
    assert lost(scene, set(told)) == set(told)


@pytest.fixture
def own_server(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Scene, list[Case]]]:
    """A PostgreSQL in a home of its own: nobody else's server is killed."""
    usual, before = os.environ["DULY_HOME"], os.environ["DULY_DATABASE"]
    place = tempfile.mkdtemp(prefix="duly-kill-")
    monkeypatch.setenv("DULY_HOME", place)
    with django_db_blocker.unblock():
        database.ensure(database="duly")
        databases.point_at("duly")
        try:
            migrating.migrate()
            yield make_scene()
        finally:
            connections.close_all()
            clock.forget()
            database.stop()
            monkeypatch.setenv("DULY_HOME", usual)
            databases.point_at(before)
            shutil.rmtree(place, ignore_errors=True)


def kill_server(writer: int) -> None:
    """The postmaster first, so that it restarts nothing, then its children; the writer then finds nobody."""
    postmaster = int((data() / "postmaster.pid").read_text().split("\n", 1)[0])
    children = [
        int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and _parent(each) == postmaster
    ]
    for process in (postmaster, *children):
        kill_process(process)
    kill_process(writer)
    while any(_alive(process) for process in (postmaster, *children)):
        time.sleep(0.01)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill_and_restart(scene: Scene, cases: list[Case], *, first: str = "SELECT 1") -> set[UUID]:
    acknowledged = killed(*start_writer(scene, cases, first=first), kill=kill_server)
    since = time.monotonic()
    database.ensure(database="duly")
    assert time.monotonic() - since < 60
    return acknowledged


@pytest.mark.slow
@pytest.mark.skipif(not SERVER_KILLS, reason="a server of its own to kill: in CI, or where DULY_SERVER_KILLS says so")
def test_a_killed_server_loses_nothing_it_acknowledged(own_server):
    scene, cases = own_server
    acknowledged = set()
    for _ in range(SERVER_KILLS):
        acknowledged |= kill_and_restart(scene, cases)
    assert len(acknowledged) >= SERVER_KILLS
    assert lost(scene, acknowledged) == set()
    assert half_written(scene, cases) == (0, 0)
    # The control, on the same server: told not to wait for the disk, it does lose.
    without = set()
    for _ in range(5):
        without |= kill_and_restart(scene, cases, first="SET synchronous_commit TO off")
        if lost(scene, without):
            return
    pytest.fail("five kills without waiting for the disk lost nothing: this test would not see a loss")
