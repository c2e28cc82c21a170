"""Signing in, being invited, being signed out with a note half written: as people meet it, in a real browser."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, expect

from duly.casework.models import Staff

PASSWORD = "practice makes perfect"
expect.set_options(timeout=20_000)  # a sign-in hashes, and machines are busy
CHOSEN = "seven lanterns under the bridge"


@pytest.fixture(autouse=True)
def passwords_the_server_can_check(live, django_db_blocker):
    """The tests hash fast, the server as ever."""
    hasher = PBKDF2PasswordHasher()
    Staff.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    cache.clear()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Sign out").first.click()


def let_them_sit(seconds: float) -> None:
    """Every session as if its last request were so long ago."""
    for row in Session.objects.all():
        held = row.get_decoded()
        if "seen" in held:
            row.session_data = row.get_session_store_class()().encode(held | {"seen": held["seen"] - seconds})
            row.save()


def test_one_comes_in_with_the_keyboard_alone_and_goes_out(page):
    page.goto("/account/")
    page.keyboard.type("advisor-c1@set.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Advisor C1")).to_be_visible()
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_colleague_is_invited_sets_a_password_and_comes_in(page, browser, live):
    page.goto("/people/invite/")
    sign_in(page, "admin@set.example")
    page.get_by_label("Name").fill("Gil Moss")
    page.get_by_label("Email").fill("gil@set.example")
    page.get_by_label("Organization").select_option(label="Provider C")
    page.get_by_label("Role").select_option(label="Case manager")
    page.get_by_role("button", name="Invite").click()
    link = page.get_by_role("link", name="set the first password").get_attribute("href")
    gils = browser.new_context(base_url=live.url).new_page()
    gils.goto(link)
    gils.get_by_label("Password", exact=True).fill(CHOSEN)
    gils.get_by_label("The same password again").fill(CHOSEN)
    gils.get_by_role("button", name="Set the password").click()
    sign_in(gils, "gil@set.example", CHOSEN)
    gils.goto("/account/")
    expect(gils.get_by_role("heading", name="Gil Moss")).to_be_visible()
    gils.context.close()


def test_a_note_half_written_outlives_the_session(page, live):
    """Fifteen minutes pass; the note stays in its row, one signs in in another tab, and saves."""
    page.context.add_cookies([live.sign_in("advisor-c2@set.example")])
    page.goto("/")
    page.locator("[data-row] [data-key=l]").first.click()
    form = page.locator("[data-log] form")
    form.get_by_role("textbox").last.fill("Brought both statements; call again Friday.")
    page.keyboard.press("Escape")
    page.locator("[data-row] [data-key=l]").first.click()
    let_them_sit(16 * 60)
    form.locator("button[type=submit]").first.click()
    expect(form.get_by_text("Not saved: you have been signed out.")).to_be_visible()
    other = page.context.new_page()
    other.goto("/account/")
    sign_in(other, "advisor-c2@set.example")
    expect(other.get_by_role("heading", name="Advisor C2")).to_be_visible()
    expect(form.get_by_role("textbox").last).to_have_value("Brought both statements; call again Friday.")
    form.get_by_role("button", name="Save again").click()
    expect(page.locator("#said")).to_contain_text("Saved")


def test_without_script_a_form_is_kept_and_sent_again_after_signing_in(browser, live):
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    context.add_cookies([live.sign_in("advisor-c2@set.example")])
    page = context.new_page()
    page.goto("/account/")
    let_them_sit(16 * 60)
    page.get_by_text("Single letters act: j and k").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    other = context.new_page()
    other.goto("/sign-in/")
    sign_in(other, "advisor-c2@set.example")
    page.get_by_role("button", name="Save again").click()
    expect(page.get_by_text("Single letters no longer act.")).to_be_visible()
    context.close()


def test_a_passkey_is_added_and_opens_the_door_alone(browser, live):
    """On localhost, with an authenticator made of software."""
    context = browser.new_context(base_url=live.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/account/second-step/keys/add/")
    sign_in(page, "director-c@set.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("Sign in with it alone").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("summary", has_text="Director C")).to_be_visible()
    context.close()
