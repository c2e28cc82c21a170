"""A plan in a real browser: two people at one thing, signed together, changed, unsigned until both agree again."""

import re

import pytest
from playwright.sync_api import Page, expect

MANAGER, DIRECTOR = "case-manager-n2@set.example", "director-n@set.example"
PLAN = "/cases/N00032/plan"
TASK = "Traer el certificado de higiene"
expect.set_options(timeout=15_000)  # machines are busy


@pytest.fixture
def manager(page, live) -> Page:
    page.context.add_cookies([live.sign_in(MANAGER)])
    page.goto(PLAN)
    return page


@pytest.fixture
def director(browser, live) -> Page:
    other = browser.new_context(base_url=live.url)
    other.add_cookies([live.sign_in(DIRECTOR)])
    return other.new_page()


def open_change(page: Page, what: str) -> None:
    page.get_by_role("link", name=f"Change: {what}").click()
    expect(page.locator("h1")).to_contain_text("Change")


def save(page: Page, **said: str) -> None:
    for name, value in said.items():
        page.locator(f"main [name={name}]").fill(value)
    page.get_by_role("button", name="Save the change").click()


def sign_as_luis(page: Page) -> None:
    page.get_by_role("link", name="Sign here together").click()
    page.locator("label[for=id_participant_agrees]").click()
    page.get_by_label("Participant: name, as signed").fill("Luis Serrano")
    page.locator("label[for=id_staff_agrees]").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#said .said")).to_contain_text("agreed by Luis Serrano and Case manager N2")


def test_two_change_one_thing_and_neither_loses_what_they_wrote(manager, director):
    open_change(manager, TASK)
    director.goto(PLAN)
    open_change(director, TASK)
    save(director, due_on="2015-05-29", because="Friday is the day of the office")
    expect(director.locator("#said .said")).to_contain_text("task changed")
    save(manager, what=f"{TASK}, original", because="A copy is not enough")
    expect(manager.locator(".usa-alert--error, [role=alert]").first).to_contain_text("Director N changed this")
    expect(manager.locator(".theirs ins")).to_have_text("29")
    expect(manager.locator("[name=what]")).to_have_value(f"{TASK}, original")
    save(manager, due_on="2015-05-29")
    expect(manager.get_by_role("rowheader", name=f"{TASK}, original")).to_be_visible()


def test_a_plan_signed_together_is_unsigned_by_a_change_and_says_what_changed(manager):
    sign_as_luis(manager)
    expect(manager.locator(".band")).to_contain_text("Signed by both")
    open_change(manager, "Cocinero en un hospital")
    save(manager, wage_from="18", because="Night shifts pay more")
    expect(manager.locator(".band")).to_contain_text("Unsigned")
    expect(manager.locator(".changes")).to_contain_text("because Night shifts pay more")
    expect(manager.locator(".changes ins")).to_have_text("$18")
    manager.get_by_role("link", name="Print the plan for signing").click()
    expect(manager.locator(".sheet-foot")).to_contain_text(re.compile(r"verificación [0-9A-F]{4} [0-9A-F]{4}"))
