"""Rights end when they end: a page, a download, a report opened afterwards is not there."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from duly.casework.models import Staff
from tests.casework.scene import MONDAY
from tests.trust.test_matrix import address, our_routes, parts_of
from tests.trust.world import World

DOWNLOADS = ("fidelity-csv", "fidelity-json")


@pytest.fixture
def second(world: World) -> Iterator[tuple[Client, Staff]]:
    """A case manager of Provider C, signed in, whose rights a test may end."""
    staff = Staff.objects.get(email="c2@example.org")
    before = staff.memberships.get().during
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    yield client, staff
    staff.memberships.update(during=before)
    Staff.objects.filter(pk=staff.pk).update(is_active=True)


def end_rights(staff: Staff) -> None:
    staff.memberships.update(during=DateRange(staff.memberships.get().during.lower, MONDAY))


def pages(world: World) -> list[str]:
    return [address(world, name, pattern, "assigned") for name, pattern, view in our_routes()
            if view.duly_act not in ("own_account", "manage_people", "import")]  # fmt: skip


@pytest.mark.parametrize("download", DOWNLOADS)
def test_a_download_asked_for_after_rights_ended_is_not_there(world, second, download):
    client, staff = second
    assert client.get(reverse(download, args=["set"])).status_code == 200
    end_rights(staff)
    assert client.get(reverse(download, args=["set"])).status_code == 404


def test_every_page_is_gone_with_the_rights_in_a_session_that_goes_on(world, second):
    client, staff = second
    statuses = {client.get(page).status_code for page in pages(world)}
    assert 200 in statuses
    end_rights(staff)
    assert {client.get(page).status_code for page in pages(world)} == {404}


def test_whoever_is_made_inactive_is_signed_out(world, second):
    client, staff = second
    Staff.objects.filter(pk=staff.pk).update(is_active=False)
    assert {client.get(page).status_code for page in pages(world)} <= {302, 404}


def test_a_download_is_whole_before_it_leaves_and_holds_the_askers_own(world, second):
    """Nothing is read from the database after the request's transaction: no row is looked up with no context."""
    client, _ = second
    for download in DOWNLOADS:
        answer = client.get(reverse(download, args=["set"]))
        assert not answer.streaming
        foreign = [canary for key in "dxy" for canary in world.homes[key].canaries()]
        assert not [each for each in foreign if each in answer.content.decode()]


def test_after_an_answer_the_connection_sees_nothing(world, second):
    client, _ = second
    client.get(reverse("caseload"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_case")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT current_setting('duly.agency', true), current_setting('duly.orgs', true)")
        assert [each or "" for each in cursor.fetchone()] == ["", ""]


def test_an_answer_that_failed_leaves_nothing_bound(world, second):
    client, _ = second
    assert client.get(reverse("case", args=["C000000"])).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_case")
        assert cursor.fetchone() == (0,)


def test_every_address_with_a_case_was_asked(world):
    """The control of this file: the pages it asks are most of those there are."""
    assert len(pages(world)) > 25
    assert sum(bool(parts_of(pattern)) for _, pattern, _ in our_routes()) > 15
