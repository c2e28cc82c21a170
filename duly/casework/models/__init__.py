"""The tables, each one kind of truth: fact (added) · derived (rebuildable) · reference · local."""

from duly.casework.models.cases import Assignment, Case, Handover, Person, Profile
from duly.casework.models.decisions import Ask, Reply
from duly.casework.models.derived import CaseLine, Obligation, Tally
from duly.casework.models.documents import Attachment, AttachmentContent
from duly.casework.models.facts import (
    Answers,
    Appointment,
    CaseEvent,
    Closing,
    Contact,
    ContactCase,
    Correction,
    Deferral,
    Milestone,
    Service,
    ServiceEnd,
)
from duly.casework.models.groups import Drawn, LocalGroup, ReferredElsewhere
from duly.casework.models.imports import Batch, Undoing
from duly.casework.models.local import CaseloadChoice, ClockRow, Derivation, Draft, SavedView
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
    "Attachment",
    "AttachmentContent",
    "Batch",
    "Case",
    "CaseEvent",
    "CaseLine",
    "CaseloadChoice",
    "ClockRow",
    "Closing",
    "Contact",
    "ContactCase",
    "Correction",
    "Deferral",
    "Derivation",
    "Draft",
    "Drawn",
    "Handover",
    "LocalGroup",
    "Membership",
    "Milestone",
    "Obligation",
    "Opening",
    "Organization",
    "Person",
    "PlanItem",
    "PlanItemEnd",
    "PlanVersion",
    "Profile",
    "ReferredElsewhere",
    "Reply",
    "SavedView",
    "Service",
    "ServiceEnd",
    "Staff",
    "Tally",
    "Undoing",
]
