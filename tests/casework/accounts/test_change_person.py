"""An administrator sets a name or an email right: on record, told to both addresses, and the old sign-in is over."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError
from django.test import Client

from duly.casework import context
from duly.casework.accounts import forms, notices
from duly.casework.models import AccessChange, Membership, Staff
from tests.casework.accounts.conftest import PASSWORD, set_up_app
from tests.casework.scene import MONDAY


def edit(browser: Client, staff: Staff, **changed: str) -> object:
    given = {"name": staff.name, "email": staff.email} | changed
    return browser.post(f"/people/{staff.pk}/edit/", given)


def changes(scene, staff) -> list[str]:
    with context.bound(agency=scene.root.pk):
        return [each.what for each in AccessChange.objects.filter(agency=scene.root, staff=staff).order_by("id")]


def sign_in(email: str) -> int:
    return Client().post("/sign-in/", {"login": email, "password": PASSWORD}).status_code


def test_a_name_is_set_right_and_nobody_is_signed_out(scene, ada, signed_in, mailoutbox):
    ana, browser = scene.staff["ana"], signed_in("ana")
    assert edit(ada, ana, name="Ana Ruiz").headers["Location"] == f"/people/{ana.pk}/"
    assert "Ana Ruiz" in browser.get("/account/").content.decode()
    assert changes(scene, ana) == ["name changed from Ana to Ana Ruiz"]
    assert mailoutbox == []


def test_with_another_email_the_old_one_opens_nothing(scene, ada, signed_in):
    ana, browser = scene.staff["ana"], signed_in("ana")
    edit(ada, ana, email="Ana.Ruiz@example.org")
    assert browser.get("/account/").headers["Location"].startswith("/sign-in/")
    assert (sign_in("ana@example.org"), sign_in("ana.ruiz@example.org")) == (200, 302)
    assert changes(scene, ana) == [
        "email changed from ana@example.org to ana.ruiz@example.org, signed out everywhere",
    ]


def test_both_addresses_are_told_and_the_old_one_not_which_is_new(scene, ada, mailoutbox):
    edit(ada, scene.staff["ana"], email="ana.ruiz@example.org")
    old, new = mailoutbox
    assert (old.to, new.to) == (["ana@example.org"], ["ana.ruiz@example.org"])
    assert "no longer opens it" in old.body
    assert "ana.ruiz" not in old.body
    assert "you sign in with ana.ruiz@example.org" in new.body


def test_a_link_to_a_new_password_sent_to_the_old_address_is_worthless(scene, ada, mailoutbox):
    Client().post("/password/forgotten/", {"email": "ana@example.org"})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    assert Client().get(link).status_code == 302  # it opens the form
    edit(ada, scene.staff["ana"], email="ana.ruiz@example.org")
    assert "no longer works" in Client().get(link).content.decode()


def test_the_second_step_stays(scene, ada, signed_in):
    set_up_app(signed_in("ana"))
    edit(ada, scene.staff["ana"], email="ana.ruiz@example.org")
    assert Authenticator.objects.filter(user=scene.staff["ana"], type="totp").exists()


def test_an_invitation_to_a_mistyped_address_is_replaced_by_one_to_the_right_one(scene, ada, mailoutbox):
    invited = {"name": "Gil Moss", "role": "case_manager", "starts": MONDAY, "organization": scene.c.pk}
    ada.post("/people/invite/", invited | {"email": "gill@example.org"})
    edit(ada, Staff.objects.get(email="gill@example.org"), email="gil@example.org")
    wrong, right = mailoutbox
    old, new = (re.search(r"http://testserver(\S+)", mail.body).group(1) for mail in mailoutbox)
    assert (wrong.to, right.to) == (["gill@example.org"], ["gil@example.org"])
    assert (Client().get(old, follow=True).status_code, Client().get(new, follow=True).status_code) == (404, 200)


def test_one_s_own_email_again_is_no_change(scene, ada, mailoutbox):
    assert edit(ada, scene.staff["ana"], email="ANA@example.org").status_code == 302
    assert (changes(scene, scene.staff["ana"]), mailoutbox) == ([], [])


def test_an_email_in_use_is_refused_and_beyond_reach_nobody_is_named(scene, ada, elsewhere):
    ours, theirs = (edit(ada, scene.staff["ana"], email=email) for email in ("ben@example.org", elsewhere))
    assert "Ben has this email." in ours.content.decode()
    assert "This email cannot be used here." in theirs.content.decode()
    assert "Bea" not in theirs.content.decode()
    assert Staff.objects.get(pk=scene.staff["ana"].pk).email == "ana@example.org"


def test_taken_by_somebody_else_a_moment_before_it_is_refused_in_the_same_words(scene, ada, monkeypatch):
    def too_late(*_: object, **__: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("duly.casework.accounts.actions.change_person", too_late)
    answer = edit(ada, scene.staff["ana"], email="ana.ruiz@example.org")
    assert (answer.status_code, forms.TAKEN in answer.content.decode()) == (422, True)


def test_when_the_mail_cannot_be_sent_nothing_is_changed(scene, ada, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(notices, "email_changed", refuse)
    answer = edit(ada, scene.staff["ana"], name="Ana Ruiz", email="ana.ruiz@example.org")
    ana = Staff.objects.get(pk=scene.staff["ana"].pk)
    assert (answer.status_code, ana.name, ana.email, changes(scene, ana)) == (422, "Ana", "ana@example.org", [])


def test_both_mistakes_are_said_at_once(scene, ada):
    page = edit(ada, scene.staff["ana"], name="", email="ana").content.decode()
    assert "Enter their name." in page
    assert "Not an email address." in page


def test_the_account_of_somebody_who_works_elsewhere_too_is_not_theirs_to_change(scene, cyd, signed_in):
    ana = scene.staff["ana"]
    assert edit(signed_in("cyd"), ana, name="Ana Ruiz").status_code == 302
    Membership.objects.create(agency=scene.root, organization=scene.d, staff=ana, role="support",
                              during=scene.staff["ben"].memberships.get().during)  # fmt: skip
    assert edit(signed_in("cyd"), ana, name="Ana Moss").status_code == 404
    assert "Change name or email" not in signed_in("cyd").get(f"/people/{ana.pk}/").content.decode()


@pytest.mark.parametrize("field", ["is_active", "agency", "ref", "password", "single_keys"])
def test_nothing_else_of_the_account_is_taken(scene, ada, field):
    before = Staff.objects.filter(pk=scene.staff["ana"].pk).values(field).get()
    edit(ada, scene.staff["ana"], **{field: ""})
    assert Staff.objects.filter(pk=scene.staff["ana"].pk).values(field).get() == before
