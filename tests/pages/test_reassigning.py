"""Handing cases over in a real browser: picked in the caseload, looked at, moved, put back; without script as well."""

import pytest
from playwright.sync_api import Page, expect

DIRECTOR = "director-c@set.example"
expect.set_options(timeout=15_000)  # machines are busy


@pytest.fixture
def director(page, live) -> Page:
    page.context.add_cookies([live.sign_in(DIRECTOR)])
    page.goto("/caseload?stage=going")
    return page


def reassign(page: Page, to: str) -> None:
    page.get_by_role("button", name="Reassign", exact=True).click()
    expect(page.locator("h1")).to_have_text("Reassign")
    page.get_by_label(to).check()
    page.get_by_role("button", name="Look at the move").click()


def test_picked_people_are_looked_at_moved_and_put_back_with_a_key(director):
    for key in ("j", "x", "j", "x"):
        director.keyboard.press(key)
    names = [director.locator("[data-row] .who a").nth(nth).inner_text() for nth in (0, 1)]
    reassign(director, "Director C")
    look = director.locator(".drill")
    expect(look.locator("h2")).to_contain_text("2 cases, from Thu 21 May")
    expect(look).to_contain_text(", ".join(names))
    look.get_by_role("button", name="Reassign 2").click()
    expect(director.locator("#said .said")).to_contain_text("Reassigned 2 cases: 2 to Director C.")
    expect(director.locator("tbody .who a")).to_have_count(2)
    director.keyboard.press("u")
    expect(director.locator("#said .said")).to_contain_text("Put back: 2 cases.")
    expect(director.locator(".tag", has_text="put back")).to_have_count(2)


def test_without_script_the_same_pages_do_it(browser, live):
    plain = browser.new_context(base_url=live.url, java_script_enabled=False)
    plain.add_cookies([live.sign_in(DIRECTOR)])
    page = plain.new_page()
    page.goto("/caseload?stage=going")
    page.locator(".pick-cell .check").first.check()
    reassign(page, "Director C")
    page.get_by_role("button", name="Reassign 1").click()
    expect(page.locator("h1")).to_have_text("Reassigned")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said .said")).to_contain_text("Put back: 1 case.")
    plain.close()


def test_five_hundred_people_picked_fit_into_the_address(director):
    answer = director.goto("/reassign?" + "&".join(f"case=C{nth:06}" for nth in range(500)))
    assert answer.status == 200
    expect(director.locator("main .page-head")).to_contain_text("500 cases picked")
