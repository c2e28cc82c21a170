"""The practice cohort as facts, straight from its files: without the import, so that reports are tried on their own."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Model

import duly.demo
from duly.casework.models import Case, CaseLine, Closing, Contact, Organization, Person
from duly.casework.models.ids import uuid7
from duly.casework.models.owned import Fact
from duly.casework.obligations.refresh import rebuild
from duly.engine.facts import Fact as Happened
from duly.engine.facts import History
from duly.engine.measures import CaseOf
from duly.engine.reading import load

FILES = Path(duly.demo.__file__).parent / "set-2015"
ZONE = load("set").zone


def rows(name: str) -> list[dict[str, str]]:
    with (FILES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass
class Cohort:
    """The agency and, by the day it was recorded, every row to be added."""

    root: Organization
    organizations: dict[str, Organization]
    by_day: dict[date, list[Model]] = field(default_factory=dict)

    def add(self, moment: datetime, row: Model) -> None:
        self.by_day.setdefault(moment.astimezone(ZONE).date(), []).append(row)

    def write(self, days: Iterable[date]) -> None:
        """Add what was recorded on these days, and derive the cases it touches."""
        added = [row for each in days for row in self.by_day.get(each, ())]
        for model in (Person, Case, CaseLine, Contact, Closing):
            model.objects.bulk_create([row for row in added if type(row) is model], batch_size=2000)
        touched = {row.case_id if isinstance(row, Fact) else row.pk for row in added if isinstance(row, Fact | Case)}
        rebuild(self.root.pk, sorted(touched))


def laid_out() -> Cohort:
    """The organizations written, the cases and their facts waiting to be."""
    organizations = dict(_organizations())
    made = Cohort(next(each for each in organizations.values() if each.parent_id is None), organizations)
    cases = {each["case_id"]: _case(made, each) for each in rows("cases")}
    for each in rows("contacts"):
        _contact(made, cases[each["case_id"]], each)
    return made


def _organizations() -> Iterator[tuple[str, Organization]]:
    known: dict[str, Organization] = {}
    for row in rows("organizations"):
        id_, parent = uuid7(), known.get(row["parent_id"])
        known[row["organization_id"]] = Organization.objects.create(
            id=id_,
            agency_id=parent.agency_id if parent else id_,
            parent=parent,
            ref=row["organization_id"],
            name=row["name"],
            kind=row["kind"],
        )
        yield row["organization_id"], known[row["organization_id"]]


def _case(cohort: Cohort, row: dict[str, str]) -> Case:
    organization = cohort.organizations[row["organization_id"]]
    person = Person(agency_id=organization.agency_id, ref=row["person_id"])
    at = datetime.fromisoformat(f"{row['assigned_on']}T12:00:00+00:00")
    case = Case(
        agency_id=organization.agency_id,
        organization=organization,
        ref=row["case_id"],
        person=person,
        program=row["program"],
        edition=load(row["program"]).id,
        assigned_on=at.date(),
        recorded_at=at,
    )
    for each in (person, case, CaseLine(agency_id=case.agency_id, organization=organization, case_id=case.pk)):
        cohort.add(at, each)
    if row["closed_on"]:
        closed = datetime.fromisoformat(row["closed_recorded_at"])
        id_ = uuid7()
        cohort.add(
            closed,
            Closing(
                id=id_,
                ref=str(id_),
                agency_id=case.agency_id,
                organization=organization,
                case=case,
                closed_on=day(row["closed_on"]),
                reason=row["closure_reason"],
                recorded_at=closed,
            ),
        )
    return case


def _contact(cohort: Cohort, case: Case, row: dict[str, str]) -> None:
    at = datetime.fromisoformat(row["recorded_at"])
    cohort.add(
        at,
        Contact(
            ref=row["contact_id"],
            agency_id=case.agency_id,
            organization_id=case.organization_id,
            case=case,
            kind=row["kind"],
            occurred_on=day(row["occurred_on"]),
            mode=row["mode"],
            outcome=row["outcome"],
            recorded_at=at,
        ),
    )


def as_engine_sees(cohort: Cohort) -> list[CaseOf]:
    """The same cases and facts as values, for the engine to score without a database."""
    facts: dict[UUID, list[Happened]] = {}
    cases: list[Case] = []
    for row in (each for day in cohort.by_day.values() for each in day):
        if isinstance(row, Case):
            cases.append(row)
        if made := MAKES.get(type(row)):
            facts.setdefault(getattr(row, "case_id", row.pk), []).append(made(row))
    return [_case_of(case, facts[case.pk]) for case in cases]


def _case_of(case: Case, facts: list[Happened]) -> CaseOf:
    organization = case.organization
    return CaseOf(organization.ref, organization.name, load(case.program, case.edition), History.of(facts))


MAKES: dict[type, Callable] = {
    Case: lambda row: Happened(str(row.pk), "assigned", row.assigned_on, row.recorded_at),
    Contact: lambda row: Happened(
        str(row.pk), "contact", row.occurred_on, row.recorded_at, row.kind, row.mode, row.outcome
    ),
    Closing: lambda row: Happened(str(row.pk), "closed", row.closed_on, row.recorded_at, row.reason),
}
