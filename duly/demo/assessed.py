"""Practice at Center North: veterans counted and not, an assessment, a group of its own, a review under way."""

from datetime import date
from typing import Any

from duly.casework.access import Actor
from duly.casework.assessment.actions import answer_step, decide, take_into_group
from duly.casework.assignments.actions import open_case
from duly.casework.contacts.actions import record_contact
from duly.casework.events.actions import record_event
from duly.casework.groups.actions import keep_group, refer_elsewhere
from duly.casework.models import Case, Organization, Staff
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person
from duly.casework.reviews.actions import correction_made, draw, record_review, standing_asks
from duly.casework.reviews.queries import review_of
from duly.casework.services.actions import record_service
from duly.demo.centers import actor, at, center

PROGRAM = "moses"
ENTRIES = ("case_manager_assigned", "case_management_received")
VETERANS = (  # number, name, born, how many of the two entries stand
    ("N00041", "Sam Ortega", date(1971, 2, 9), 2),
    ("N00042", "Kay Brandt", date(1988, 7, 30), 2),
    ("N00043", "Theo Lind", date(1979, 12, 4), 1),
    ("N00044", "Nora Diaz", date(1990, 5, 21), 0),
)
SEED = "Center North/2015-05/"


def load(agency: Organization) -> None:
    """Five people, what is settled about them, and a sample drawn of all that are open at the center."""
    veterans = [_veteran(agency, *each) for each in VETERANS]
    trainee = _trainee(agency)
    _groups(agency, trainee)
    _referred(agency)
    _review(agency, [*veterans, trainee])


def _open(agency: Organization, ref: str, name: str, born: date, day: str, lead: str) -> Case:
    with at(day):
        by, north = actor(agency, "n2"), center(agency, "north")
        given, family = name.split()
        person = add_person(north.pk, by=by, given_name=given, family_name=family, birth_date=born,
                            phone=f"617555{ref[-4:]}", preferred_language="en")  # fmt: skip
        who, on = actor(agency, lead).staff if lead else None, date.fromisoformat(day)
        return open_case(person, north.pk, program=PROGRAM, assigned_on=on, by=by, lead=who, ref=ref)


def _veteran(agency: Organization, ref: str, name: str, born: date, entries: int) -> Case:
    """A veteran with so many of the two entries the official count asks for; with none, nobody answers for the case."""
    case = _open(agency, ref, name, born, "2015-04-20", "n3" if entries else "")
    with at("2015-04-22"):
        by, day = actor(agency, "n3" if entries else "n2"), date(2015, 4, 20)
        take_into_group(case, entry=uuid7(), group="veteran", since=day, source="target_group", note="", by=by)
        if entries:
            _decided(case, by, "veteran_status", ["discharge"], "DD-214 of the family folder", by.staff)
        for kind in ENTRIES[:entries]:
            record_event(case, kind, on=day, by=by)
    return case


def _decided(case: Case, by: Actor, rule: str, basis: list[str], note: str, decider: Staff) -> None:
    decide(case, entry=uuid7(), rule=rule, eligible=True, on=date(2015, 4, 22), until=None, basis=basis, note=note,
           decider=decider, by=by)  # fmt: skip


def _trainee(agency: Organization) -> Case:
    """Milo Hart, who wants training: assessed so far as he could be, with counseling and no test yet."""
    case = _open(agency, "N00045", "Milo Hart", date(1976, 3, 3), "2015-04-13", "n2")
    with at("2015-04-22"):
        by = actor(agency, "n2")
        take_into_group(case, entry=uuid7(), group="wia", since=date(2015, 4, 13), source="target_group",
                        note="Laid off on 27 March", by=by)  # fmt: skip
        _decided(case, by, "title_one", ["notice", "claim"], "Notice of 27 March, claim of 1 April", by.staff)
        for step, answers in STEPS.items():
            answer_step(case, entry=uuid7(), step=step, on=date(2015, 4, 22), answers=answers, by=by)
        record_service(case, entry=uuid7(), kind="counseling", delivery="direct", started_on=date(2015, 4, 22), by=by)
    with at("2015-05-20"):
        said: dict[str, Any] = {"mode": "phone", "outcome": "completed", "by": actor(agency, "n2")}
        record_contact(case, entry=uuid7(), kind="review", on=date(2015, 5, 8), note="Waits for the test day.", **said)
    return case


STEPS: dict[str, dict[str, Any]] = {
    "work_history": {
        "worked": "yes", "last_job": "Loom fixer", "last_employer": "Fall Line Mills",
        "work_summary": "Nineteen years at the mill, the last eight as a loom fixer.",
        "responsibilities": "Forty looms on the night shift, two helpers.",
        "left_because": "The mill closed on 27 March.",
    },
    "education": {"highest_grade": "high_school", "licenses": "Forklift, 2011", "adult_courses": "Blueprint reading"},
    "strengths": {"strengths": "Hears a machine go wrong before it stops.", "interests": "Building controls"},
}  # fmt: skip


def _groups(agency: Organization, trainee: Case) -> None:
    with at("2015-04-24"):
        north, by = center(agency, "north"), actor(agency, "n1")
        keep_group(north.pk, entry=uuid7(), label="Former mill workers", since=date(2015, 4, 1), by=by,
                   reason="Decision of the local board of 12 March, for the closing of Fall Line Mills")  # fmt: skip
        take_into_group(trainee, entry=uuid7(), group="former_mill_workers", since=date(2015, 4, 24), by=by,
                        source="local_board", note="")  # fmt: skip


def _referred(agency: Organization) -> None:
    with at("2015-05-12"):
        by, north = actor(agency, "n2"), center(agency, "north")
        for name, reason, to in (
            ("Ines Marsh", "other_area", "Center South, front desk"),
            ("Joel Pike", "other_program", "Small Business Center, Ms. Roy"),
        ):
            given, family = name.split()
            refer_elsewhere(north.pk, entry=uuid7(), program=PROGRAM, reason=reason, to=to, on=date(2015, 5, 12), by=by,
                            given_name=given, family_name=family, preferred_language="en")  # fmt: skip


def _review(agency: Organization, cases: list[Case]) -> None:
    """Three drawn: one in order, one corrected, one still to look at."""
    with at("2015-05-18"):
        by = actor(agency, "n1")
        drawn = draw(cases, entry=uuid7(), review="quality", seed=SEED, size=3, by=by)
        form = review_of(drawn[0])[0].forms["quality_review"]
        good = {key: "good" for key, field in form.fields.items() if field.choices}
        wrong, note = good | {"contacted": "correct"}, "The call of April has no note of what was found."
        for each, said in ((drawn[0], good), (drawn[1], wrong | {"review_note": note})):
            record_review(each, review_of(each)[1], answers=said, note=said.get("review_note", ""),
                          on=date(2015, 5, 18), by=by)  # fmt: skip
    with at("2015-05-20", 14):
        (_, review), case = review_of(drawn[1]), drawn[1].case
        asked = standing_asks(case, [review])[0]
        correction_made(asked, review, note="The note is written.", on=date(2015, 5, 20), by=actor(agency, "n3"))
