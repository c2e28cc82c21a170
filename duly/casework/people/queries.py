"""How an organization knows a person."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from duly.casework.models import Case, Profile, Staff


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


def like(known: dict[str, object], *, organizations: Iterable[UUID], agency: UUID) -> list[Profile]:
    """People on file at these organizations who may be the same: one phone, or one family name and birth date."""
    alike = Q(pk=None)
    if known.get("phone"):
        alike |= Q(phone=known["phone"])
    if known.get("birth_date") and known.get("family_name"):
        alike |= Q(birth_date=known["birth_date"], family_name__iexact=known["family_name"])
    found = Profile.objects.filter(alike, agency_id=agency, organization_id__in=list(organizations))
    return list(found.order_by("person_id", "-recorded_at").distinct("person_id")[:5])


def workers(organizations: Iterable[UUID], *, agency: UUID, day: date) -> list[Staff]:
    """Staff who may answer for a case at these organizations on that day, by name."""
    during = Q(memberships__during__contains=day, memberships__role__in=("case_manager", "supervisor", "director"))
    found = Staff.objects.filter(
        during, agency_id=agency, memberships__organization_id__in=list(organizations), is_active=True
    )
    return list(found.distinct().order_by("name"))


def names_of(cases: Iterable[Case]) -> dict[UUID, str]:
    """How the organization of each case calls its person, by case; none where names are not for whoever asks."""
    found = list(cases)
    if not found:
        return {}
    known = Profile.objects.filter(
        agency_id=found[0].agency_id, organization_id__in={each.organization_id for each in found},
        person_id__in={each.person_id for each in found},
    )  # fmt: skip
    latest = known.order_by("organization_id", "person_id", "-recorded_at", "-id").distinct(
        "organization_id", "person_id"
    )
    names = {(each.organization_id, each.person_id): each.name for each in latest}
    wanted = ((each.pk, names.get((each.organization_id, each.person_id))) for each in found)
    return {case: name for case, name in wanted if name}
