"""A day is a day where the program is: whatever the server's clock, zone and season say."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from duly.casework import clock, context
from duly.casework.contacts.actions import record_contact
from duly.casework.models.ids import uuid7
from duly.casework.reports.asking import end_of
from tests.casework.scene import MONDAY, NINE, stand_clock
from tests.trust.world import World

ZONES = [
    "America/New_York", "America/Detroit", "America/Indiana/Indianapolis", "America/Chicago", "America/Denver",
    "America/Phoenix", "America/Shiprock", "America/Los_Angeles", "America/Anchorage", "America/Adak",
    "Pacific/Honolulu", "America/Puerto_Rico",
]  # fmt: skip
SERVERS = ["UTC", "America/Chicago", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
HALF_PAST_EIGHT = datetime(2015, 7, 1, 1, 30, tzinfo=UTC)  # on 30 June in Chicago
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
minutes = st.integers(0, 16 * 366 * 24 * 60).map(lambda past: FIRST + timedelta(minutes=past))


def by_the_database(at: datetime) -> list[date]:
    """The same days by somebody else's calendar: PostgreSQL's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s AT TIME ZONE zone)::date FROM unnest(%s::text[]) zone", [at, ZONES])
        return [day for (day,) in cursor.fetchall()]


@given(at=minutes)
@example(at=datetime(2026, 3, 8, 7, 59, tzinfo=UTC))  # the minute before New York's clocks go on
@example(at=datetime(2026, 11, 1, 6, 0, tzinfo=UTC))  # the hour Chicago has twice
@example(at=datetime(2028, 3, 1, 4, 59, tzinfo=UTC))  # still 29 February in New York
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_today_is_the_day_of_the_place(db, at):
    stand_clock(at)
    assert [clock.today(zone) for zone in ZONES] == by_the_database(at)


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)), zone=st.sampled_from(ZONES))
@example(day=date(2026, 3, 8), zone="America/Chicago")
@example(day=date(2026, 11, 1), zone="America/Chicago")
@example(day=date(2026, 6, 30), zone="America/Adak")
@settings(max_examples=300, deadline=None)
def test_a_day_ends_where_the_next_begins(day, zone):
    """Its last moment is of that day, a moment later is the next, however long the day was."""
    end = end_of(day, ZoneInfo(zone))
    later = (end.astimezone(UTC) + timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert (end.astimezone(ZoneInfo(zone)).date(), later.date()) == (day, day + timedelta(days=1))


@pytest.fixture
def at_half_past_eight(world: World) -> Iterator[World]:
    stand_clock(HALF_PAST_EIGHT)
    yield world
    stand_clock(NINE)


def test_a_contact_in_the_evening_of_the_thirtieth_stays_in_june(at_half_past_eight):
    home = at_half_past_eight.homes["c"]
    today = clock.today("America/Chicago")
    with context.bound(agency=home.scene.root.pk, organizations=[home.organization.pk]):
        said = record_contact(home.cases[0], entry=uuid7(), kind="check_in", on=today, mode="phone",
                              outcome="completed", by=home.scene.actor("ana"))  # fmt: skip
        said.refresh_from_db()
    assert said.occurred_on == date(2015, 6, 30)
    assert said.recorded_at <= end_of(date(2015, 6, 30), ZoneInfo("America/Chicago"))


def test_a_calendar_in_utc_would_have_said_july(at_half_past_eight):
    assert clock.today("UTC") == date(2015, 7, 1)


@pytest.fixture
def anywhere() -> Iterator[None]:
    """The server's zone may be changed, and is put back."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")


def move_server_to(zone: str) -> None:
    """The process and its database session."""
    os.environ["TZ"] = zone
    time.tzset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, false)", [zone])


def figures(world: World, zone: str) -> bytes:
    move_server_to(zone)
    client = Client()
    client.force_login(world.scenes[0].staff["lia"])
    said = {"as_of": "2015-03-31", "assigned_by": "2015-03-31", "known_at": "day", "known_on": MONDAY.isoformat()}
    answer = client.get(reverse("fidelity-json", args=["set"]), said)
    assert answer.status_code == 200
    return answer.content


def test_wherever_the_server_stands_the_figures_are_the_same(world, anywhere):
    assert len({figures(world, zone) for zone in SERVERS}) == 1


def test_the_server_was_moved_indeed(world, anywhere):
    seen = set()
    for zone in SERVERS:
        move_server_to(zone)
        seen.add(time.localtime(0).tm_gmtoff)
    assert len(seen) > 3
