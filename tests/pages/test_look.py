"""What the pages promise to the eye and the hand: enough on a screen, focus never hidden, one sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.pages import DIRECTOR, open_first_log

EVERYBODY = "/?whose=all"
HIGH = 900


@pytest.fixture
def director(page, live):
    page.context.add_cookies([live.sign_in(DIRECTOR)])
    return page


def test_today_keeps_fourteen_people_on_a_screen_with_the_log_open(director):
    director.goto(EVERYBODY)
    open_first_log(director)
    keys_from = director.locator(".hint-keys").bounding_box()["y"]
    bottoms = [row.bounding_box() for row in director.locator("[data-row]").all()]
    assert sum(box["y"] + box["height"] <= min(keys_from, HIGH) for box in bottoms) >= 14


def test_focus_is_never_hidden_under_a_sticky_bar(director):
    director.goto(EVERYBODY)
    for step in "j" * 26 + "k" * 24:
        director.keyboard.press(step)
        focused = director.locator(".is-cursor .who a").bounding_box()
        assert focused["y"] >= director.locator("thead").bounding_box()["height"] if step == "k" else True
        assert focused["y"] + focused["height"] <= director.locator(".hint-keys").bounding_box()["y"]


def test_today_prints_on_one_sheet_for_a_worker(director):
    director.goto("/?whose=mine")
    director.emulate_media(media="print")
    expect(director.locator(".top")).to_be_hidden()
    expect(director.get_by_text("program time zone Chicago")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", director.pdf(prefer_css_page_size=True))) == 1


def test_pages_work_without_script(browser, live):
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    context.add_cookies([live.sign_in(DIRECTOR)])
    page = context.new_page()
    page.goto(EVERYBODY)
    page.locator("[data-row] [data-key=l]").first.click()
    expect(page.get_by_role("heading", name="Log a contact")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.locator(".only-script:visible")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [640, 768, 1024, 1280, 1920])
def test_nothing_scrolls_sideways_at_any_width(director, width):
    director.set_viewport_size({"width": width, "height": HIGH})
    for path in (EVERYBODY, "/caseload", "/cases/C00092/", "/cases/C00092/meet/intake/"):
        director.goto(path)
        assert director.evaluate("document.documentElement.scrollWidth") <= width, path
