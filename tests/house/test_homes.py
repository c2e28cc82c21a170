"""One installation lives in one folder: its database starts when needed, survives a crash, lets nobody else in."""

import os
import signal
import stat
import time
from pathlib import Path


def test_a_second_command_shares_the_server(home):
    first = home.server()
    assert home.start().returncode == 0
    assert home.server() == first


def test_two_homes_stand_side_by_side(home, make_home):
    other = make_home("other")
    other.start()
    assert other.server() != home.server()
    assert other.socket() != home.socket()


def test_the_server_listens_on_its_private_socket_and_nowhere_else(home):
    place = Path(home.socket()).stat()
    assert stat.S_IMODE(place.st_mode) == 0o700
    with home.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_what_is_secret_only_its_user_reads(home):
    kept = [path for path in home.folder.iterdir() if path.is_file() and path.name != "lock"]
    assert {path.name for path in kept} >= {"secret_key", "socket", "postgresql.log"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_crash_is_mended_by_the_next_command(home):
    with home.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (line text)")
        connection.execute("INSERT INTO kept VALUES ('acknowledged')")
    os.kill(home.server(), signal.SIGKILL)
    assert home.start().returncode == 0
    with home.connect() as connection:
        assert connection.execute("SELECT line FROM kept").fetchone() == ("acknowledged",)
        connection.execute("DROP TABLE kept")


def test_a_number_left_behind_that_now_belongs_to_another_program_does_not_hinder_the_start(home):
    home.duly("stop")
    left_behind = home.folder / "postgresql/postmaster.pid"
    left_behind.write_text(
        f"{os.getpid()}\n{home.folder}/postgresql\n{int(time.time())}\n5432\n{home.socket()}\n\n  1 1\n"
    )
    assert home.start().returncode == 0


def test_a_socket_swept_away_is_made_again(home):
    for path in Path(home.socket()).iterdir():
        path.unlink()
    Path(home.socket()).rmdir()
    assert home.start().returncode == 0


def test_stop_stops_and_says_so(home):
    assert "is stopped" in home.duly("stop").stderr
    assert "no database of this home was running" in home.duly("stop").stderr
    assert not (home.folder / "postgresql/postmaster.pid").exists()
    assert home.start().returncode == 0


def test_a_home_that_cannot_be_made_is_named(make_home):
    home = make_home("file/below")
    home.folder.parent.write_text("")
    done = home.duly("status")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Name another one in DULY_HOME" in done.stderr
