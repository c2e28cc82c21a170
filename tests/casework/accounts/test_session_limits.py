"""A sign-in ends after 15 minutes of silence and after 12 hours; far-reaching acts ask again after 5 minutes."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from duly.casework import clock
from duly.casework.accounts.sessions import why_ended
from tests.casework.accounts.conftest import PASSWORD

MINUTES, HOURS = 60.0, 3600.0


def turn_back(browser: Client, *, seen: float = 0, since: float = 0, confirmed: float = 0) -> None:
    """As if what the session remembers had happened so many seconds earlier."""
    session = browser.session
    session["seen"] -= seen
    session["since"] -= since
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - confirmed} for record in session.get("account_authentication_methods", [])
    ]
    session.save()


@pytest.mark.parametrize(
    ("silent", "whole", "why"),
    [
        (15 * MINUTES - 1, 0, None),
        (15 * MINUTES + 1, 0, "idle"),
        (15 * MINUTES, 0, "idle"),
        (0, 12 * HOURS - 1, None),
        (0, 12 * HOURS + 1, "over"),
        (0, 12 * HOURS, "over"),
        (16 * MINUTES, 13 * HOURS, "over"),
    ],
)
def test_the_limits_to_the_second(silent, whole, why):
    now = 1_000_000.0
    assert why_ended(since=now - max(whole, silent), seen=now - silent, now=now) == why


@pytest.mark.parametrize(("past", "still_in"), [(-1, True), (1, False)])
def test_fifteen_minutes_without_a_request(signed_in, past, still_in):
    browser = signed_in("ana")
    turn_back(browser, seen=15 * MINUTES + past)
    assert (browser.get("/account/").status_code == 200) == still_in
    assert Session.objects.exists() == still_in


@pytest.mark.parametrize(("past", "still_in"), [(-1, True), (1, False)])
def test_twelve_hours_in_all(signed_in, past, still_in):
    browser = signed_in("ana")
    turn_back(browser, since=12 * HOURS + past)
    assert (browser.get("/account/").status_code == 200) == still_in


def test_a_request_starts_the_silence_anew_but_not_the_twelve_hours(signed_in):
    browser = signed_in("ana")
    turn_back(browser, seen=14 * MINUTES, since=2 * HOURS)
    browser.get("/account/")
    now = clock.real().timestamp()
    assert now - browser.session["seen"] < 5
    assert now - browser.session["since"] > 2 * HOURS - 5


def test_the_demo_clock_does_not_count_only_real_time_does(scene, signed_in):
    browser = signed_in("ana")
    from tests.casework.scene import NINE, stand_clock

    stand_clock(NINE + timedelta(days=2))
    assert browser.get("/account/").status_code == 200


def test_giving_the_password_again_does_not_lengthen_the_twelve_hours(signed_in):
    browser = signed_in("ada")
    turn_back(browser, since=11 * HOURS)
    browser.post("/account/confirm/", {"password": PASSWORD})
    assert clock.real().timestamp() - browser.session["since"] > 11 * HOURS - 5


def test_the_sign_in_page_says_why_and_leads_back(signed_in):
    browser = signed_in("ana")
    turn_back(browser, seen=16 * MINUTES)
    to = browser.get("/account/?x=1").headers["Location"]
    assert to == "/sign-in/?next=/account/%3Fx%3D1&why=idle"
    assert "signed out after 15 minutes without a request" in browser.get(to).content.decode()
    assert browser.post(to, {"login": "ana@example.org", "password": PASSWORD}).headers["Location"] == "/account/?x=1"


def test_htmx_is_told_beside_the_form_and_takes_nothing_away(signed_in):
    browser = signed_in("ana")
    turn_back(browser, seen=16 * MINUTES)
    answer = browser.post("/account/keys/", {"single_keys": "on"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Not saved: you are signed out after 15 minutes" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_htmx_is_told_also_when_the_session_is_gone_altogether(signed_in):
    browser = signed_in("ana")
    Session.objects.all().delete()
    assert browser.get("/account/", headers={"HX-Request": "true"}).status_code == 401


def test_a_form_without_script_is_kept_with_everything_typed(signed_in):
    browser = signed_in("ana")
    turn_back(browser, seen=16 * MINUTES)
    answer = browser.post(
        "/account/keys/?from=here",
        {"note": 'She said "call <me>"', "password1": "secret words", "csrfmiddlewaretoken": "old"},
    )
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'action="/account/keys/?from=here"' in page
    assert 'name="note" value="She said &#34;call &lt;me&gt;&#34;"' in page
    assert "secret words" not in page


def test_a_kept_form_is_saved_after_signing_in_elsewhere_though_its_token_is_old(scene, signed_in):
    """Signing in changes the token; the browser vouches that the form is ours."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in("ana").cookies
    assert browser.post("/account/keys/", {}).status_code == 403
    assert browser.post("/account/keys/", {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post("/account/keys/", {}, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert browser.post("/account/keys/", {}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302


@pytest.mark.parametrize(("past", "asked"), [(-1, False), (1, True)])
def test_people_and_roles_ask_again_after_five_minutes(signed_in, past, asked):
    browser = signed_in("ada")
    turn_back(browser, confirmed=5 * MINUTES + past)
    assert browser.get("/people/").status_code == 200
    answer = browser.get("/people/invite/")
    assert (answer.status_code == 302) == asked
    assert not asked or answer.headers["Location"] == "/account/confirm/?next=%2Fpeople%2Finvite%2F"


def test_after_giving_the_password_one_is_where_one_wanted_to_go(signed_in):
    browser = signed_in("ada")
    turn_back(browser, confirmed=6 * MINUTES)
    assert "Is it you?" in browser.get("/people/invite/", follow=True).content.decode()
    answer = browser.post("/account/confirm/?next=/people/invite/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/people/invite/"
    assert browser.get("/people/invite/").status_code == 200


def test_an_invitation_typed_meanwhile_is_not_lost_nor_kept_in_the_session(signed_in):
    browser = signed_in("ada")
    turn_back(browser, confirmed=6 * MINUTES)
    answer = browser.post("/people/invite/", {"name": "Gil Moss", "email": "gil@example.org"})
    assert answer.status_code == 401
    assert 'value="Gil Moss"' in answer.content.decode()
    assert "Gil" not in str(dict(browser.session.items()))


def test_signing_out_clears_what_the_browser_keeps(signed_in):
    browser = signed_in("ana")
    answer = browser.post("/sign-out/")
    assert answer.headers["Location"] == "/sign-in/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()


def test_no_person_stands_in_a_session_row(scene, signed_in):
    """The rows of everybody, signed in and half signed in, after a round through the pages."""
    ada = signed_in("ada")
    for address in (
        "/account/",
        "/people/",
        "/people/invite/",
        f"/people/{scene.staff['ana'].pk}/",
        "/account/second-step/app/",
    ):
        ada.get(address, follow=True)
    Client().post("/password/forgotten/", {"email": "ana@example.org"})
    held = " ".join(str(row.get_decoded()) for row in Session.objects.all())
    assert held
    assert not [word for staff in scene.staff.values() for word in (staff.email, staff.name, "@") if word in held]


def test_the_library_by_itself_would_put_the_email_there(scene, signed_in, settings):
    """Control for the test above."""
    settings.ACCOUNT_FORMS = {}
    browser = signed_in("ana")
    assert "ana@example.org" in str(browser.session["account_authentication_methods"])


def test_whoever_signs_in_sweeps_out_what_is_over_for_others(scene, signed_in):
    signed_in("ana")
    Session.objects.update(expire_date=clock.real() - timedelta(seconds=1))
    UserSession.objects.update(created_at=clock.real() - timedelta(hours=12, seconds=1))
    signed_in("ben")
    assert Session.objects.count() == 1
    assert [each.user for each in UserSession.objects.all()] == [scene.staff["ben"]]
