"""Every page, wide and on a phone: no violation of WCAG 2.2 AA, no complaint of the policy, nothing sideways."""

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
