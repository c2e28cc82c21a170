"""From eligibility to the gate of training, and from a count that is short to one that is not, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

CASE_MANAGER, DIRECTOR = "case-manager-n2@set.example", "director-n@set.example"
MILO, THEO = "N00045", "N00043"
expect.set_options(timeout=15_000)  # machines are busy


@pytest.fixture
def page_of(page, live):
    def signed_in(who: str) -> Page:
        page.context.clear_cookies()
        page.context.add_cookies([live.sign_in(who)])
        return page

    return signed_in


def choose(where: Page | Locator, label: str) -> None:
    """Radios and boxes are drawn by their labels."""
    where.locator("label").get_by_text(re.compile(f"^{label}")).first.click()


def test_a_person_is_decided_on_and_tested_until_only_the_justification_is_missing(page_of):
    """Rule, basis and decider; instrument, day, score and analysis: MOS-33, MOS-38, MOS-52."""
    page = page_of(CASE_MANAGER)
    page.goto(f"/cases/{MILO}/assessment")
    rail = page.locator("aside", has_text="Training")
    expect(rail.locator("h2").first).to_contain_text("4 missing")
    page.get_by_role("link", name="Decide eligibility").click()
    choose(page, "Training under Title I")
    choose(page.locator("fieldset.usa-fieldset", has_text="Decision"), "Eligible")
    choose(page, "The assessment")
    page.get_by_label("What it rests on").fill("The assessment of 22 April, policy 12 of the local board")
    page.get_by_role("button", name="Save the decision").click()
    expect(page.locator("#said .said")).to_contain_text("Decided for Milo Hart: eligible, training under Title I.")
    page.get_by_role("link", name="Fill in: Tests of skills").click()
    choose(page, "A formal test")
    page.get_by_label("Instrument").fill("TABE 9")
    page.get_by_label("Given on").fill("2015-05-19")
    page.get_by_label("Reading score").fill("9.1")
    page.get_by_label("Math score").fill("8.4")
    page.get_by_label("Analysis").fill("Reads at grade 9; fractions are quick.")
    page.get_by_role("button", name="Save tests of skills").click()
    expect(rail.locator("h2").first).to_contain_text("1 missing")
    expect(rail).to_contain_text("the training has not been justified")
    expect(page.locator(".usa-alert--warning")).to_have_count(0)  # tested, so nothing is recommended any more


def test_what_was_said_once_stands_in_the_next_form(page_of):
    page = page_of(CASE_MANAGER)
    page.goto(f"/cases/{MILO}/assessment/labor_market/")
    expect(page.get_by_label("Job they had", exact=True)).to_have_value("Loom fixer")
    expect(page.locator(".usa-alert--info")).to_contain_text("Filled in from work history")


def test_a_veteran_not_counted_is_counted_once_the_missing_entry_stands(page_of):
    """MOS-44: both entries; the page says which is missing and leads to it."""
    page = page_of(DIRECTOR)
    page.goto("/reports/counts/")
    expect(page.locator("h2").first).to_have_text("Case-managed veterans: 2")
    page.locator("tr", has_text="Theo Lind").get_by_role("link", name="Put on record").click()
    page.get_by_role("button", name="Put on record").click()
    expect(page.locator("#said .said")).to_contain_text("On record for Theo Lind")
    expect(page.locator("h2").first).to_have_text("Case-managed veterans: 3")


def test_what_is_found_in_a_review_reaches_todays_list_of_whoever_answers_for_the_case(page_of):
    """Corrections are tracked: asked for, owed, made."""
    page = page_of(DIRECTOR)
    page.goto("/reports/reviews/")
    page.get_by_label("How many").fill("20")
    page.get_by_label("Seed").fill("a second look")
    page.get_by_role("button", name="Draw").click()
    page.get_by_role("link", name="Look through: Ada Quiroz").click()
    for legend in ("Eligibility", "Each step", "A goal is set", "Contact at least"):
        choose(page.locator("fieldset.usa-fieldset", has_text=legend), "In order")
    choose(page.locator("fieldset.usa-fieldset", has_text="right code"), "To be corrected")
    page.get_by_label("What is to be corrected").fill("The refresher is no training.")
    page.get_by_role("button", name="Save the review").click()
    expect(page.locator("tr", has_text="Ada Quiroz")).to_contain_text("The refresher is no training.")
    page = page_of(CASE_MANAGER)
    page.goto("/cases/N00031/")
    expect(page.locator(".owed", has_text="Correction asked in a review")).to_have_count(1)
    page.goto("/cases/N00031/correction-made")
    page.get_by_label("What was put right").fill("Moved to counseling.")
    page.get_by_role("button", name="It is put right").click()
    expect(page.locator("#said .said")).to_contain_text("Put right for Ada Quiroz")
    expect(page.locator(".owed", has_text="Correction asked in a review")).to_have_count(0)
