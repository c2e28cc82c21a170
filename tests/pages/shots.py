"""`make shots`: a picture of every page, wide and on a phone, in shots/.

`python -m tests.pages.shots today case` takes only these; DULY_SHOTS_URL photographs a server that runs already
(with DULY_HOME and DULY_DATABASE as it has them, so that somebody can be signed in).
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import tests.home  # isort: skip  # noqa: F401  (names the tests' home before anything reads the settings)
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests import browser as chromium
from tests.pages.pages import PAGES, PHONE, WIDE, Shown

if TYPE_CHECKING:
    from tests.live import Live

HERE = Path(__file__).resolve().parents[2]
SHOTS = HERE / "shots"


def main(names: list[str]) -> int:
    """Every page, also when one fails; how many failed."""
    failed = 0
    SHOTS.mkdir(exist_ok=True)
    with server() as live, sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        for shown in [shown for shown in PAGES if not names or shown.name in names]:
            for width, kind in ((WIDE, "wide"), (PHONE, "phone")):
                failed += not photograph(started, live, shown, width, SHOTS / f"{shown.name}-{kind}.png")
        started.close()
    return min(failed, 1)


@contextmanager
def server() -> Iterator["Live"]:
    """The one named in DULY_SHOTS_URL, or one of our own over a copy of the practice cohort."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duly.config.settings")
    import django

    django.setup()
    from tests import databases
    from tests.live import Live, serving

    SHOTS.mkdir(exist_ok=True)
    if url := os.environ.get("DULY_SHOTS_URL"):
        yield Live(url, os.environ.get("DULY_DATABASE", ""), SHOTS / "server.log")
        return
    with databases.copy(databases.practice(), f"shots_{os.getpid()}") as name:
        databases.point_at(name)
        with serving(name, SHOTS / "server.log") as live:
            yield live


def photograph(browser: Browser, live: "Live", shown: Shown, width: int, file: Path) -> bool:
    try:
        page = open_page(browser, live, shown, width)
    except Error as error:
        print(f"--- {file.name}: {error.message.splitlines()[0]}", file=sys.stderr, flush=True)
        return False
    status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    show_all_of_it(page, width)
    page.screenshot(path=file)
    page.context.close()
    print(f"{status} {file.relative_to(HERE)}", file=sys.stderr, flush=True)
    return status < 500


def open_page(
    browser: Browser, live: "Live", shown: Shown, width: int, *, listen: Callable[[str], object] = print
) -> Page:
    """The page as this person sees it at this width, with what was to be done on it done; `listen` hears complaints."""
    context = browser.new_context(base_url=live.url, viewport={"width": width, "height": 900})
    if shown.who:
        context.add_cookies([live.sign_in(shown.who)])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: listen(message.text) if "Policy" in message.text else None)
    page.on("pageerror", lambda error: listen(str(error)))
    page.goto(shown.path)
    if shown.after:
        shown.after(page)
    return page


def show_all_of_it(page: Page, width: int) -> None:
    """A window as high as the page: sticky bars then stand where they belong."""
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.wait_for_timeout(50)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
