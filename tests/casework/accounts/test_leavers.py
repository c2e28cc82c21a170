"""A leaver is out now: on the next request nothing of theirs works, and opening the account again revives nothing."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from duly.casework import clock, context
from duly.casework.accounts import actions, invitations, sessions
from duly.casework.models import AccessChange, Membership, Staff
from tests.casework.accounts.conftest import PASSWORD
from tests.casework.scene import MONDAY


@pytest.fixture
def ana(scene) -> Staff:
    return scene.staff["ana"]


def leave(scene, ana: Staff) -> None:
    with context.bound(agency=scene.root.pk, whole_agency=True):
        actions.end_access(ana, by=scene.staff["ada"], on=MONDAY)


def bring_back(scene, ana: Staff) -> list[str]:
    """Give the account a role again; the links that were sent."""
    sent: list[str] = []
    with context.bound(agency=scene.root.pk, whole_agency=True):
        actions.give_role(
            Staff.objects.get(pk=ana.pk),
            organization=scene.c,
            role="case_manager",
            starts=MONDAY,
            last_day=None,
            by=scene.staff["ada"],
            send=lambda staff: sent.append(invitations.token(staff, now=clock.real())),
        )
    return sent


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def test_every_sign_in_is_over_with_the_next_request(scene, ana, signed_in):
    browsers = [signed_in("ana") for _ in range(3)]
    assert all(is_in(browser) for browser in browsers)
    leave(scene, ana)
    assert not any(is_in(browser) for browser in browsers)
    assert list(sessions.of(ana)) == []
    assert not UserSession.objects.filter(user=ana).exists()


def test_the_database_holds_no_row_of_a_leavers_sign_ins(scene, ana, signed_in):
    signed_in("ana"), signed_in("ben")
    leave(scene, ana)
    assert [each.get_decoded()["_auth_user_id"] for each in Session.objects.all()] == [str(scene.staff["ben"].pk)]


def test_bringing_somebody_back_revives_none_of_their_sign_ins(scene, ana, signed_in):
    browser = signed_in("ana")
    leave(scene, ana)
    bring_back(scene, ana)
    assert not is_in(browser)


def test_what_django_does_by_itself_would_revive_it(scene, ana, signed_in):
    """Control: deactivating alone hides a session; the account opened again, it works again."""
    browser = signed_in("ana")
    get_user_model().objects.filter(pk=ana.pk).update(is_active=False)
    assert not is_in(browser)
    get_user_model().objects.filter(pk=ana.pk).update(is_active=True)
    assert is_in(browser)


def test_even_a_session_row_brought_back_from_a_backup_opens_nothing(scene, ana, signed_in):
    browser = signed_in("ana")
    rows = list(Session.objects.all())
    leave(scene, ana)
    Session.objects.bulk_create(rows)
    bring_back(scene, ana)
    assert not is_in(browser)


def test_a_link_to_set_a_password_dies_with_the_access(scene, ana, mailoutbox):
    Client().post("/password/forgotten/", {"email": ana.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    leave(scene, ana)
    bring_back(scene, ana)
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_an_invitation_dies_with_the_access(scene, ana):
    ana.set_unusable_password()
    ana.save()
    text = invitations.token(ana, now=clock.real())
    assert invitations.opened(text, now=clock.real()) == ana
    leave(scene, ana)
    fresh = bring_back(scene, ana)
    assert invitations.opened(text, now=clock.real()) is None
    assert invitations.opened(fresh[0], now=clock.real()) == ana


def test_the_password_and_the_second_step_are_gone(scene, ana):
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
    leave(scene, ana)
    bring_back(scene, ana)
    assert not Authenticator.objects.filter(user=ana).exists()
    assert Client().post("/sign-in/", {"login": ana.email, "password": PASSWORD}).status_code == 200


def test_a_half_finished_sign_in_is_over_too(scene, ana):
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
    browser = Client()
    assert browser.post("/sign-in/", {"login": ana.email, "password": PASSWORD}).headers["Location"] == "/sign-in/code/"
    assert browser.get("/sign-in/code/").status_code == 200
    leave(scene, ana)
    assert browser.get("/sign-in/code/").headers["Location"] == "/sign-in/"


def test_all_roles_end_and_the_record_says_by_whom(scene, ana):
    leave(scene, ana)
    assert not actions.open_roles(ana, on=MONDAY).exists()
    with context.bound(agency=scene.root.pk):
        rows = [(each.what, each.by.name) for each in AccessChange.objects.filter(staff=ana).order_by("id")]
    assert rows == [("the role Case manager ends now", "Ada"), ("access ended, signed out everywhere", "Ada")]


def test_a_leave_ahead_of_time_ends_the_roles_on_its_day_and_nothing_before(scene, ana, signed_in):
    browser, friday = signed_in("ana"), MONDAY.replace(day=10)
    with context.bound(agency=scene.root.pk, whole_agency=True):
        actions.end_access(ana, by=scene.staff["ada"], on=friday)
    assert is_in(browser)
    assert Membership.objects.get(staff=ana).during.upper == friday


def test_nobody_ends_their_own_access(scene):
    with pytest.raises(actions.Refused):
        actions.end_access(scene.staff["ada"], by=scene.staff["ada"], on=MONDAY)


def test_other_people_stay_signed_in(scene, ana, signed_in):
    ben = signed_in("ben")
    leave(scene, ana)
    assert is_in(ben)


def test_in_one_transaction_or_not_at_all(scene, ana, signed_in):
    """The record of it cannot be written where the agency is not known: then nothing else happened either."""
    browser = signed_in("ana")
    with pytest.raises(Exception, match="row-level security"), context.bound(agency=scene.c.pk):
        actions.end_access(ana, by=scene.staff["ada"], on=MONDAY)
    assert is_in(browser)
