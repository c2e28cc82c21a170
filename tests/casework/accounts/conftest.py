"""Browsers of Ada, who administers the agency, and of whoever else a test signs in."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from duly.casework.models import Membership, Staff
from duly.casework.models.ids import uuid7
from tests.casework.scene import MONDAY, Scene

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    """Attempts of other tests do not count here."""
    cache.clear()


@pytest.fixture
def signed_in(scene: Scene) -> Callable[[str], Client]:
    """A browser in which this person signed in, with the password, a moment ago."""

    def sign_in(name: str) -> Client:
        browser = Client()
        answer = browser.post("/sign-in/", {"login": scene.staff[name].email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return browser

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
