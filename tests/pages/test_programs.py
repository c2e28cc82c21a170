"""The program page in a browser: a story opens beside its rule, with script or without; a source leads to its rule."""

import re

import pytest
from playwright.sync_api import expect

from duly.engine.reading import load
from tests.pages.pages import LIAISON, PHONE, WIDE

PLACE, HIGH = "/programs/set/", 900


@pytest.fixture
def liaison(page, live):
    page.context.add_cookies([live.sign_in(LIAISON)])
    page.set_default_timeout(20_000)
    return page


def open_stories_of_the_hold(page):
    page.goto(PLACE)
    page.get_by_role("link", name=re.compile("stories of Look again")).click()


def fully_seen(thing):
    box = thing.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= HIGH


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_story_opens_beside_its_rule_and_is_read_first(liaison, width):
    liaison.set_viewport_size({"width": width, "height": HIGH})
    open_stories_of_the_hold(liaison)
    heading = liaison.locator("#story h2")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    rule = liaison.locator(".rules > .is-open").first
    expect(rule).to_contain_text("Look again")
    assert width == PHONE or fully_seen(rule)
    expect(liaison).to_have_url(re.compile(r"story=.*beside=owed\.look_again"))
    liaison.go_back()
    expect(heading).to_contain_text("two answers")


def test_a_story_opens_without_script(browser, live):
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    context.add_cookies([live.sign_in(LIAISON)])
    page = context.new_page()
    open_stories_of_the_hold(page)
    expect(page.locator(".rules > .is-open").first).to_contain_text("Look again")
    expect(page.locator("#story")).to_be_in_viewport()
    context.close()


def test_a_link_to_a_source_shows_its_rule(liaison):
    liaison.goto(f"{PLACE}#{load('set').owed['reassessment'].sources[1]}")
    rule = liaison.locator(".rules > li:has(:target)")
    expect(rule).to_be_in_viewport()
    expect(rule).to_contain_text("Reassessment")


def test_the_page_prints_in_one_column(liaison):
    liaison.goto(PLACE)
    liaison.emulate_media(media="print")
    expect(liaison.locator(".top")).to_be_hidden()
    rules, story = liaison.locator("#book > section").bounding_box(), liaison.locator("#story").bounding_box()
    assert story["y"] >= rules["y"] + rules["height"]
