"""A server that may lose what was saved is refused."""

import pytest

SAFE = "what is saved survives a power cut"


def test_the_settings_are_asked_and_said(home):
    assert SAFE in home.duly("status").stdout


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_server_told_otherwise_is_refused(home, setting):
    with home.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    refused = home.start()
    with home.connect() as connection:
        connection.execute(f"ALTER SYSTEM RESET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    assert (refused.returncode, setting in refused.stderr) == (1, True)
    assert home.start().returncode == 0


@pytest.mark.parametrize("right", ["SUPERUSER", "BYPASSRLS", "CREATEROLE"])
def test_an_app_role_that_goes_around_row_security_is_refused(home, right):
    with home.connect() as connection:
        connection.execute(f"ALTER ROLE duly_app {right}")
    refused = home.start()
    with home.connect() as connection:
        connection.execute(f"ALTER ROLE duly_app NO{right}")
    assert (refused.returncode, "holds rights that go around row security" in refused.stderr) == (1, True)
    assert home.start().returncode == 0


def test_data_are_checksummed(home):
    with home.connect() as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_the_log_keeps_no_word_of_what_was_asked(home):
    before = (home.folder / "postgresql.log").read_text()
    with home.connect("duly_app") as connection, pytest.raises(Exception, match="invalid input syntax"):
        connection.execute("SELECT CAST('Rosa Marsh 222-22-2222' AS integer)")
    assert (home.folder / "postgresql.log").read_text() == before


@pytest.mark.parametrize("role", ["duly_owner", "duly_app", "duly_backup"])
def test_no_role_of_ours_is_a_superuser(home, role):
    with home.connect(role) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert row.fetchone() == (False, False, False)


def test_the_backup_role_writes_nothing(home):
    with home.connect("duly_backup") as connection, pytest.raises(Exception, match=r"read-only|permission denied"):
        connection.execute("DELETE FROM django_session")
