"""The people every casework test knows: Ana manages Jo at Provider C; Ben, at Provider D, must see nothing of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from duly.casework import access, clock
from duly.casework.assignments.actions import open_case
from duly.casework.models import Case, ClockRow, Membership, Organization, Staff
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person

MONDAY = date(2015, 4, 6)  # the week the tests live in; the clock stands at 9:00 in Chicago
NINE = datetime(2015, 4, 6, 14, 0, tzinfo=UTC)
STAFF = {  # name: (role, organization)
    "ana": ("case_manager", "c"),
    "sue": ("support", "c"),
    "cal": ("director", "c"),
    "ben": ("case_manager", "d"),
    "dot": ("director", "d"),
    "lia": ("liaison", "root"),
    "fay": ("finance", "root"),
    "eve": ("evaluator", "root"),
    "ada": ("admin", "root"),
}


@dataclass
class Scene:
    """An agency with two providers in one site, their staff, and nobody served yet."""

    root: Organization
    site: Organization
    c: Organization
    d: Organization
    staff: dict[str, Staff]

    def actor(self, name: str, *, day: date = MONDAY) -> access.Actor:
        return access.actor_of(self.staff[name], day=day)

    def case(
        self, name: str = "Jo Reyes", *, by: str = "ana", assigned_on: date = MONDAY, program: str = "set"
    ) -> Case:
        """A new case at the worker's own organization, led by them."""
        actor = self.actor(by)
        given, _, family = name.partition(" ")
        organization = actor.grants[0].organization
        person = add_person(organization, by=actor, given_name=given, family_name=family)
        return open_case(person, organization, program=program, assigned_on=assigned_on, by=actor, lead=self.staff[by])


def _organization(name: str, kind: str, parent: Organization | None = None) -> Organization:
    id_ = uuid7()
    return Organization.objects.create(
        id=id_,
        agency_id=parent.agency_id if parent else id_,
        parent=parent,
        ref=name,
        name=name,
        kind=kind,
        time_zone="",
    )


def _staff(name: str, role: str, organization: Organization, since: date) -> Staff:
    staff = Staff.objects.create_user(
        f"{name}@example.org",
        "correct horse battery staple",
        name=name.title(),
        agency_id=organization.agency_id,
        ref=name,
    )
    Membership.objects.create(
        agency_id=organization.agency_id,
        organization=organization,
        staff=staff,
        role=role,
        during=DateRange(since, None),
    )
    return staff


def set_scene(name: str = "Oversight", *, since: date = date(2013, 7, 1), prefix: str = "") -> Scene:
    """Make the organizations and the staff; a second agency gets a prefix of its own."""
    root = _organization(name, "funder")
    site = _organization(f"{prefix}Chicago", "site", root)
    places = {
        "root": root,
        "c": _organization(f"{prefix}Provider C", "provider", site),
        "d": _organization(f"{prefix}Provider D", "provider", site),
    }
    staff = {who: _staff(prefix + who, role, places[where], since) for who, (role, where) in STAFF.items()}
    return Scene(root=root, site=site, c=places["c"], d=places["d"], staff=staff)


def stand_clock(at: datetime = NINE) -> None:
    """Let the clock stand still at this moment."""
    ClockRow.objects.update_or_create(id=1, defaults={"shows": at, "real_at": at, "running": False})
    clock.forget()
