"""DATABASE_URL uses a server that is already there; here it is the one of another home."""

import sys

import pytest


@pytest.fixture
def url(home) -> str:
    return f"postgresql://postgres@/served?host={home.socket()}"


def test_a_home_on_a_server_prepares_it_and_starts_none_of_its_own(make_home, url):
    away = make_home("away")
    done = away.duly("migrate", DATABASE_URL=url, DULY_NEW_APP_PASSWORD="1")
    assert done.returncode == 0, done.stderr
    assert not (away.folder / "postgresql").exists()
    assert away.duly("status", DATABASE_URL=url).returncode == 0


def test_the_application_there_is_the_app_role(make_home, home, url):
    away = make_home("away")
    away.start(DATABASE_URL=url, DULY_NEW_APP_PASSWORD="1")
    asked = "from duly.config import database as d; print(d.connect(d.APP).execute('SELECT session_user').fetchone())"
    done = away.run([sys.executable, "-c", asked], DATABASE_URL=url)
    assert done.stdout == "('duly_app',)\n"


def test_a_password_another_home_holds_is_not_taken_away_unasked(make_home, url):
    done = make_home("second").start(DATABASE_URL=url)
    assert done.returncode == 1
    assert "this home does not know its password" in done.stderr


def test_the_web_may_hold_the_app_role_alone_and_then_prepares_nothing(make_home, home, url):
    make_home("away").duly("migrate", DATABASE_URL=url, DULY_NEW_APP_PASSWORD="1")
    alone = f"postgresql://duly_app@/served?host={home.socket()}"
    web = make_home("web")
    assert web.duly("status", DULY_APP_DATABASE_URL=alone).returncode == 0
    refused = web.duly("backup", "all.dump", DULY_APP_DATABASE_URL=alone)
    assert (refused.returncode, "needs the database's administrator" in refused.stderr) == (1, True)


def test_tables_behind_are_not_changed_by_the_way(make_home, home):
    url = f"postgresql://postgres@/untouched?host={home.socket()}"
    done = make_home("away").duly("rebuild", DATABASE_URL=url, DULY_NEW_APP_PASSWORD="1")
    assert done.returncode == 1
    assert "Run: duly migrate" in done.stderr


def test_a_server_that_does_not_answer_is_one_sentence(make_home):
    done = make_home("home").start(DATABASE_URL="postgresql://admin@127.0.0.1:9/duly")
    assert done.stderr.startswith("The database cannot be reached:")


def test_an_address_of_another_kind_is_refused(make_home):
    done = make_home("home").start(DATABASE_URL="mysql://admin@db/duly")
    assert "DATABASE_URL must begin with postgresql://" in done.stderr
