"""Browsers of Ada, who administers the agency, and of whoever else a test signs in."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from duly.casework import clock
from duly.casework.models import Membership, Staff
from duly.casework.models.ids import uuid7
from tests.casework.scene import MONDAY, Scene, set_scene

PASSWORD = "correct horse battery staple"


def confirm(browser: Client) -> Client:
    assert browser.post("/account/confirm/?next=/account/", {"password": PASSWORD}).status_code == 302
    return browser


def set_up_app(browser: Client) -> Client:
    """An authenticator app for whoever signed in there, who proves first that it is they."""
    page = confirm(browser).get("/account/second-step/app/").content.decode()
    secret = re.search(r'class="mono">([A-Z2-7]+)<', page).group(1)
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    answer = browser.post("/account/second-step/app/", {"code": code})
    assert answer.headers["Location"] == "/account/second-step/codes/"
    return browser


@pytest.fixture
def real(db: None) -> Scene:
    """The same people where work is real: no demo clock."""
    clock.forget()
    return set_scene()


def come_in(staff: Staff) -> Client:
    """A browser in which they signed in with the password alone."""
    browser = Client()
    assert browser.post("/sign-in/", {"login": staff.email, "password": PASSWORD}).status_code == 302
    return browser


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    """Attempts of other tests do not count here."""
    cache.clear()


@pytest.fixture
def signed_in(scene: Scene) -> Callable[[str], Client]:
    """A browser in which this person signed in, with the password, a moment ago."""

    def sign_in(name: str) -> Client:
        return come_in(scene.staff[name])

    return sign_in


@pytest.fixture
def ada(signed_in: Callable[[str], Client]) -> Client:
    """The administrator's browser."""
    return signed_in("ada")


@pytest.fixture
def cyd(scene: Scene) -> Staff:
    """Cyd administers Provider C only, and works nowhere else."""
    staff = Staff.objects.create_user(
        "cyd@example.org", PASSWORD, id=uuid7(), name="Cyd", agency_id=scene.root.pk, ref="cyd"
    )
    Membership.objects.create(
        agency_id=scene.root.pk, organization=scene.c, staff=staff, role="admin", during=DateRange(MONDAY, None)
    )
    scene.staff["cyd"] = staff
    return staff


@pytest.fixture
def elsewhere(scene: Scene) -> str:
    """The email of somebody in another agency."""
    bea = set_scene("Elsewhere", prefix="Second ").staff["ben"]
    Staff.objects.filter(pk=bea.pk).update(name="Bea", email="bea@elsewhere.example")
    return "bea@elsewhere.example"
