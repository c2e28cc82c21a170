"""Practice plans at a career center: one changed since it was signed, one just begun, to print in Spanish."""

from datetime import date
from typing import Any
from uuid import UUID

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.assessment.actions import decide
from duly.casework.assignments.actions import open_case
from duly.casework.contacts.actions import record_contact
from duly.casework.events.actions import record_event
from duly.casework.models import Case, Contact, Organization, PlanItem
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person
from duly.casework.plans import content
from duly.casework.plans.actions import Wording, add_item, change_item, end_item
from duly.casework.plans.plan import plan_now
from duly.casework.plans.signing import sign
from duly.demo.centers import actor, at, center
from duly.engine.reading import load as edition_of

PROGRAM = "moses"
ADA = {"given_name": "Ada", "family_name": "Quiroz", "birth_date": date(1983, 11, 2), "phone": "6175550142"}
LUIS = {"given_name": "Luis", "family_name": "Serrano", "birth_date": date(1979, 4, 18), "preferred_language": "es"}


def load(agency: Organization) -> None:
    """Ada Quiroz, whose plan is in its third version, and Luis Serrano, whose plan has one goal."""
    ada = _open(agency, "N00031", ADA, "2015-04-01")
    _first(agency, ada)
    child_care = _second(agency, ada)
    _on_the_way(agency, ada)
    _third(agency, ada, child_care)
    luis = _open(agency, "N00032", LUIS, "2015-05-11")
    _begun(agency, luis)


def _open(agency: Organization, ref: str, known: dict[str, Any], day: str) -> Case:
    with at(day):
        by, north = actor(agency, "n2"), center(agency, "north")
        person = add_person(north.pk, by=by, **known)
        return open_case(
            person, north.pk, program=PROGRAM, assigned_on=date.fromisoformat(day), by=by, lead=by.staff, ref=ref
        )


def _first(agency: Organization, case: Case) -> None:
    """The assessment: what is in the way, and a first plan both sign."""
    with at("2015-04-07"):
        by = actor(agency, "n2")
        _talk(case, by, "assessment", "2015-04-07")
        for code, what, plan in BARRIERS:
            _put(case, by, "barrier", what=what, code=code, answers={"plan": plan})
        _put(case, by, "goal", what="Find work that pays", answers={"statement": "To be made precise with the tests."})
        for score, grade in (("reading_score", "10.1"), ("math_score", "9.4")):
            record_event(case, score, on=date(2015, 4, 7), by=by, note=f"TABE, grade {grade}")
        _sign(case, by, both=True)


BARRIERS = (
    ("child_care", "from 06:30", "Family Center North opens at 06:15; a place is kept from 1 June."),
    ("labor_market", "hand packing only", "CNC operator course, 14 weeks."),
    ("transportation", "before 07:00", "A pass, once there is a bus that early."),
)


def _second(agency: Organization, case: Case) -> UUID:
    """The plan itself: goals, training and why, supports, who does what by when."""
    with at("2015-04-13", 11):
        by = actor(agency, "n2")
        talk = _talk(case, by, "plan_meeting", "2015-04-13").pk
        first = PlanItem.objects.get(case=case, kind="goal")
        _end(case, by, first, "revised", "2015-04-13", "The tests say what kind of work.")
        goal = _put(case, by, "goal", what="CNC machinist, first shift, within 40 minutes by bus", talk=talk,
                    due_on=date(2015, 10, 30), answers=MACHINIST)  # fmt: skip
        about: dict[str, Any] = {"talk": talk, "for_goal": goal.item}
        _put(case, by, "goal", what="Pass the algebra refresher, needed for the course", talk=talk,
             answers={"statement": "The course asks for it."})  # fmt: skip
        _put(case, by, "service", what="Algebra refresher, 18 hours", code="training", owner="other",
             owner_name="Adult Learning Center East", starts_on=date(2015, 4, 20), due_on=date(2015, 5, 8),
             cost_cents=0, funding="none", **about)  # fmt: skip
        for what, owner, name, due in TASKS:
            _put(case, by, "task", what=what, owner=owner, owner_name=name, due_on=date.fromisoformat(due), **about)
        _put(case, by, "training", what="CNC operator, level 1", owner_name="Harbor Technical School",
             starts_on=date(2015, 6, 1), due_on=date(2015, 9, 4), cost_cents=420000, funding="title_1_training",
             answers={"hours": 24, "eligible": "Dislocated worker since 1 April"}, **about)  # fmt: skip
        _put(case, by, "justification", what="CNC operator, level 1", talk=talk, answers=WHY)
        _put(case, by, "support", what="Bus pass, 31-day, to September", owner_name="Center North",
             starts_on=date(2015, 5, 18), due_on=date(2015, 9, 4), cost_cents=32000, funding="title_1_support",
             talk=talk, answers=BUS)  # fmt: skip
        decide(case, entry=uuid7(), rule="training_eligible", eligible=True, on=date(2015, 4, 13), until=None,
               basis=["assessed", "labor_market_information"],
               note="Laid off in February; no suitable work with hand packing.", decider=by.staff, by=by)  # fmt: skip
        child_care = _put(case, by, "support", what="Child care, Mon to Thu", owner_name="Family Center North",
                          starts_on=date(2015, 6, 1), due_on=date(2015, 8, 21), cost_cents=99840, talk=talk,
                          funding="title_1_support", answers=CHILD_CARE)  # fmt: skip
        _sign(case, by, both=True)
    return child_care.item


MACHINIST = {
    "statement": "She ran the school's machines and packs parts by hand now; two shops on her bus line hire.",
    "wage_from": "23.00", "wage_to": "27.00",
}  # fmt: skip
TASKS = (
    ("Send three shop visits’ notes", "participant", "", "2015-05-15"),
    ("First week at the course: how is it going?", "staff", "Case manager N2", "2015-06-08"),
    ("Résumé and three job leads", "other", "Center South, job developer", "2015-08-21"),
    ("Bring the certificate", "participant", "", "2015-09-11"),
)
WHY = {
    "reasons": ["no_work", "demand"],
    "in_words": "Hand packing jobs within 40 minutes fell from 31 to 6 in a year; 22 CNC openings at $21 to $28 the"
    " same week. State job board, two employers.",
    "funding_considered": "Pell grant: applied, refused. Employer-paid: considered, none.",
}
COOK = {"statement": "Ten years a cook, wants steady hours.", "wage_from": "17.00", "wage_to": "20.00"}
BUS = {"type_of_support": "transportation", "eligible": "No car in the household, checked 13 April"}
CHILD_CARE = {"type_of_support": "child_care", "eligible": "Income below the local limit, pay slips seen 13 April"}


def _on_the_way(agency: Organization, case: Case) -> None:
    with at("2015-05-11"):
        by = actor(agency, "n2")
        for what, how, day, note in (
            ("Pass the algebra refresher, needed for the course", "attained", "2015-05-08", ""),
            ("Algebra refresher, 18 hours", "done", "2015-05-08", ""),
            ("before 07:00", "overcome", "2015-05-11", "Bus 14 now leaves at 05:50; Ada tried it twice."),
        ):
            _end(case, by, PlanItem.objects.get(case=case, what=what), how, day, note)


def _third(agency: Organization, case: Case, child_care: UUID) -> None:
    """Changed in a meeting, and agreed to by the case manager only so far."""
    with at("2015-05-19", 15):
        by = actor(agency, "n2")
        talk = _talk(case, by, "plan_meeting", "2015-05-19").pk
        now = PlanItem.objects.get(case=case, item=child_care)
        said = {name: getattr(now, name) for name in Wording.__slots__}
        change_item(
            case, child_care, entry=uuid7(), seen=now.pk, by=by,
            because="the course is 14 weeks, not 11; one more week to look for work",
            said=Wording(**said | {"cost_cents": 124800, "due_on": date(2015, 9, 11), "talk": talk}),
        )  # fmt: skip
        _put(case, by, "support", what="Tool allowance", owner_name="Center North", starts_on=date(2015, 6, 1),
             cost_cents=30000, funding="local", talk=talk,
             answers={"type_of_support": "tools", "eligible": "Needed for the course; two quotes to come"})  # fmt: skip
        _put(case, by, "task", what="Tool allowance: get two quotes", owner="participant", due_on=date(2015, 5, 29),
             talk=talk)  # fmt: skip
        _put(case, by, "goal", what="Own tools paid off by the first year at work", talk=talk,
             answers={"statement": "So that the first job is not the last one she can take."})  # fmt: skip
        _sign(case, by, both=False)


def _begun(agency: Organization, case: Case) -> None:
    with at("2015-05-18", 14):
        by = actor(agency, "n2")
        _talk(case, by, "plan_meeting", "2015-05-18")
        _put(case, by, "goal", what="Cocinero en un hospital", due_on=date(2015, 12, 18),
             answers=COOK)  # fmt: skip
        _put(case, by, "task", what="Traer el certificado de higiene", owner="participant", due_on=date(2015, 5, 27))
        _put(case, by, "barrier", what="No barriers", code="none")


def _talk(case: Case, by: Actor, kind: str, day: str) -> Contact:
    return record_contact(
        case, entry=uuid7(), kind=kind, on=date.fromisoformat(day), mode="in_person", outcome="completed", by=by,
        minutes=50,
    )  # fmt: skip


def _put(case: Case, by: Actor, kind: str, *, answers: dict[str, Any] | None = None, **said: Any) -> PlanItem:
    on = clock.today(edition_of(PROGRAM).time_zone)
    return add_item(case, entry=uuid7(), kind=kind, on=on, said=Wording(answers=answers or {}, **said), by=by)


def _end(case: Case, by: Actor, item: PlanItem, how: str, day: str, note: str) -> None:
    end_item(case, item.item, entry=uuid7(), seen=item.pk, how=how, on=date.fromisoformat(day), note=note, by=by)


def _sign(case: Case, by: Actor, *, both: bool) -> None:
    rules = edition_of(PROGRAM).plan
    assert rules is not None
    wording = rules.sheet("en")[1].wording
    names = {"participant": "Ada Quiroz"} if both else {}
    sign(
        case, entry=uuid7(), digest=content.digest(plan_now(case)), names={**names, "staff": by.staff.name},
        how="screen", on=clock.today(edition_of(PROGRAM).time_zone), wording=wording, by=by,
    )  # fmt: skip
