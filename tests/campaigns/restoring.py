"""A backup restored on another home gives the same truth: rows, reports and exchange files, byte for byte (R-40)."""

import hashlib
from pathlib import Path

import pytest

from tests.house.conftest import Home, home, make_home
from tests.house.test_backup import LOAD, content

__all__ = ["home", "make_home"]  # fixtures
DAYS = ("2013-12-31", "2014-06-30", "2014-12-31", "2015-03-31", "2015-04-30")


def reports(home: Home) -> dict[str, str]:
    """Every fidelity report of some days, in every form, as the command line gives it."""
    made = {}
    for day in DAYS:
        for form in ("table", "csv", "json"):
            done = home.duly("report", "fidelity", "set", "--as-of", day, "--format", form)
            assert done.returncode == 0, done.stderr
            made[f"{day} {form}"] = done.stdout
    return made


def files(home: Home, folder: Path) -> dict[str, str]:
    """Every exchange file, as a sum over its bytes."""
    assert home.duly("export", str(folder)).returncode == 0
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


@pytest.fixture
def full(home):
    done = home.run([*home.python, "-c", LOAD], DULY_PLAIN_HTTP="1")
    assert done.returncode == 0, done.stderr
    return home


def differing(one: dict, other: dict) -> list[str]:
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


def test_what_is_restored_is_what_was_backed_up(full, make_home, tmp_path, tell):
    other, file = make_home("other"), tmp_path / "all.dump"
    assert full.duly("backup", str(file)).returncode == 0
    assert other.duly("restore", str(file)).returncode == 0
    rows, told = content(full), reports(full)
    there = files(full, tmp_path / "one")
    found = (
        differing(rows, content(other)),
        differing(told, reports(other)),
        differing(there, files(other, tmp_path / "two")),
    )
    with other.connect() as connection:
        connection.execute("DELETE FROM casework_contactcase")
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM casework_contact WHERE id = (SELECT id FROM casework_contact LIMIT 1)")
    control = differing(rows, content(other)) + differing(there, files(other, tmp_path / "three"))
    tell("Backup and restore", tried=f"{len(rows)} tables with {sum(count for count, _ in rows.values()):,} rows, "
         f"{len(told)} reports, {len(there)} exchange files, in another home",
         found=f"{len(found[0])} tables, {len(found[1])} reports, {len(found[2])} files not equal to the byte",
         control=f"one contact missing: {len(control)} tables and files differ")  # fmt: skip
    assert found == ([], [], [])
    assert control
