"""The fidelity page in a real browser: opening figures with the keyboard, going back, and all of it without script."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages.pages import LIAISON, PHONE

ASKED = "/reports/fidelity/set/?as_of=2015-04-30&assigned_by=2015-04-01"
FIGURE = "Provider C, check-ins on time: 73%, rated 3, high. Show cases"


@pytest.fixture
def liaison(page: Page, live) -> Page:
    page.context.add_cookies([live.sign_in(LIAISON)])
    page.goto(ASKED)
    return page


def test_a_figure_opens_in_place_and_leads_to_the_evidence(liaison):
    liaison.get_by_role("link", name=FIGURE).press("Enter")
    panel = liaison.get_by_role("complementary", name="Provider C · Check-ins on time")
    expect(panel).to_contain_text("27 of 37 pass: 73%, rated 3, high (from 68%)")
    expect(panel.get_by_role("heading")).to_be_focused()
    expect(liaison.get_by_role("link", name=FIGURE)).to_have_attribute("aria-current", "true")
    panel.get_by_role("link", name="C00093").click()
    expect(liaison.get_by_role("heading", level=1)).to_have_text("C00093 · Check-ins on time")
    expect(liaison.get_by_text("7 of the 12 windows that have ended hold an answered contact")).to_be_visible()


def test_back_leads_to_the_table_as_it_was(liaison):
    liaison.get_by_role("link", name=FIGURE).click()
    expect(liaison.get_by_role("heading", name="Provider C · Check-ins on time")).to_be_visible()
    liaison.go_back()
    expect(liaison.get_by_role("heading", name="Behind the figures")).to_be_visible()


def test_those_not_counted_open_in_place(liaison):
    liaison.get_by_role("link", name=FIGURE).click()
    liaison.get_by_role("link", name="Why 3 of 40 are not counted").click()
    expect(liaison.get_by_text("Not counted 3")).to_be_visible()


def test_what_was_written_later_is_chosen_by_the_last_control(liaison):
    known = liaison.get_by_label("Known at")
    expect(known.locator("option").nth(1)).to_have_text("Now: adds 37 later entries")
    expect(liaison.get_by_label("By the end of")).to_be_hidden()
    known.select_option("now")
    liaison.get_by_role("button", name="Show").click()
    expect(liaison.get_by_text("as known at the end of Thu 21 May 2015")).to_be_visible()
    expect(liaison.get_by_role("link", name="All providers, check-ins on time: 57%")).to_be_visible()


def test_a_day_of_ones_own_shows_its_field(liaison):
    liaison.get_by_label("Known at").select_option("day")
    liaison.get_by_label("By the end of").fill("2015-03-31")
    liaison.get_by_role("button", name="Show").click()
    expect(liaison.get_by_text("as known at the end of Tue 31 Mar 2015")).to_be_visible()
    expect(liaison.get_by_label("By the end of")).to_have_value("2015-03-31")


def test_without_script_every_link_leads_to_the_same(browser, live):
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    context.add_cookies([live.sign_in(LIAISON)])
    page = context.new_page()
    page.goto(ASKED)
    page.get_by_role("link", name=FIGURE).click()
    expect(page.get_by_role("heading", name="Provider C · Check-ins on time")).to_be_visible()
    page.get_by_role("link", name="Show the other 24").click()
    expect(page.get_by_role("link", name="C00102")).to_be_visible()
    context.close()


def test_on_a_phone_only_the_table_scrolls_sideways_and_an_opened_figure_is_in_sight(browser, live):
    context = browser.new_context(base_url=live.url, viewport={"width": PHONE, "height": 800})
    context.add_cookies([live.sign_in(LIAISON)])
    page = context.new_page()
    page.goto(ASKED)
    page.get_by_role("link", name="Provider C, intake held").click()
    expect(page.get_by_role("heading", name="Provider C · Intake held")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    context.close()


def test_print_says_as_of_when_and_leaves_the_controls_out(liaison):
    liaison.emulate_media(media="print")
    expect(liaison.get_by_text("as of Thu 30 Apr 2015, as known at the end of that day")).to_be_visible()
    expect(liaison.get_by_role("button", name="Show")).to_be_hidden()
    assert liaison.pdf()[:4] == b"%PDF"
