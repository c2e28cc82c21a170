"""What every test may ask for: `db` (rolled back), `own_database` (commits), `live` (a server and a browser)."""

import os
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import browser as chromium
from tests import databases
from tests.live import Live, serving

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


@pytest.fixture(scope="module")
def live(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Live]:
    """A real server over a copy of the practice cohort, one for the tests of a module; the ORM speaks to the same."""
    before, log = os.environ["DULY_DATABASE"], tmp_path_factory.mktemp("live") / "server.log"
    with django_db_blocker.unblock(), databases.copy(databases.practice(), _free_name("live")) as name:
        databases.point_at(name)
        try:
            with serving(name, log) as live:
                yield live
        finally:
            databases.point_at(before)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. A module that uses it takes `page`, or makes contexts of its own for several people at once."""
    executable = chromium.find()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: `make test` installs it, and CI does without no page.")
        pytest.skip("NO BROWSER: install chromium to try the pages")
    # The ORM is asked beside Playwright's own event loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of a browser nobody has used, at the live server; `page.context.add_cookies([live.sign_in(email)])`."""
    context = browser.new_context(base_url=live.url, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True, scope="session")
def quick_and_plain() -> None:
    """Static files under their own names; passwords hashed fast, or every sign-in would cost half a second."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
