"""Putting a duty off in a real browser: a key, a reason, Enter; and back with a key."""

import pytest
from playwright.sync_api import Page, expect

ADVISOR = "advisor-c2@set.example"
expect.set_options(timeout=15_000)  # machines are busy


@pytest.fixture
def ana(page, live) -> Page:
    page.context.add_cookies([live.sign_in(ADVISOR)])
    page.goto("/")
    return page


def under(page: Page, title: str, name: str):
    """The row of that person, if it stands in that group."""
    return page.locator(f"tr.group:has(b:text-is('{title}')) ~ [data-row]", has_text=name)


def test_d_puts_off_and_u_brings_back(ana):
    ana.keyboard.press("j")
    name = ana.locator("[data-row] .who a").first.inner_text()
    ana.keyboard.press("d")
    expect(ana.get_by_label("Why")).to_be_focused()
    ana.keyboard.insert_text("Asked to be called tomorrow")
    ana.keyboard.press("Enter")
    expect(ana.locator("#said .said")).to_contain_text(f"Put off for {name}")
    expect(under(ana, "Put off", name)).to_contain_text("Asked to be called tomorrow")
    expect(ana.locator("[data-log]")).to_have_count(0)
    ana.keyboard.press("u")
    expect(ana.locator("#said .said")).to_contain_text(f"Brought back: {name}")
    expect(ana.locator("tr.group", has_text="Put off")).to_have_count(0)


def test_a_form_without_a_reason_says_so_in_place(ana):
    ana.keyboard.press("j")
    ana.keyboard.press("d")
    expect(ana.get_by_label("Why")).to_be_focused()
    ana.keyboard.press("Enter")
    expect(ana.locator("[data-log] .usa-error-message")).to_contain_text("Say why.")
    ana.keyboard.press("Escape")


def test_without_script_it_is_a_page_and_comes_back_to_the_list(browser, live):
    plain = browser.new_context(base_url=live.url, java_script_enabled=False)
    plain.add_cookies([live.sign_in(ADVISOR)])
    page = plain.new_page()
    page.goto("/")
    page.get_by_role("link", name="Defer: ").first.click()
    page.get_by_label("Why").fill("Without script")
    page.get_by_role("button", name="Put off").click()
    expect(page.locator("#said .said")).to_contain_text("Put off for")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said .said")).to_contain_text("Brought back")
    plain.close()
