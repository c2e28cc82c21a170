"""Adding a participant and keeping what an organization knows of them: each change a new profile, none edited."""

from uuid import UUID

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Person, Profile
from duly.casework.models.ids import uuid7
from duly.casework.people.queries import profile_of

KNOWN = ("given_name", "family_name", "birth_date", "email", "phone", "preferred_language")


@transaction.atomic
def add_person(organization: UUID, *, by: Actor, **known: object) -> Person:
    """Add somebody this organization begins to work with; `known` are the fields of a profile."""
    id_ = uuid7()
    person = Person.objects.create(id=id_, agency_id=by.agency, ref=str(id_))
    _profile(person, organization, by=by, **known)
    return person


@transaction.atomic
def change_profile(person: Person, organization: UUID, *, by: Actor, **changes: object) -> Profile:
    """Record how the organization knows the person from now on; what was known before stays readable."""
    before = profile_of(person.pk, organization, agency=by.agency)
    known = {name: getattr(before, name) for name in KNOWN} if before else {}
    return _profile(person, organization, by=by, **(known | changes))


def _profile(person: Person, organization: UUID, *, by: Actor, **known: object) -> Profile:
    return Profile.objects.create(
        agency_id=by.agency,
        organization_id=organization,
        person=person,
        recorded_at=clock.now(),
        author=by.staff,
        **known,
    )
