"""What is settled about a person beside the plan: groups, eligibility, assessment, advice, quality of the record."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field as Limit

from duly.engine.forms import Code
from duly.engine.parts import Keyed, Lasting, Names, Sources, Text

# What is kept beside a membership and beside a decision; no program file asks these.
BESIDE = {"group": ("source",), "eligibility": ("basis", "decider", "decided_by")}


class Group(Code):
    """Frozen: a group people are served as members of; new members are taken between its days."""

    since: date | None = None
    until: date | None = None

    def takes(self, day: date) -> bool:
        """Whether somebody can become a member on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class EligibilityRule(Keyed):
    """Frozen: a rule by which somebody decides whether a person may be served, and what that may rest on."""

    asks: Text  # the rule itself, as the person deciding reads it
    groups: Names = ()  # of whom it is asked; nothing: of everybody
    basis: dict[str, Text] = {}  # what may be seen as proof
    lasts: Lasting | None = None  # how long a decision holds


class AssessmentStep(Keyed):
    """Frozen: one step of the assessment: its form, kept as one standing answer or as one entry after another."""

    form: Text
    purpose: str = ""
    many: bool = False  # each entry stands beside the others, as tests do


class Advice(Keyed):
    """Frozen: something recommended once a service of a category was given; it warns and stops nothing."""

    category: Text
    wants: Annotated[Names, Limit(min_length=1)]  # any one of these on file
    says: Text


class Check(Keyed):
    """Frozen: something about the record itself that somebody should put right."""

    kind: Literal[
        "written_late", "day_missing", "step_missing", "profile_missing", "out_of_order", "nobody_responsible",
        "undecided",
    ]
    after: Lasting | None = None  # written_late: so long after the day; step_missing: so long after assignment
    steps: Names = ()  # step_missing: these steps of the assessment
    sources: Annotated[Sources, Limit(min_length=1)]


class Review(Keyed):
    """Frozen: a supervisor's look at a drawn sample: its checklist, and by when what is found is put right."""

    form: Text
    size: Annotated[int, Limit(ge=1, le=200)] = 5
    correct_within: Lasting
    asks: Text  # the event that asks for a correction and names its day
    settled_by: Text  # the event that says it was made
