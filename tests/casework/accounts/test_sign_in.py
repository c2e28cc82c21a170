"""Signing in: by email and password, nobody uninvited, the same answer whoever asks."""

import re

import pytest
from django.test import Client

from tests.casework.accounts.conftest import PASSWORD

PAGES = [
    "/sign-in/",
    "/password/forgotten/",
    "/password/forgotten/sent/",
    "/sign-in/by-invitation/",
    "/sign-in/closed/",
    "/password/changed/",
]


def attempt(browser: Client, email: str, password: str = PASSWORD, **where: str):
    return browser.post("/sign-in/", {"login": email, "password": password}, **where)


def without_marks(page: bytes) -> str:
    """A page without what differs in every answer."""
    return re.sub(r'(nonce="|csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page.decode())


@pytest.mark.parametrize("page", PAGES)
def test_the_entrance_is_open_to_anybody(scene, page):
    assert Client().get(page).status_code == 200


def test_staff_come_in_with_email_and_password(scene):
    assert attempt(Client(), "ANA@example.org").headers["Location"] == "/"


def test_after_sign_in_one_is_where_one_wanted_to_go(scene):
    answer = Client().post("/sign-in/?next=/account/", {"login": "ana@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/"


def test_nobody_signs_up(scene):
    assert (
        "by invitation"
        in Client().post("/sign-in/by-invitation/", {"email": "me@example.org", "password1": PASSWORD}).content.decode()
    )


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(scene):
    wrong = attempt(Client(), "ana@example.org", "not the password at all")
    unknown = attempt(Client(), "nobody@example.org", "not the password at all")
    same = without_marks(wrong.content).replace("ana@example.org", "nobody@example.org") == without_marks(
        unknown.content
    )
    assert same
    assert (wrong.status_code, wrong.headers.keys()) == (unknown.status_code, unknown.headers.keys())


def test_a_forgotten_password_answers_the_same_for_known_and_unknown(scene, mailoutbox):
    known = Client().post("/password/forgotten/", {"email": "ana@example.org"})
    unknown = Client().post("/password/forgotten/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"], ["nobody@example.org"]]


def test_somebody_without_a_role_today_does_not_come_in(scene):
    scene.staff["ana"].memberships.update(during="empty")
    browser = Client()
    assert attempt(browser, "ana@example.org").headers["Location"] == "/sign-in/closed/"
    assert browser.get("/account/").headers["Location"].startswith("/sign-in/")


def test_a_closed_account_gets_no_mail_to_set_a_password(scene, mailoutbox):
    scene.staff["ana"].is_active = False
    scene.staff["ana"].save()
    Client().post("/password/forgotten/", {"email": "ana@example.org"})
    assert "no account" in mailoutbox[0].subject


def test_a_new_password_by_mail_ends_every_other_sign_in(scene, signed_in, mailoutbox):
    before = signed_in("ana")
    browser = Client()
    browser.post("/password/forgotten/", {"email": "ana@example.org"})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    form = browser.get(link).headers["Location"]
    answer = browser.post(
        form, {"password1": "seven lanterns under the bridge", "password2": "seven lanterns under the bridge"}
    )
    assert answer.headers["Location"] == "/password/changed/"
    assert before.get("/account/").status_code == 302
    assert browser.get(link).status_code == 200  # says that the link no longer works
    assert "no longer works" in browser.get(link).content.decode()
