"""One edition of a program as frozen values: what is required, read from its file."""


from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from duly.engine.assessing import Advice, AssessmentStep, Check, EligibilityRule, Group, Review
from duly.engine.forms import (
    ENTRY_FIELDS,
    MODES,
    OUTCOMES,
    ByTwo,
    ClosingReason,
    Code,
    ContactKind,
    Field,
    Form,
    Gate,
    Need,
    Phase,
    Topics,
    Words,
)
from duly.engine.lengths import Length
from duly.engine.parts import Keyed, Part, Sources, Text
from duly.engine.planning import PlanKind, PlanRules, Sheet
from duly.engine.rules import (
    ANY_CONTACT,
    REACHED,
    FollowUp,
    Interval,
    Lapse,
    Once,
    Pace,
    ProgramLength,
    Rule,
    Series,
    Step,
    Windows,
)
from duly.engine.scoring import (
    Band,
    Count,
    MeanDays,
    Measure,
    Payment,
    Payments,
    ShareComplete,
    ShareHeld,
    ShareOnTime,
    Total,
)

__all__ = [
    "ANY_CONTACT", "ENTRY_FIELDS", "MODES", "OUTCOMES", "REACHED", "Band", "ByTwo", "ClosingReason", "Code",
    "ContactKind", "Count", "Edition", "Field", "FollowUp", "Form", "Gate", "Interval", "Keyed", "Lapse",
    "Length", "MeanDays", "Measure", "Need", "Once", "Pace", "Payment", "Payments", "Phase", "PlanKind", "PlanRules",
    "ProgramLength",
    "Rule", "Series", "ShareComplete", "ShareHeld", "ShareOnTime", "Sheet", "Step", "Topics", "Total", "Windows",
    "Words",
]

BUILT_IN = (
    "assigned", "acknowledged", "closed", "hold", "resumed", "phase", "step", "step_done", "service", "member",
    "assessed", "eligible", "not_eligible",
)
NAMED = ("eligible", "assessed")  # facts that also go by the rule they answer, the step they took


class Edition(Part):
    """Frozen: everything one dated edition of one program requires."""

    program: Text
    edition: date
    name: Text
    short: Text
    about: Text
    time_zone: Text
    words: Words = Words()
    sources: Sources = ()
    phases: dict[str, Phase] = {}
    staffing: dict[str, Code] = {}
    contacts: dict[str, ContactKind]
    events: dict[str, Code] = {}
    owed: dict[str, Rule]
    gates: dict[str, Gate] = {}
    measures: dict[str, Measure] = {}
    total: Total | None = None
    payments: Payments | None = None
    counts: dict[str, Count] = {}
    forms: dict[str, Form] = {}
    milestones: dict[str, Code] = {}
    categories: dict[str, Code] = {}
    services: dict[str, Code] = {}
    deliveries: dict[str, Code] = {}
    topics: Topics = Topics(any_text=True)
    groups: dict[str, Group] = {}
    selection: dict[str, Code] = {}
    eligibility: dict[str, EligibilityRule] = {}
    elsewhere: dict[str, Code] = {}
    assessment: dict[str, AssessmentStep] = {}
    advice: dict[str, Advice] = {}
    quality: dict[str, Check] = {}
    reviews: dict[str, Review] = {}
    barriers: dict[str, Code] = {}
    plan: PlanRules | None = None
    engagement: dict[str, Code] = {}
    hold_reasons: dict[str, Code] = {}
    closing: dict[str, ClosingReason]
    every_closing: dict[str, Need] = {}
    closing_by_two: ByTwo | None = None
    documents: dict[str, Code] = {}

    def __hash__(self) -> int:
        return hash((self.program, self.edition))

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def id(self) -> str:
        """How the edition is named in reports and tables: its date."""
        return self.edition.isoformat()

    def rule(self, key: str) -> Rule:
        """The rule with this key."""
        return self.owed[key]

    def length(self) -> ProgramLength | None:
        """The rule that says how long the program lasts, if one does."""
        return next((rule for rule in self.owed.values() if isinstance(rule, ProgramLength)), None)

    def windows(self) -> Windows | None:
        """The first windows rule: the strip a caseload shows."""
        return next((rule for rule in self.owed.values() if isinstance(rule, Windows)), None)
