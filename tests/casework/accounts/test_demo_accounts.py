"""The accounts of the practice data."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from duly.casework import access
from duly.casework.accounts.actions import prepare_demo_accounts
from duly.casework.models import Staff
from tests.casework.scene import MONDAY, STAFF

PASSWORD = "seven lanterns under the bridge"


def test_everybody_signs_in_with_the_same_password(scene):
    made = prepare_demo_accounts(scene.root, PASSWORD, support_at=scene.c)
    assert len(made) == len(STAFF) + 3
    for staff in made:
        assert (
            Client(REMOTE_ADDR=f"198.51.100.{made.index(staff)}")
            .post("/sign-in/", {"login": staff.email, "password": PASSWORD})
            .status_code
            == 302
        )


def test_an_administrator_a_support_person_and_a_finance_officer_join(scene):
    prepare_demo_accounts(scene.root, PASSWORD, support_at=scene.c)
    held = {
        email: access.actor_of(Staff.objects.get(email=f"{email}@example.org"), day=MONDAY).grants
        for email in ("admin", "support-c", "finance")
    }
    assert {email: (grants[0].role, grants[0].name) for email, grants in held.items()} == {
        "admin": ("admin", "Oversight"),
        "support-c": ("support", "Provider C"),
        "finance": ("finance", "Oversight"),
    }


def test_preparing_again_changes_nothing_but_the_password(scene):
    prepare_demo_accounts(scene.root, PASSWORD, support_at=scene.c)
    before = Staff.objects.count()
    prepare_demo_accounts(scene.root, PASSWORD + " again", support_at=scene.c)
    assert Staff.objects.count() == before


def test_the_password_of_the_practice_data_is_a_good_one_too(scene):
    with pytest.raises(ValidationError):
        prepare_demo_accounts(scene.root, "demo", support_at=scene.c)
