"""Many kills of whoever writes, and of the database server: what was acknowledged is there, nothing half (R-39)."""

import os
import time
from contextlib import suppress

from tests.trust import test_durability as durability
from tests.trust.test_durability import cases, half_written, kill_process, killed, lost, own_server, start_writer

__all__ = ["cases", "own_server"]  # fixtures
KILLS = int(os.environ.get("DULY_KILLS", "300"))
SERVER_KILLS = int(os.environ.get("DULY_SERVER_KILLS", "20"))


def test_killed_processes_lose_nothing_they_acknowledged(cases, tell):
    scene, both = cases
    acknowledged = set()
    for _ in range(KILLS):
        acknowledged |= killed(*start_writer(scene, both), kill=kill_process)
    missing, halves = lost(scene, acknowledged), half_written(scene, both)
    too_early = told_before_the_commit(scene, both)
    tell("Killed writers", tried=f"{KILLS:,} kills, {len(acknowledged):,} acknowledged contacts",
         found=f"{len(missing)} lost, {halves[0]} half written, {halves[1]} derived rows wrong",
         control=f"told before the commit: {len(lost(scene, too_early))} of {len(too_early)} lost")  # fmt: skip
    assert (missing, halves) == (set(), (0, 0))
    assert len(acknowledged) >= KILLS
    assert lost(scene, too_early) == too_early


def told_before_the_commit(scene, both) -> set:
    """Ids told from within transactions that never end."""
    ids = set()
    for _ in range(10):
        with suppress(InterruptedError), durability.bound(scene):
            ids.add(one_contact(scene, both))
            raise InterruptedError
    return ids


def one_contact(scene, both) -> object:
    return durability.record_contact(
        both[0], entry=durability.uuid7(), kind="check_in", mode="phone", outcome="completed",
        on=durability.MONDAY, by=scene.actor("ana"),
    ).pk  # fmt: skip


def test_killed_servers_lose_nothing_they_acknowledged(own_server, tell):
    scene, both = own_server
    acknowledged, slowest = set(), 0.0
    for _ in range(SERVER_KILLS):
        since = time.monotonic()
        acknowledged |= durability.kill_and_restart(scene, both)
        slowest = max(slowest, time.monotonic() - since)
    missing, halves = lost(scene, acknowledged), half_written(scene, both)
    without, found, rounds = set(), set(), 0
    while not found and rounds < 20:
        rounds += 1
        without |= durability.kill_and_restart(scene, both, first="SET synchronous_commit TO off")
        found = lost(scene, without)
    tell("Killed database servers", tried=f"{SERVER_KILLS:,} kills, {len(acknowledged):,} acknowledged contacts",
         found=f"{len(missing)} lost, {halves[0]} half written, {halves[1]} derived rows wrong; "
               f"back within {slowest:.0f} s",
         control=f"not waiting for the disk: {len(found)} of {len(without):,} lost after {rounds} kills")  # fmt: skip
    assert (missing, halves) == (set(), (0, 0))
    assert found
