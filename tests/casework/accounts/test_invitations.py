"""The link of an invitation: seven days to the second, once, and only as it was made."""

from datetime import UTC, datetime, timedelta

import pytest

from duly.casework.accounts import invitations
from duly.casework.models import Staff

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def gil(scene) -> Staff:
    return Staff.objects.create_user("gil@example.org", name="Gil Moss", agency_id=scene.root.pk, ref="gil")


@pytest.mark.parametrize(("past", "opens"), [(-1, True), (0, False), (1, False)])
def test_it_is_good_for_seven_days(gil, past, opens):
    text = invitations.token(gil, now=NOW)
    assert (invitations.opened(text, now=NOW + timedelta(days=7, seconds=past)) == gil) == opens


def test_it_is_good_once(gil):
    text = invitations.token(gil, now=NOW)
    gil.set_password("seven lanterns under the bridge")
    gil.save()
    assert invitations.opened(text, now=NOW) is None


def test_it_is_for_the_one_it_was_made_for(gil, scene):
    text = invitations.token(gil, now=NOW)
    assert invitations.opened(text[:-2] + "xx", now=NOW) is None
    assert invitations.opened("", now=NOW) is None
    assert invitations.opened("e30:1abc:xyz", now=NOW) is None


def test_it_names_nobody(gil):
    assert "gil" not in invitations.token(gil, now=NOW).lower()
