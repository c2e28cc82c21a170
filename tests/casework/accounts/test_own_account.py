"""One's own account: roles, password, second step, where one is signed in, keys."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from duly.casework.models import Staff
from tests.casework.accounts.conftest import PASSWORD, set_up_app
from tests.casework.scene import STAFF

NEW = "seven lanterns under the bridge"


@pytest.mark.parametrize("who", STAFF)
def test_everybody_has_an_account_page(scene, signed_in, who):
    page = signed_in(who).get("/account/").content.decode()
    assert scene.staff[who].email in page
    assert "since" in page


def test_the_password_is_changed_with_the_old_one_and_ends_other_sign_ins(scene, signed_in):
    here, elsewhere = signed_in("ana"), signed_in("ana")
    wrong = here.post("/account/password/", {"oldpassword": "not it at all, no", "password1": NEW, "password2": NEW})
    assert wrong.status_code == 200
    assert (
        here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}).status_code
        == 302
    )
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_whoever_owns_the_account_is_told_of_a_new_password(scene, signed_in, mailoutbox):
    signed_in("ana").post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert mailoutbox[0].to == ["ana@example.org"]
    assert NEW not in mailoutbox[0].body


def test_other_places_are_signed_out_and_this_one_stays(scene, signed_in):
    here, elsewhere = signed_in("ana"), signed_in("ana")
    assert here.get("/account/").content.decode().count("127.0.0.1") == 2
    here.post("/account/sign-ins/end/")
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").content.decode().count("127.0.0.1") == 1


def test_single_letters_are_turned_off_and_on(scene, signed_in):
    browser = signed_in("ana")
    browser.post("/account/keys/", {})
    assert 'data-keys="off"' in browser.get("/account/").content.decode()
    browser.post("/account/keys/", {"single_keys": "on"})
    assert Staff.objects.get(pk=scene.staff["ana"].pk).single_keys


def test_an_authenticator_app_is_set_up_with_codes_for_the_day_it_is_lost(scene, signed_in):
    browser = set_up_app(signed_in("ana"))
    codes = re.findall(r"<li>(\d{8})</li>", browser.get("/account/second-step/codes/").content.decode())
    assert len(codes) == 10
    again = Client()
    again.post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    assert again.post("/sign-in/code/", {"code": codes[0]}).headers["Location"] == "/"
    assert codes[0] not in browser.get("/account/second-step/codes/file/").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "/account/second-step/",
        "/account/second-step/codes/",
        "/account/second-step/codes/new/",
        "/account/second-step/app/off/",
        "/account/second-step/keys/",
        "/account/second-step/keys/add/",
        "/account/password/",
        "/sign-out/",
    ],
)
def test_every_page_of_ones_account_opens(scene, signed_in, page):
    assert set_up_app(signed_in("ana")).get(page).status_code == 200


def test_setting_up_a_second_step_asks_who_one_is(signed_in):
    assert signed_in("ana").get("/account/second-step/app/").headers["Location"].startswith("/account/confirm/")


def test_the_app_is_turned_off_again(scene, signed_in):
    browser = set_up_app(signed_in("ana"))
    browser.post("/account/second-step/app/off/")
    assert not Authenticator.objects.filter(user=scene.staff["ana"]).exists()


def test_an_administrator_turns_off_a_lost_second_step(scene, ada, signed_in):
    ana = set_up_app(signed_in("ana"))
    assert "Lost phone or key?" in ada.get(f"/people/{scene.staff['ana'].pk}/").content.decode()
    ada.post(f"/people/{scene.staff['ana'].pk}/second-step/")
    assert ana.get("/account/").status_code == 302
    assert signed_in("ana").get("/account/").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["/account/email/", "/account/signup/", "/accounts/login/", "/account/second-step/trust/", "/account/sessions/"],
)
def test_pages_of_the_library_we_do_not_use_do_not_exist(signed_in, page):
    assert signed_in("ana").get(page).status_code == 404
