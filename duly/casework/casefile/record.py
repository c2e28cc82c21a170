"""The whole record of one case, read once: facts of every table, with what was corrected and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from duly.casework.asks.queries import Asked, asks_of
from duly.casework.models import (
    Answers,
    Appointment,
    Assignment,
    Attachment,
    Case,
    CaseEvent,
    CaseLine,
    Closing,
    Contact,
    ContactCase,
    Correction,
    Deferral,
    Milestone,
    PlanItem,
    PlanItemEnd,
    Profile,
    Service,
    ServiceEnd,
    Staff,
)
from duly.casework.models.owned import Fact
from duly.casework.obligations import chain
from duly.casework.obligations.duties import every_duty
from duly.casework.obligations.history import Row, history_of
from duly.casework.people.queries import profile_of
from duly.engine.facts import History
from duly.engine.owing import Obligation
from duly.engine.program import Edition
from duly.engine.reading import load

Signed = Row | ServiceEnd | Appointment | Assignment | Correction | Answers | Deferral


@dataclass(frozen=True, slots=True)
class Record:
    """One case with everything on file; lists hold superseded facts too, `corrections` says by what."""

    case: Case
    edition: Edition
    line: CaseLine
    profile: Profile | None
    history: History
    duties: tuple[Obligation, ...]
    contacts: list[Contact]
    credits: list[ContactCase]
    services: list[Service]
    ends: list[ServiceEnd]
    milestones: list[Milestone]
    events: list[CaseEvent]
    appointments: list[Appointment]
    closings: list[Closing]
    assignments: list[Assignment]
    deferrals: list[Deferral]
    items: list[PlanItem]
    item_ends: list[PlanItemEnd]
    attachments: list[Attachment]
    corrections: dict[UUID, Correction] = field(default_factory=dict)
    answers: dict[UUID, Answers] = field(default_factory=dict)
    asks: list[Asked] = field(default_factory=list)
    earlier: list[Case] = field(default_factory=list)  # the cases it continues at other organizations, newest first

    @property
    def facts(self) -> dict[UUID, Fact]:
        """Every fact that can be put right, by its id."""
        lists = (self.contacts, self.credits, self.services, self.ends, self.milestones, self.events)
        rest = (self.appointments, self.closings, self.deferrals, self.attachments)
        return {each.pk: each for found in (*lists, *rest) for each in found}

    @property
    def cases(self) -> list[Case]:
        """This case and those it continues."""
        return [self.case, *self.earlier]

    @property
    def elsewhere(self) -> frozenset[UUID]:
        """What was recorded at another organization: read here, changed by nobody here."""
        before = {each.pk for each in self.earlier}
        return frozenset(id_ for id_, each in self.facts.items() if each.case_id in before) if before else frozenset()

    def stands(self, fact: UUID) -> bool:
        """Whether nothing has replaced or retracted this fact."""
        return fact not in self.corrections

    def came_from(self, fact: UUID) -> Correction | None:
        """The correction that put this fact in the place of another."""
        return next((each for each in self.corrections.values() if each.by == fact), None)

    def end_of(self, service: Service) -> ServiceEnd | None:
        """The end of the service that holds."""
        return next((each for each in self.ends if each.service_id == service.pk and self.stands(each.pk)), None)

    def put_off(self, duty: Obligation) -> Deferral | None:
        """The latest word on when the duty is to be done, if it was put off."""
        about = (each for each in self.deferrals if (each.rule, each.nth) == (duty.rule, duty.nth))
        return next((each for each in about if self.stands(each.pk)), None)

    def lead(self, day: date) -> Assignment | None:
        """Who answers for the case on that day."""
        return next((each for each in self.assignments if each.role == "lead" and _holds(each, day)), None)

    @property
    def name(self) -> str:
        return self.profile.name if self.profile else "Name not recorded"


def record_of(case: Case) -> Record:
    """Read the case's whole record: one statement a table, however long the history.

    What was recorded where it was before is read as well, under the grant of its transfer, and cannot be changed here.
    """
    with chain.whole(case) as earlier:
        return _read(case, earlier)


def _read(case: Case, earlier: list[Case]) -> Record:
    cases = [case, *earlier]
    edition = load(case.program, case.edition)
    corrections = {each.replaces: each for each in _of(cases, Correction.objects.order_by("recorded_at"))}
    contacts = list(_of(cases, Contact.objects.order_by("-occurred_on", "-recorded_at")))
    credited = list(_of(cases, ContactCase.objects.select_related("contact")))
    services = list(_of(cases, Service.objects.order_by("-started_on")))
    milestones = list(_of(cases, Milestone.objects.order_by("-achieved_on")))
    events = list(_of(cases, CaseEvent.objects.order_by("-occurred_on")))
    closings = list(_of(cases, Closing.objects.order_by("-closed_on")))
    items = list(_of(cases, PlanItem.objects.all()))
    item_ends = list(_of(cases, PlanItemEnd.objects.all())) if items else []
    attachments = list(_of(cases, Attachment.objects.order_by("-recorded_at", "-id")))
    facts: tuple[Row, ...] = (*contacts, *credited, *services, *milestones, *events, *closings, *items, *item_ends)
    facts += (*attachments,)
    history = history_of(case, facts, {id_: each.recorded_at for id_, each in corrections.items()}, earlier=earlier)
    found = Record(
        case=case,
        edition=edition,
        history=history,
        duties=every_duty(edition, history),
        line=CaseLine.objects.get(agency_id=case.agency_id, case=case),
        profile=profile_of(case.person_id, case.organization_id, agency=case.agency_id),
        contacts=contacts,
        credits=credited,
        services=services,
        ends=list(_of(cases, ServiceEnd.objects.order_by("nth"))),
        milestones=milestones,
        events=events,
        appointments=list(_of(cases, Appointment.objects.order_by("-starts_at"))),
        closings=closings,
        assignments=list(_of(cases, Assignment.objects.order_by("-recorded_at"))),
        deferrals=list(_of(cases, Deferral.objects.order_by("-recorded_at", "-id"))),
        items=items,
        item_ends=item_ends,
        attachments=attachments,
        corrections=corrections,
        answers={each.about: each for each in _of(cases, Answers.objects.all())},
        asks=asks_of(case.agency_id, case.pk),
        earlier=earlier,
    )
    _name_staff(case, found, facts)
    return found


def _of[Rows: QuerySet](cases: list[Case], rows: Rows) -> Rows:
    here = rows.filter(agency_id=cases[0].agency_id)
    return here.filter(case=cases[0]) if len(cases) == 1 else here.filter(case__in=cases)


def _name_staff(case: Case, record: Record, facts: Iterable[Row]) -> None:
    """Put the few who wrote all this beside what they wrote: joined, each would be looked up once a fact."""
    signed: list[Signed] = [*facts, *record.ends, *record.appointments, *record.assignments]
    signed += record.deferrals
    signed += [*record.corrections.values(), *record.answers.values()]
    wanted = {each.author_id for each in signed if each.author_id} | {each.staff_id for each in record.assignments}
    staff = {each.pk: each for each in Staff.objects.filter(agency_id=case.agency_id, pk__in=wanted)}
    for row in signed:
        row.author = staff[row.author_id] if row.author_id else None
    for assignment in record.assignments:
        assignment.staff = staff[assignment.staff_id]


def _holds(assignment: Assignment, day: date) -> bool:
    during = assignment.during
    return not during.isempty and during.lower <= day and (during.upper is None or day < during.upper)
