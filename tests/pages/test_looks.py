"""Views with a name and columns in a real browser, with and without script."""

import pytest
from playwright.sync_api import Page, expect

DIRECTOR = "director-c@set.example"
expect.set_options(timeout=15_000)  # machines are busy


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def director(request, browser, live) -> Page:
    context = browser.new_context(base_url=live.url, java_script_enabled=request.param)
    context.add_cookies([live.sign_in(DIRECTOR)])
    yield context.new_page()
    context.close()


def test_columns_are_chosen_and_set_back(director):
    director.goto("/caseload")
    heads = director.locator("thead th")
    expect(heads).to_have_count(14)
    director.get_by_role("link", name="Columns").click()
    director.get_by_text("Phone", exact=True).click()
    director.get_by_text("Reassessments", exact=True).click()
    director.get_by_text("Flags", exact=True).click()
    director.get_by_role("button", name="Show these").click()
    expect(director.locator("#said .said")).to_contain_text("11 columns beside the name")
    expect(heads.get_by_text("Phone", exact=True)).to_have_count(1)
    expect(heads.get_by_text("Flags", exact=True)).to_have_count(0)
    director.get_by_role("link", name="Columns").click()
    director.get_by_role("button", name="The usual ones").click()
    expect(heads.get_by_text("Flags", exact=True)).to_have_count(1)


def test_a_view_is_saved_opened_and_deleted(director):
    director.goto("/caseload?stage=ended&sort=-name")
    first = director.locator("tbody .who a").first.inner_text()
    director.get_by_role("link", name="+ Save").click()
    director.get_by_label("Save what you were looking at as").fill("To be closed")
    director.get_by_role("button", name="Save view").click()
    expect(director.locator(".tabs [aria-current]")).to_have_text("To be closed")
    expect(director.locator("tbody .who a").first).to_have_text(first)
    director.goto("/caseload")
    director.get_by_role("link", name="To be closed").click()
    expect(director.locator("tbody .who a").first).to_have_text(first)
    director.get_by_role("link", name="+ Save").click()
    director.get_by_role("button", name="Delete: To be closed").click()
    expect(director.locator("#said .said")).to_contain_text("Deleted: To be closed")
    director.goto("/caseload")
    expect(director.get_by_role("link", name="To be closed")).to_have_count(0)
