"""A backup is one file, and restoring it gives the same home."""

import pytest

REPORT = ("report", "fidelity", "set", "--as-of", "2015-04-30", "--format", "json")
TABLES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'django_session'"
)
ATTACHED = """
SELECT count(*) > 0, bool_and(encode(sha256(c.content), 'hex') IS NOT DISTINCT FROM a.sha256)
FROM casework_attachment a LEFT JOIN casework_attachmentcontent c ON c.agency_id = a.agency_id AND c.id = a.id
"""
WHOLE = "SELECT count(*), md5(string_agg(row::text, ';' ORDER BY row::text)) FROM \"{}\" row"
LOAD = "from duly import cli; cli._ready(); from duly.config import demo; demo.load()"


@pytest.fixture(scope="module")
def full(home):
    """The home with the practice cohort in it."""
    done = home.run([*home.python, "-c", LOAD], DULY_PLAIN_HTTP="1")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def file(full, tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "all.dump"
    done = full.duly("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


def content(home):
    """Every table with the number of its rows and a sum over all they hold."""
    with home.connect() as connection:
        tables = sorted(name for (name,) in connection.execute(TABLES))
        return {name: connection.execute(WHOLE.format(name)).fetchone() for name in tables}


def test_a_restored_home_gives_the_same_reports_byte_for_byte(full, file, make_home):
    other = make_home("other")
    assert other.duly("restore", str(file)).returncode == 0
    before, after = full.duly(*REPORT), other.duly(*REPORT)
    assert (before.returncode, before.stdout) == (0, after.stdout)
    assert content(full) == content(other)


def test_every_document_comes_back_as_it_was_attached(full, file, make_home):
    other = make_home("other")
    other.duly("restore", str(file))
    for home in (full, other):
        with home.connect("duly_backup") as connection:
            assert connection.execute(ATTACHED).fetchone() == (True, True)


def test_row_security_stands_in_a_restored_home(full, file, make_home):
    other = make_home("other")
    other.duly("restore", str(file))
    for home in (full, other):
        with home.connect("duly_app") as connection:
            assert connection.execute("SELECT count(*) FROM casework_case").fetchone() == (0,)
        with home.connect("duly_backup") as connection:
            assert connection.execute("SELECT count(*) > 0 FROM casework_case").fetchone() == (True,)


def test_a_home_that_holds_records_is_not_replaced_unasked(full, file):
    before = content(full)
    refused = full.duly("restore", str(file))
    assert (refused.returncode, "Restore into an empty home, or say --replace" in refused.stderr) == (1, True)
    assert content(full) == before


def test_a_restore_that_fails_changes_nothing(full, file):
    before, broken = content(full), file.with_name("broken.dump")
    broken.write_bytes(file.read_bytes()[:-20_000])
    assert full.duly("restore", str(broken), "--replace").returncode == 1
    assert content(full) == before


def test_asked_for_it_replaces(full, file):
    before = content(full)
    assert full.duly("restore", str(file), "--replace").returncode == 0
    assert content(full) == before


def test_a_backup_is_not_written_over_another(full, file):
    before = file.read_bytes()
    refused = full.duly("backup", str(file))
    assert (refused.returncode, "never written over another one" in refused.stderr) == (1, True)
    assert file.read_bytes() == before


def test_only_its_user_can_read_it(file):
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_of_a_newer_duly_is_refused(full, file, make_home, tmp_path):
    with full.connect() as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('casework', '9999_later', now())"
        )
    newer = tmp_path / "newer.dump"
    full.duly("backup", str(newer))
    with full.connect() as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    refused = make_home("other").duly("restore", str(newer))
    assert (refused.returncode, "made by a newer Duly (it has 9999_later)" in refused.stderr) == (1, True)
