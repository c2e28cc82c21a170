"""Provider C of the practice cohort as it was known on Thursday 9 April 2015, the morning of the mock-ups."""

import csv
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

import duly.demo
from duly.casework.models import Assignment, Case, CaseLine, Closing, Contact, Milestone, Person, Profile
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import refresh
from tests.casework.scene import Scene

FOLDER = Path(duly.demo.__file__).parent / "set-2015"
MORNING = datetime(2015, 4, 9, 14, 40, tzinfo=UTC)
C, LEADS = "O00005", {"S00009": "ana", "S00010": "cal"}  # Advisor C1's people are Ana's, Advisor C2's are Cal's


@cache
def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def load_provider_c(scene: Scene, *, known: datetime = MORNING) -> dict[str, Case]:
    """Everything recorded by then about the people of Provider C, as their organization's own; cases by number."""
    until = known.astimezone(UTC).date()
    people = {row["person_id"]: row for row in table("people")}
    rows = [row for row in table("cases") if row["organization_id"] == C and day(row["assigned_on"]) <= until]
    cases = {row["case_id"]: _case(scene, row, people[row["person_id"]], known) for row in rows}
    _facts(scene, cases, rows, known)
    refresh(scene.root.pk, [case.pk for case in cases.values()])
    return cases


def _case(scene: Scene, row: dict[str, str], person: dict[str, str], known: datetime) -> Case:
    owner = {"agency_id": scene.root.pk, "organization_id": scene.c.pk}
    made = Person.objects.create(agency_id=scene.root.pk, ref=row["person_id"])
    Profile.objects.create(
        **owner,
        person=made,
        given_name=person["given_name"],
        family_name=person["family_name"],
        phone=person["phone"],
        preferred_language=person["preferred_language"],
        recorded_at=known,
    )
    case = Case.objects.create(
        **owner,
        ref=row["case_id"],
        person=made,
        program="set",
        edition="2013-07-01",
        assigned_on=day(row["assigned_on"]),
        recorded_at=known,
    )
    CaseLine.objects.create(**owner, case=case)
    Assignment.objects.create(
        **owner,
        case=case,
        staff=scene.staff[LEADS[row["case_manager_id"]]],
        during=DateRange(case.assigned_on, None),
        recorded_at=known,
    )
    return case


def _facts(scene: Scene, cases: dict[str, Case], rows: list[dict[str, str]], known: datetime) -> None:
    def of(case: Case, ref: str, recorded: str) -> dict[str, object]:
        return {
            "id": uuid7(),
            "ref": ref,
            "agency_id": scene.root.pk,
            "organization_id": scene.c.pk,
            "case": case,
            "recorded_at": datetime.fromisoformat(recorded),
        }

    def ours(name: str) -> list[dict[str, str]]:
        found = (row for row in table(name) if row["case_id"] in cases)
        return [row for row in found if datetime.fromisoformat(row["recorded_at"]) <= known]

    Contact.objects.bulk_create(
        Contact(
            **of(cases[row["case_id"]], row["contact_id"], row["recorded_at"]),
            kind=row["kind"],
            mode=row["mode"],
            occurred_on=day(row["occurred_on"]),
            outcome=row["outcome"],
            note=row["note"],
        )
        for row in ours("contacts")
    )
    Milestone.objects.bulk_create(
        Milestone(
            **of(cases[row["case_id"]], row["milestone_id"], row["recorded_at"]),
            kind=row["kind"],
            achieved_on=day(row["achieved_on"]),
        )
        for row in ours("milestones")
    )
    Closing.objects.bulk_create(
        Closing(
            **of(cases[row["case_id"]], f"X{row['case_id']}", row["closed_recorded_at"]),
            closed_on=day(row["closed_on"]),
            reason=row["closure_reason"],
        )
        for row in rows
        if row["closed_on"] and datetime.fromisoformat(row["closed_recorded_at"]) <= known
    )
