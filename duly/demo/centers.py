"""Two career centers beside the cohort: their staff, and a clock that can be set back while their record is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange

from duly.casework import clock
from duly.casework.access import Actor, actor_of
from duly.casework.models import ClockRow, Membership, Organization, Staff
from duly.casework.models.ids import uuid7

ZONE = ZoneInfo("America/New_York")
SINCE = date(2013, 7, 1)
CENTERS = {"north": "Center North", "south": "Center South"}
STAFF = {  # key: (name, role, center)
    "n1": ("Director N", "director", "north"),
    "n2": ("Case manager N2", "case_manager", "north"),
    "n3": ("Case manager N3", "case_manager", "north"),
    "s1": ("Director S", "director", "south"),
    "s2": ("Case manager S2", "case_manager", "south"),
}


def open_centers(agency: Organization) -> None:
    """The centers and their people, once; each with a mailbox like everybody's."""
    if Organization.objects.filter(agency=agency, name=CENTERS["north"]).exists():
        return
    domain = Staff.objects.filter(agency=agency).values_list("email", flat=True)[:1].get().rpartition("@")[2]
    places = {key: _center(agency, name) for key, name in CENTERS.items()}
    for key, (name, role, center) in STAFF.items():
        id_ = uuid7()
        mailbox = f"{name.lower().replace(' ', '-')}@{domain}"
        staff = Staff.objects.create_user(mailbox, id=id_, name=name, agency_id=agency.pk, ref=f"U{key.upper()}")
        Membership.objects.create(
            agency_id=agency.pk, organization=places[center], staff=staff, role=role, during=DateRange(SINCE, None)
        )


def _center(agency: Organization, name: str) -> Organization:
    return Organization.objects.create(
        id=uuid7(), agency_id=agency.pk, parent=agency, ref=name, name=name, kind=Organization.Kind.CAREER_CENTER,
        time_zone=ZONE.key,
    )  # fmt: skip


def center(agency: Organization, key: str) -> Organization:
    return Organization.objects.get(agency=agency, name=CENTERS[key])


def actor(agency: Organization, key: str) -> Actor:
    """One of the staff, with the roles of the day the clock shows."""
    return actor_of(Staff.objects.get(agency=agency, name=STAFF[key][0]), day=clock.today(ZONE.key))


@contextmanager
def at(day: str, hour: int = 10) -> Iterator[datetime]:
    """While this lasts the practice clock stands at that hour: what is recorded is recorded then."""
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE).replace(hour=hour)
    before = ClockRow.objects.get(id=1).shows
    _stand(moment)
    try:
        yield moment
    finally:
        _stand(before)


def _stand(moment: datetime) -> None:
    ClockRow.objects.filter(id=1).update(shows=moment)
    clock.forget()
