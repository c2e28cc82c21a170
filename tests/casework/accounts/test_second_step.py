"""Where work is real, whoever may give rights reaches only the page that sets a second step up, until one is on."""

import re

import pytest
from allauth.mfa.models import Authenticator

from duly.casework import access
from duly.casework.accounts import second_step
from duly.casework.models import Membership
from tests.casework.accounts.conftest import come_in, set_up_app
from tests.casework.scene import STAFF

SETTING_UP = "/account/second-step/"
CLOSED = ["/", "/people/", "/people/invite/", "/import/", "/programs/", "/account/", "/account/password/"]


@pytest.mark.parametrize("address", CLOSED)
def test_an_administrator_without_one_is_led_to_setting_it_up(real, address):
    answer = come_in(real.staff["ada"]).get(address)
    assert (answer.status_code, answer.headers.get("Location")) in [(302, SETTING_UP), (404, None)]


def test_that_page_says_why(real):
    page = come_in(real.staff["ada"]).get(SETTING_UP).content.decode()
    assert "about money, so a stolen password of yours must not be enough." in page


def test_a_form_sent_without_one_saves_nothing_and_is_kept(real):
    answer = come_in(real.staff["ada"]).post("/people/invite/", {"name": "Gil Moss"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "asks for a second step at sign-in" in page
    assert 'value="Gil Moss"' in page


def test_htmx_is_led_there_too(real):
    answer = come_in(real.staff["ada"]).get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, SETTING_UP)


def test_once_it_is_on_every_page_opens_and_the_reason_is_gone(real):
    browser = set_up_app(come_in(real.staff["ada"]))
    assert [browser.get(page).status_code for page in ("/people/", "/people/invite/", "/account/")] == [200] * 3
    assert "must not be enough" not in browser.get(SETTING_UP).content.decode()


def test_taken_away_it_is_asked_for_again(real):
    browser = set_up_app(come_in(real.staff["ada"]))
    Authenticator.objects.filter(user=real.staff["ada"]).delete()
    assert browser.get("/people/").headers["Location"] == SETTING_UP


def test_codes_on_paper_alone_are_no_second_step(real):
    ada = real.staff["ada"]
    set_up_app(come_in(ada))
    Authenticator.objects.filter(user=ada, type="totp").delete()
    assert second_step.is_missing(access.actor_of(ada, day=real.actor("ada").day))


def test_one_may_still_sign_out_and_read_the_help(real):
    browser = come_in(real.staff["ada"])
    assert browser.get("/help/").status_code == 200
    assert browser.post("/sign-out/").headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("who", [name for name in STAFF if name != "ada"])
def test_of_everybody_else_it_is_not_asked(real, who):
    browser = come_in(real.staff[who])
    assert browser.get("/account/").status_code == 200
    assert "asks for one" not in browser.get("/account/").content.decode()


def test_a_role_given_meanwhile_counts_with_the_next_request(real):
    browser, cal = come_in(real.staff["cal"]), real.staff["cal"]
    assert browser.get("/account/").status_code == 200
    Membership.objects.create(
        agency=real.root, organization=real.c, staff=cal, role="admin", during=cal.memberships.get().during
    )
    assert browser.get("/account/").headers["Location"] == SETTING_UP


def test_on_practice_data_it_is_left_to_everybody_and_said(scene, ada):
    assert ada.get("/people/").status_code == 200
    assert "On practice data" in ada.get(SETTING_UP).content.decode()
    assert "on practice data" in ada.get("/account/").content.decode()


def test_the_acts_that_ask_for_it_are_acts():
    assert set(access.MAY) >= access.TWO_STEPS
    assert "manage_people" in access.TWO_STEPS


def test_an_act_about_rights_or_money_cannot_be_forgotten():
    """Whoever adds one to the table puts it among those, or words it otherwise."""
    far = re.compile(r"\b(roles?|rights|money|pay|payments?|invoices?|claims?)\b")
    assert {act for act, (sentence, _) in access.MAY.items() if far.search(sentence)} == access.TWO_STEPS


def test_without_the_middleware_the_password_alone_opens_everything(real, settings):
    """Control: the first test would see it."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "second_step" not in each]
    browser = come_in(real.staff["ada"])
    assert browser.get("/people/").status_code == 200
