"""Every page, wide and on a phone: no violation of WCAG 2.2 AA, no complaint of the policy, nothing sideways."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.pages import PAGES, PHONE, WIDE
from tests.pages.shots import open_page

EACH = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)


@EACH
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_can_be_read_by_everybody(browser, live, shown, width):
    complaints = []
    page = open_page(browser, live, shown, width, listen=complaints.append)
    found = Axe().run(page)
    sideways = page.evaluate("document.documentElement.scrollWidth") - width
    title = page.title()
    page.context.close()
    assert found.violations_count == 0, found.generate_report()
    assert sideways <= 0
    assert title.endswith(" – Duly")
    assert complaints == []


def reported(live, *, within: float = 0) -> list[str]:
    """What browsers have reported to the server so far; waiting so many seconds for the first."""
    until = time.monotonic() + within
    while not (found := [line for line in live.log.read_text().splitlines() if "duly.policy" in line]):
        if time.monotonic() >= until:
            break
        time.sleep(0.2)
    return found


def test_of_all_these_pages_browsers_reported_none(live):
    """R-37: no report in normal use. It stands after the pages."""
    assert "policy-reports" not in live.log.read_text()


def test_what_the_policy_stops_is_reported(browser, live):
    """Control: a picture from elsewhere put into a page is stopped, and the server hears of it."""
    sign_in = next(each for each in PAGES if each.name == "sign-in")
    page = open_page(browser, live, sign_in, WIDE, listen=lambda _: None)
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/x.png?q=Rosa'}))")
    found = reported(live, within=90)
    page.context.close()
    assert ["img-src stopped https://elsewhere.example on account_login" in line for line in found] == [True]
    assert "Rosa" not in live.log.read_text()
