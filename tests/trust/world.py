"""Two agencies, four providers, a canary in every text of every organization: who meets a foreign one found a leak."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from duly.casework import access, context
from duly.casework.asks.actions import answer, put_ask
from duly.casework.assignments.actions import open_case, schedule
from duly.casework.closing.actions import close_case
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct
from duly.casework.deferrals.actions import put_off
from duly.casework.documents.actions import attach
from duly.casework.documents.sandbox import checked
from duly.casework.events.actions import record_event
from duly.casework.handovers.actions import hand_over
from duly.casework.meetings.actions import keep_draft, record_meeting
from duly.casework.models import (
    AccessChange,
    Case,
    Drawn,
    LocalGroup,
    Membership,
    Opening,
    PlanItem,
    ReferredElsewhere,
    Service,
    Staff,
)
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person
from duly.casework.plans.actions import Wording, add_item, end_item
from duly.casework.plans.content import digest
from duly.casework.plans.plan import plan_now
from duly.casework.plans.signing import sign
from duly.casework.services.actions import end_service, record_milestone, record_service
from tests.casework.scene import MONDAY, Scene, set_scene, stand_clock

WORDS = ("given", "family", "phone", "email", "note", "topic", "place", "event", "answer", "closing", "draft", "reason",
         "document", "plan")


@dataclass
class Home:
    """One provider with its cases and everything that would betray it."""

    key: str
    scene: Scene
    organization: object
    worker: Staff
    cases: list[Case] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    facts: list[object] = field(default_factory=list)
    documents: dict[UUID, object] = field(default_factory=dict)  # one of each case
    items: list[PlanItem] = field(default_factory=list)
    move: UUID = field(default_factory=uuid7)

    def canary(self, word: str) -> str:
        return f"Kanari{self.key.capitalize()}{word}"

    def canaries(self) -> list[str]:
        return [self.canary(word) for word in WORDS]


@dataclass
class World:
    """All of it, and who asks."""

    homes: dict[str, Home]
    scenes: list[Scene]


def make_world() -> World:
    """Build it with the application's own verbs, as each organization's own worker."""
    stand_clock()
    first, second = set_scene("Oversight"), set_scene("Elsewhere", prefix="Second ")
    homes = {
        "c": _home("c", first, first.c, "ana"), "d": _home("d", first, first.d, "ben"),
        "x": _home("x", second, second.c, "ana"), "y": _home("y", second, second.d, "ben"),
    }  # fmt: skip
    return World(homes, [first, second])


def _home(key: str, scene: Scene, organization: object, worker: str) -> Home:
    home = Home(key, scene, organization, scene.staff[worker])
    second = _colleague(home)
    with context.bound(agency=scene.root.pk, whole_agency=True):
        for number, lead in enumerate((home.worker, second, home.worker)):
            _case(home, number, lead)
        _move(home, home.cases[2], second, scene.actor(worker))  # formerly the worker's own
    return home


def _move(home: Home, case: Case, to: Staff, by: access.Actor) -> None:
    hand_over({case.pk: to.pk}, leads={case.pk: home.worker.pk}, since=MONDAY, entry=home.move, by=by)


def _colleague(home: Home) -> Staff:
    """Another case manager of the same organization."""
    staff = Staff.objects.create_user(
        f"{home.key}2@example.org", "correct horse battery staple", name=f"Second {home.key}",
        agency_id=home.scene.root.pk, ref=f"{home.key}2",
    )  # fmt: skip
    Membership.objects.create(
        agency_id=home.scene.root.pk, organization=home.organization, staff=staff, role="case_manager",
        during=DateRange(date(2013, 7, 1), None),
    )  # fmt: skip
    return staff


def _case(home: Home, number: int, lead: Staff) -> None:
    by = access.actor_of(home.worker, day=MONDAY)
    person = add_person(
        home.organization.pk, by=by, given_name=home.canary("given"), family_name=f"{home.canary('family')}{number}",
        birth_date=date(1986, 8, 5), phone=home.canary("phone"), email=f"{home.canary('email')}@example.org",
    )  # fmt: skip
    case = open_case(person, home.organization.pk, program="set", assigned_on=date(2015, 1, 1), by=by, lead=lead)
    home.cases.append(case)
    home.facts += _facts(home, case, by)
    if number == 2:
        record_contact(case, entry=uuid7(), kind="check_in", on=date(2015, 2, 3), mode="phone", outcome="completed",
                       note=home.canary("note"), by=by, also=[(home.cases[0], "check_in")])  # fmt: skip
    if number == 1:
        close_case(case, entry=uuid7(), closed_on=MONDAY, reason="employed", note=home.canary("closing"), by=by)


def _facts(home: Home, case: Case, by: access.Actor) -> Iterator[object]:
    """One of each kind of fact, each with a canary in each of its texts."""
    said = {"mode": "in_person", "outcome": "completed", "by": by}
    yield record_meeting(case, entry=uuid7(), kind="intake", form="intake", on=date(2015, 1, 11), mode="in_person",
                         answers={"idea": home.canary("answer")}, note=home.canary("note"), by=by)  # fmt: skip
    call = record_contact(case, entry=uuid7(), kind="check_in", on=date(2015, 2, 1), note=home.canary("note"), **said)
    yield correct(call, reason=home.canary("reason"), by=by, note=f"{home.canary('note')} again")
    service = record_service(case, entry=uuid7(), kind="coaching", delivery="direct", topic=home.canary("topic"),
                             started_on=date(2015, 2, 1), by=by)  # fmt: skip
    home.services.append(service)
    yield service
    _leave_traces(home, case, service, by)
    yield record_milestone(case, entry=uuid7(), kind="first_sale", achieved_on=date(2015, 3, 1), by=by)
    yield record_event(case, "hold", on=date(2015, 3, 2), what="illness", note=home.canary("event"), by=by)
    yield schedule(case, kind="check_in", starts_at=datetime(2015, 4, 7, 15, tzinfo=UTC), mode="phone",
                   place=home.canary("place"), by=by)  # fmt: skip
    text = checked(f"{home.canary('document')}.txt", home.canary("document").encode())
    home.documents[case.pk] = attach(case, entry=uuid7(), kind="another", name=f"{home.canary('document')}.txt",
                                     checked=text, note=home.canary("note"), by=by)  # fmt: skip
    put_off(case, entry=uuid7(), rule="check_in", nth=4, until=MONDAY, reason=home.canary("reason"), by=by)
    keep_draft(case, "reassessment", {"progress": home.canary("draft")}, by=by)


def _leave_traces(home: Home, case: Case, service: Service, by: access.Actor) -> None:
    """An ended service, an opening on record, a change of rights: tables no form of this world fills."""
    end_service(record_service(case, entry=uuid7(), kind="training", delivery="direct", topic=home.canary("topic"),
                               started_on=date(2015, 2, 2), by=by), ended_on=date(2015, 2, 9), by=by)  # fmt: skip
    what = {"because": home.canary("reason"), "asked_by": home.canary("note"), "from": "Elsewhere", "ref": case.ref}
    asked = put_ask(case, "clearance", entry=uuid7(), by=by, what=what, answer_by=MONDAY)
    answer(asked, "declined", entry=uuid7(), by=by, organization=case.organization_id, note=home.canary("note"))
    owner = {"agency_id": case.agency_id, "organization_id": case.organization_id, "staff": by.staff}
    Opening.objects.create(**owner, case=case, what="case file", opened_at=service.recorded_at)
    AccessChange.objects.create(**owner, by=by.staff, what="invited", recorded_at=service.recorded_at)
    _settle(home, case, by)
    _plan(home, case, by)


def _plan(home: Home, case: Case, by: access.Actor) -> None:
    """A plan both signed, with a goal attained and another to come."""
    answers = {"statement": home.canary("note")}
    said = Wording(what=home.canary("plan"), owner_name=home.canary("given"), answers=answers)
    goal = add_item(case, entry=uuid7(), kind="goal", on=MONDAY, said=said, by=by)
    done = add_item(case, entry=uuid7(), kind="goal", on=MONDAY, said=said, by=by)
    end_item(case, done.item, entry=uuid7(), seen=done.pk, how="reached", on=MONDAY, note=home.canary("note"), by=by)
    names = {"participant": home.canary("given"), "staff": by.staff.name}
    sign(case, entry=uuid7(), digest=digest(plan_now(case)), names=names, how="screen", on=MONDAY, wording="We agree",
         by=by)  # fmt: skip
    home.items.append(goal)


def _settle(home: Home, case: Case, by: access.Actor) -> None:
    """A group of the organization, somebody referred elsewhere, a case drawn for a review."""
    owner = {"agency_id": case.agency_id, "organization_id": case.organization_id, "author": by.staff,
             "recorded_at": case.recorded_at}  # fmt: skip
    LocalGroup.objects.create(**owner, code="mill", label="Former mill workers", since=MONDAY)
    ReferredElsewhere.objects.create(
        **owner, ref=str(uuid7()), person_id=case.person_id, program="set", note=home.canary("note"),
        reason="no_place", to=home.canary("place"), referred_on=MONDAY,
    )  # fmt: skip
    Drawn.of(case, author=by.staff, at=case.recorded_at, draw=home.move, review="quality", seed="1", nth=1, size=1,
             among=3).save(force_insert=True)  # fmt: skip
