"""The tables, each one kind of truth: fact (added) · derived (rebuildable) · reference · local."""

from duly.casework.models.cases import Assignment, Case, Handover, Person, Profile
from duly.casework.models.decisions import Ask, Reply
from duly.casework.models.derived import CaseLine, Obligation, Tally
from duly.casework.models.facts import (
    Answers,
    Appointment,
    CaseEvent,
    Closing,
    Contact,
    ContactCase,
    Correction,
    Milestone,
    Deferral,
    Service,
    ServiceEnd,
)
from duly.casework.models.imports import Batch, Undoing
from duly.casework.models.local import ClockRow, Derivation, Draft
from duly.casework.models.organizations import Membership, Organization, Staff
from duly.casework.models.plans import Agreement, PlanItem, PlanItemEnd, PlanVersion
from duly.casework.models.record import AccessChange, Opening

__all__ = [
    "AccessChange",
    "Agreement",
    "Answers",
    "Appointment",
    "Ask",
    "Assignment",
    "Batch",
    "Case",
    "CaseEvent",
    "CaseLine",
    "ClockRow",
    "Closing",
    "Contact",
    "ContactCase",
    "Correction",
    "Derivation",
    "Draft",
    "Handover",
    "Membership",
    "Milestone",
    "Obligation",
    "Deferral",
    "Opening",
    "Organization",
    "Person",
    "PlanItem",
    "PlanItemEnd",
    "PlanVersion",
    "Profile",
    "Reply",
    "Service",
    "ServiceEnd",
    "Staff",
    "Tally",
    "Undoing",
]
