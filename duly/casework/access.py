"""Who may do what to which cases: one table. Everything else asks here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from duly.casework.context import Context
from duly.casework.models import Case, CaseLine, Staff
from duly.engine.facts import TRANSFERRED

View = TypeVar("View", bound=Callable[..., object])

WORKERS = frozenset({"case_manager", "support", "supervisor", "director"})
LEADS = frozenset({"supervisor", "director"})

# act: (the sentence an auditor reads, the roles that may), in the organizations from the role's own downwards.
MAY: dict[str, tuple[str, frozenset[str]]] = {
    "work": ("see the people of their organization: today, caseload, search, case file", WORKERS),
    "record": ("log contacts, tries, services, milestones and events, and correct what is recorded", WORKERS),
    "take_in": ("acknowledge new assignments and schedule intake", WORKERS),
    "assign": ("name or change the case manager of a case", LEADS | {"case_manager"}),
    "plan": ("change the case plan, end what stands in it, and agree to it", LEADS | {"case_manager"}),
    "enroll": ("add a participant and open a case", WORKERS),
    "close": ("close a case, put it on hold, reopen it", LEADS | {"case_manager"}),
    "decide": ("decide on a closing that somebody else prepared", LEADS),
    "lead": ("see the team: caseloads, what waits for a decision, what was written late", LEADS),
    "serve_elsewhere": (
        "ask to serve somebody within the plan another organization keeps, and record it there while cleared",
        LEADS | {"case_manager"},
    ),
    "transfer": ("release a case to another organization, and take one over from there", LEADS),
    "extend": ("let a case go on beyond the length of its program, with the reason", LEADS),
    "shorten": ("agree on a shorter time between contacts for one case, with the reason", LEADS | {"case_manager"}),
    "keep_groups": ("keep groups of their own organization that people can be members of", LEADS),
    "read_counts": (
        "read official counts and what the record lacks, with the way to put it right",
        LEADS | {"case_manager", "support"},
    ),
    "review": ("draw a sample of cases, look each through by a checklist and ask for corrections", LEADS),
    "export": ("take their caseload out as a spreadsheet", LEADS | {"case_manager"}),
    "read_fidelity": ("read fidelity tables and figures", LEADS | {"case_manager", "liaison", "finance", "evaluator"}),
    "open_figure": (
        "open a figure into its cases, by case number, with the reason for each",
        LEADS | {"case_manager", "liaison"},
    ),
    "read_program": (
        "read the rules of a program and their sources",
        WORKERS | {"liaison", "finance", "evaluator", "admin"},
    ),
    "import": ("bring in exchange files for the organizations they administer", frozenset({"admin"})),
    "manage_people": ("invite staff, give and end roles", frozenset({"admin"})),
    "own_account": ("see and change their own account", WORKERS | {"liaison", "finance", "evaluator", "admin"}),
}

# Acts a password alone does not open: who may do one of these signs in with a second step.
TWO_STEPS = frozenset({"manage_people"})

# Route names open to anybody, signed in or not. Everything else needs an act from the table above.
# Beside pages: /healthz, and where browsers report what the content security policy stopped.
OPEN = frozenset({"healthz", "policy-reports", "invitation", "first-password", "help", "keyboard", "accessibility"})


@dataclass(frozen=True, slots=True)
class Grant:
    """One role on one day: in an organization and everything below it."""

    role: str
    organization: UUID
    name: str
    reach: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, with what they may do today."""

    staff: Staff
    day: date
    grants: tuple[Grant, ...]

    @property
    def agency(self) -> UUID:
        return self.staff.agency_id

    def may(self, act: str) -> bool:
        """Whether any role of theirs allows the act anywhere."""
        return any(grant.role in MAY[act][1] for grant in self.grants)

    @property
    def needs_two_steps(self) -> bool:
        """Whether they may give rights or money, for which a stolen password must not be enough."""
        return any(self.may(act) for act in TWO_STEPS)

    def reach(self, act: str) -> frozenset[UUID]:
        """The organizations in which they may do it."""
        return frozenset().union(*(grant.reach for grant in self.grants if grant.role in MAY[act][1]))

    def sight(self) -> Context:
        """What row security may show them: the union of their roles; names only to those who work with people."""
        everything = frozenset().union(*(grant.reach for grant in self.grants)) if self.grants else frozenset()
        return Context(
            agency=self.agency if self.grants else None,
            organizations=tuple(sorted(everything, key=str)),
            whole_agency=self.agency in everything,
            names=self.may("work") or self.may("import"),
            staff=self.staff.pk,
        )


GRANTS = """
WITH RECURSIVE held AS (
  SELECT m.id, m.role, m.organization_id FROM casework_membership m
  WHERE m.agency_id = %(agency)s AND m.staff_id = %(staff)s AND m.during @> %(day)s::date
), below AS (
  SELECT held.id AS held, o.id, o.name, 0 AS depth FROM held JOIN casework_organization o ON o.id = held.organization_id
  UNION ALL
  SELECT below.held, o.id, o.name, depth + 1 FROM below JOIN casework_organization o ON o.parent_id = below.id
)
SELECT held.role, held.organization_id, (array_agg(below.name ORDER BY depth))[1], array_agg(below.id)
FROM held JOIN below ON below.held = held.id
GROUP BY held.id, held.role, held.organization_id ORDER BY held.role, held.organization_id
"""


def actor_of(staff: Staff, *, day: date) -> Actor:
    """The staff member with the roles they hold on that day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS, {"agency": staff.agency_id, "staff": staff.pk, "day": day})
        grants = tuple(Grant(role, org, name, frozenset(reach)) for role, org, name, reach in cursor.fetchall())
    return Actor(staff=staff, day=day, grants=grants if staff.is_active else ())


def may(act: str) -> Callable[[View], View]:
    """Declare what a view lets people do; a view that declares nothing stops start-up."""
    if act not in MAY:
        raise ValueError(f"No act is called {act!r}; access.MAY lists them.")

    def declare(view: View) -> View:
        view.duly_act = act  # type: ignore[attr-defined]
        return view

    return declare


# Acts that change nothing in a case; every other is refused once the case goes on at another organization.
READING = frozenset({"work", "lead", "export", "read_fidelity", "open_figure"})


class Moved(Exception):
    """The case went to another organization: it can be read here, and is written there."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.ref)
        self.case = case


def cases_for(actor: Actor, *, to: str) -> QuerySet[Case]:
    """The cases the actor may do this to; the only entry to cases for a page. Nothing is done to one that moved."""
    found = _within_reach(actor, to)
    return found if to in READING else found.annotate(left_for=_left_for(actor)).exclude(left_for=TRANSFERRED)


def _within_reach(actor: Actor, to: str) -> QuerySet[Case]:
    return Case.objects.filter(agency_id=actor.agency, organization_id__in=actor.reach(to))


def _left_for(actor: Actor) -> Subquery:
    """Why the case ended, if it did."""
    lines = CaseLine.objects.filter(agency_id=actor.agency, case_id=OuterRef("pk")).values("exit_reason")
    return Subquery(lines[:1])


def case_or_404(actor: Actor, ref: str, *, to: str) -> Case:
    """The case with this number if it is the actor's for this act; otherwise it does not exist."""
    found = _within_reach(actor, to).filter(ref=ref)
    case = (found if to in READING else found.annotate(left_for=_left_for(actor))).first()
    if case is None:
        raise Http404
    if getattr(case, "left_for", "") == TRANSFERRED:
        raise Moved(case)
    return case
