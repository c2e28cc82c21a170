"""How an organization knows a person."""

from uuid import UUID

from duly.casework.models import Case, Profile


def profile_of(person: UUID, organization: UUID, *, agency: UUID) -> Profile | None:
    """How the organization knows the person today: the latest version."""
    return (
        Profile.objects.filter(agency_id=agency, organization_id=organization, person_id=person)
        .order_by("-recorded_at", "-id")
        .first()
    )


def name_of(case: Case) -> str:
    """The name to say on a page about this case; its number where no name is on file."""
    profile = profile_of(case.person_id, case.organization_id, agency=case.agency_id)
    return profile.name if profile else case.ref
