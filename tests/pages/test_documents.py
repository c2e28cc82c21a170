"""Documents in a real browser: attached from a phone without a script, and nothing that comes back runs."""

import pytest
from playwright.sync_api import Browser, Page, expect

from duly.casework.documents.answer import as_attachment
from tests.casework.documents import hostile
from tests.casework.documents.test_hostile_files import CARRIERS
from tests.pages.pages import ADVISOR, PHONE, SOME_CASE

expect.set_options(timeout=20_000)
AT = f"/cases/{SOME_CASE}/documents"


@pytest.fixture
def phone(browser: Browser, live):
    """A small screen, a camera for a file chooser, and no script."""
    context = browser.new_context(
        base_url=live.url, viewport={"width": PHONE, "height": 800}, java_script_enabled=False, accept_downloads=True
    )
    context.add_cookies([live.sign_in(ADVISOR)])
    yield context.new_page()
    context.close()


def attach(page: Page, name: str, media_type: str, content: bytes) -> None:
    page.goto(AT)
    page.locator("label", has_text="Signed service plan").click()
    page.get_by_label("The file").set_input_files([{"name": name, "mimeType": media_type, "buffer": content}])
    page.get_by_role("button", name="Attach", exact=True).click()


def test_a_photo_of_a_signed_plan_is_attached_from_a_phone_without_a_script(phone):
    attach(phone, "IMG_0042.jpeg", "image/jpeg", hostile.picture(size=(300, 400)))
    expect(phone.get_by_text("IMG_0042.jpg")).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Signed service plan").first.click()
    assert download.value.suggested_filename == "IMG_0042.jpg"


def test_a_photo_of_a_newer_phone_is_told_what_to_set(phone):
    attach(phone, "IMG_0042.HEIC", "image/heic", b"\0\0\0\x18ftypheic" + bytes(60))
    expect(phone.get_by_text("Most Compatible").first).to_be_visible()


def test_nothing_that_comes_back_runs_or_is_shown_in_the_page_s_place(page, live):
    """The worst that is taken, and a page put past every check: as downloads, whatever the browser makes of them."""
    ran: list[str] = []
    page.context.add_cookies([live.sign_in(ADVISOR)])
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for name, content in CARRIERS.values():
        attach(page, name, "image/jpeg", content)
    links = [link.get_attribute("href") for link in page.get_by_role("link", name="Signed service plan").all()]
    assert len(links) >= len(CARRIERS)
    for link in links:
        with page.expect_download() as download:
            page.evaluate("address => { location.href = address }", link)
        assert download.value.suggested_filename
    assert ran == []
    assert page.url.endswith("/documents")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_a_page_that_got_past_every_check_would_still_not_run(page, live, kind):
    """As if the wall had a hole: the answer's own headers keep it from running, even framed or opened anew."""
    answer = as_attachment(hostile.HTML, "page.html", kind)
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    headers = dict(answer.headers.items()) | {"Content-Type": "text/html"}
    page.route("**/let-through", lambda route: route.fulfill(body=hostile.HTML, headers={
        name: value for name, value in headers.items() if name != "Content-Disposition"
    }))  # fmt: skip
    page.goto(f"{live.url}/let-through")
    page.wait_for_timeout(300)
    assert ran == []
    page.route("**/without-a-wall", lambda route: route.fulfill(body=hostile.HTML, content_type="text/html"))
    page.goto(f"{live.url}/without-a-wall")
    page.wait_for_timeout(300)
    assert ran, "the control: without the headers the same page runs"
