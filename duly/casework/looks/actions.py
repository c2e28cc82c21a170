"""Keeping views and columns. Nothing here is a fact about anybody: it may be changed and thrown away."""

from collections.abc import Sequence
from uuid import UUID

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import CaseloadChoice, SavedView


def save_view(organization: UUID, *, name: str, asked: str, columns: Sequence[str], shared: bool, by: Actor) -> UUID:
    """A new view of one's own, perhaps for everybody in the organization."""
    made = SavedView.objects.create(
        agency_id=by.agency,
        organization_id=organization,
        staff=by.staff,
        name=name,
        asked=asked,
        columns=list(columns),
        shared=shared,
        saved_at=clock.now(),
    )
    return made.pk


def change_view(view: UUID, *, by: Actor, **said: object) -> None:
    """Another name, filter or columns; shared or no longer."""
    SavedView.objects.filter(agency_id=by.agency, pk=view).update(saved_at=clock.now(), **said)


def drop_view(view: UUID, *, by: Actor) -> None:
    SavedView.objects.filter(agency_id=by.agency, pk=view).update(gone_at=clock.now())


def bring_view_back(view: UUID, *, by: Actor) -> bool:
    """What was dropped by mistake; not where a new view took its name."""
    gone = SavedView.objects.filter(agency_id=by.agency, pk=view).exclude(gone_at=None).first()
    if gone is None or has_view(gone.name, staff=gone.staff_id, agency=by.agency):
        return False
    return bool(SavedView.objects.filter(agency_id=by.agency, pk=view).update(gone_at=None))


def has_view(name: str, *, staff: UUID, agency: UUID, but: UUID | None = None) -> bool:
    """Whether they have a view of that name already."""
    found = SavedView.objects.filter(agency_id=agency, staff_id=staff, name=name, gone_at=None)
    return (found.exclude(pk=but) if but else found).exists()


def choose(*, by: Actor, **said: object) -> None:
    """Which columns stand there, or with which view the caseload opens."""
    CaseloadChoice.objects.update_or_create(agency_id=by.agency, staff=by.staff, defaults=said)
