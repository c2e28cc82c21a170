"""Finding the fact somebody wants to put right, in the case they may record in."""

from typing import Any
from uuid import UUID

from duly.casework.models import (
    Appointment,
    Case,
    CaseEvent,
    Closing,
    Contact,
    Correction,
    Milestone,
    Service,
    ServiceEnd,
)
from duly.casework.models.owned import Fact

CORRECTABLE: tuple[Any, ...] = (Contact, Service, ServiceEnd, Milestone, CaseEvent, Appointment, Closing)


def standing_fact(case: Case, fact: UUID) -> Fact | None:
    """The fact of this case with this id, if nothing has replaced it."""
    if Correction.objects.filter(agency_id=case.agency_id, replaces=fact).exists():
        return None
    found = (kind.objects.filter(agency_id=case.agency_id, case=case, pk=fact).first() for kind in CORRECTABLE)
    return next((each for each in found if each is not None), None)
