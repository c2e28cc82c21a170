"""What every test may ask for: `db` (rolled back), `own_database` (commits), `live` (a server and a browser)."""

import os
from collections.abc import Iterator
from itertools import count

import pytest

from tests import databases

numbers = count(1)


def _free_name(purpose: str) -> str:
    return f"{purpose}_{os.getpid()}_{next(numbers)}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Real PostgreSQL, the app's own role: a copy of the migrated template for each process."""
    with django_db_blocker.unblock(), databases.copy(databases.empty(), _free_name("test")) as name:
        databases.point_at(name)
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """For what commits: several connections, other processes, kills. The session's database is back afterwards."""
    before = os.environ["DULY_DATABASE"]
    with django_db_blocker.unblock(), databases.copy(databases.empty(), _free_name("own")) as name:
        databases.point_at(name)
        try:
            yield name
        finally:
            databases.point_at(before)


@pytest.fixture(autouse=True, scope="session")
def quick_and_plain() -> None:
    """Static files under their own names; passwords hashed fast, or every sign-in would cost half a second."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
