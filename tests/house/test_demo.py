"""`duly demo`: practice data on a clock of their own that begins one morning and goes on from the last stop."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError

from tests.live import free_port, wait_until_well

FIRST_MORNING = datetime(2015, 5, 21, 14, 0, tzinfo=UTC)  # 9:00 in Chicago
ROOT = "01900000-0000-7000-8000-000000000000"
REAL = f"""
INSERT INTO casework_organization (id, agency_id, ref, name, kind, time_zone)
VALUES ('{ROOT}', '{ROOT}', 'R', 'Real', 'funder', '')
"""


class Demo:
    """One that runs: its process, its port, what it has said."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def said(self) -> str:
        return self.log.read_text()

    def answers(self) -> bool:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200
        except (URLError, ConnectionError):
            return False


@contextmanager
def running(home, folder: Path) -> Iterator[Demo]:
    port, log = free_port(), folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "duly.cli", "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=home.environment(), stdout=output, stderr=output)
    demo = Demo(process, port, log)
    try:
        wait_until_well(f"http://127.0.0.1:{port}", process, log, seconds=120)
        wait_for(lambda: "Ctrl-C" in demo.said())
        yield demo
    finally:
        process.kill()
        process.wait()


def clock(home) -> tuple[datetime, bool]:
    with home.connect("duly_app") as connection:
        return connection.execute("SELECT shows, running FROM casework_clock").fetchone()


def wait_for(holds) -> None:
    since = time.monotonic()
    while not holds():
        assert time.monotonic() - since < 30
        time.sleep(0.1)


def test_it_begins_on_the_first_morning_says_who_can_sign_in_and_stands_still_when_stopped(home, tmp_path):
    with running(home, tmp_path) as demo:
        assert [who in demo.said() for who in ("advisor", "director", "site liaison", "administrator")] == [True] * 4
        second = home.duly("demo", "--port", str(demo.port))
        assert (second.returncode, f"as in PORT={demo.port + 1}" in second.stderr) == (1, True)
        demo.process.send_signal(signal.SIGTERM)
        assert demo.process.wait(timeout=30) == 0
    shown, going = clock(home)
    assert (going, FIRST_MORNING < shown < FIRST_MORNING + timedelta(minutes=5)) == (False, True)


def test_it_goes_on_from_there_and_killed_without_a_word_takes_its_server_along(home, tmp_path):
    before, _ = clock(home)
    with running(home, tmp_path) as demo:
        after, going = clock(home)
        assert (going, after >= before) == (True, True)
        demo.process.send_signal(signal.SIGKILL)
        wait_for(lambda: not demo.answers())


def test_after_a_kill_the_clock_stands_no_earlier_than_the_last_entry(home, tmp_path):
    with home.connect() as connection:
        connection.execute("UPDATE casework_clock SET shows = '2015-01-01 00:00Z', running = true")
        latest = connection.execute("SELECT max(recorded_at) FROM casework_contact").fetchone()
    with running(home, tmp_path):
        assert clock(home)[0] >= latest[0]


def test_practice_data_are_not_shown_to_the_network(home):
    refused = home.duly("demo", "--host", "0.0.0.0", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "Practice data are served on this computer only" in refused.stderr


def test_a_home_with_real_cases_is_left_alone(make_home):
    home = make_home("real")
    home.duly("migrate")
    with home.connect() as connection:
        connection.execute(REAL)
    refused = home.duly("demo", "--port", str(free_port()))
    assert (refused.returncode, "holds real cases" in refused.stderr) == (1, True)
