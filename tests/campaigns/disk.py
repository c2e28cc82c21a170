"""A full disk: what cannot be kept is refused, what was acknowledged is there, nothing half; then it goes on (R-41)."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from django.test import Client
from django.urls import reverse

from duly.casework import clock
from duly.casework.models import Contact
from duly.config import database, migrating
from tests import databases
from tests.trust.test_durability import ID, bound, half_written, lost, make_scene, start_writer, uuid7

ROUNDS = int(os.environ.get("DULY_DISK_ROUNDS", "3"))
SIZE = "320m"
AGAIN = 120  # seconds
NOTE = "a" * 4000


@pytest.fixture
def small_disk(give_up) -> Iterator[Path]:
    """A file system of its own in memory; who may not mount one is told so."""
    place = Path(tempfile.mkdtemp(prefix="duly-disk-"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        shutil.rmtree(place)
        give_up("Full disk", "no file system may be mounted on this machine")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.fixture
def server_there(small_disk, django_db_setup, django_db_blocker, monkeypatch):
    usual, before = os.environ["DULY_HOME"], os.environ["DULY_DATABASE"]
    monkeypatch.setenv("DULY_HOME", str(small_disk))
    with django_db_blocker.unblock():
        database.ensure(database="duly")
        databases.point_at("duly")
        try:
            migrating.migrate()
            yield make_scene()
        finally:
            connections.close_all()
            clock.forget()
            (small_disk / "filler").unlink(missing_ok=True)
            database.stop()
            monkeypatch.setenv("DULY_HOME", usual)
            databases.point_at(before)


def fill(file: Path) -> None:
    """Until not a byte more fits."""
    with file.open("ab", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"\0" * 4096)


def acknowledged_until_it_stops(writer: int, heard: int, filler: Path) -> tuple[set[UUID], int]:
    """Fill the disk under a writer at work: (what it had acknowledged when it gave up or was stopped, bytes left)."""
    ids = os.read(heard, ID)
    fill(filler)
    left = shutil.disk_usage(filler.parent).free
    since, ended = time.monotonic(), 0
    while not ended and time.monotonic() - since < 10:
        ended, _ = os.waitpid(writer, os.WNOHANG)
        time.sleep(0.05)
    if not ended:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    while more := os.read(heard, 65536):
        ids += more
    os.close(heard)
    return {UUID(bytes=ids[at : at + ID]) for at in range(0, len(ids), ID)}, left


def save_by_page(browser: Client, case) -> tuple[int, str]:
    """What the page answers to an entry: (status, its words)."""
    said = {"entry": str(uuid7()), "kind": "check_in", "occurred_on": "2015-04-06", "mode": "phone",
            "outcome": "completed", "note": NOTE}  # fmt: skip
    answer = browser.post(reverse("log", args=[case.ref]), said)
    return answer.status_code, answer.content.decode()


def saved_by_page(scene) -> int:
    """Entries of one case: to them no second credit belongs."""
    with bound(scene):
        return Contact.objects.filter(agency_id=scene.root.pk, note=NOTE).count()


def pages_until_refused(browser: Client, case) -> tuple[int, str]:
    """Entries by the page until one is refused; at most so many as room was left for."""
    for _ in range(400):
        connections.close_all()
        try:
            status, text = save_by_page(browser, case)
        except DatabaseError:
            return 500, "the connection broke"
        if status >= 400:
            return status, text
    return status, text


def wait_until_it_goes_on(browser: Client, case) -> float:
    """Seconds until an entry is saved again; the server is started if it stopped."""
    since = time.monotonic()
    while time.monotonic() - since < AGAIN:
        connections.close_all()
        with suppress(DatabaseError, OSError):
            database.ensure(database="duly")
            if save_by_page(browser, case)[0] in (200, 302, 303):
                break
        time.sleep(0.2)
    return time.monotonic() - since


def test_on_a_full_disk_nothing_is_lost_and_nothing_half(server_there, small_disk, tell):
    scene, cases = server_there
    browser = Client(raise_request_exception=False)
    browser.force_login(scene.staff["ana"])
    acknowledged, refused, left, back, filler = set(), [], [], 0.0, small_disk / "filler"
    for _ in range(ROUNDS):
        found, free = acknowledged_until_it_stops(*start_writer(scene, cases), filler)
        acknowledged |= found
        left.append(free)
        refused.append(pages_until_refused(browser, cases[0])[0])
        filler.unlink()
        back = max(back, wait_until_it_goes_on(browser, cases[0]))
    missing, (alone, wrong) = lost(scene, acknowledged), half_written(scene, cases)
    halves = (alone - saved_by_page(scene), wrong)
    tell("Full disk", tried=f"filled {ROUNDS} times under a writer, {len(acknowledged):,} acknowledged contacts",
         found=f"{len(missing)} lost, {halves[0]} half written, {halves[1]} derived rows wrong; entries by the page "
               f"answered {', '.join(map(str, refused))}; saved again {back:.0f} s after there was room",
         control=f"bytes left when it was full: {', '.join(map(str, left))}")  # fmt: skip
    assert (missing, halves) == (set(), (0, 0))
    assert all(status >= 500 for status in refused)
    assert back < AGAIN
    assert max(left) < 100_000

