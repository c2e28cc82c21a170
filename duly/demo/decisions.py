"""Practice decisions at the career centers: closings that wait, one sent back for more, a transfer under way."""

from datetime import date
from typing import Any
from uuid import UUID

from duly.casework.asks.queries import Asked, ask_with, asks_of
from duly.casework.assignments.actions import open_case
from duly.casework.casefile.record import record_of
from duly.casework.clearances.actions import ask_clearance
from duly.casework.closing.suspending import ask_for_more, suspend
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Case, Organization
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person
from duly.casework.plans.actions import Wording, add_item
from duly.casework.transfers.actions import accept, ask_transfer, release
from duly.casework.transfers.packet import packet
from duly.demo.centers import actor, at, center
from duly.engine.reading import load as edition_of

PROGRAM = "moses"
JOB: dict[str, Any] = {
    "job_title": "Machine operator", "started_on": "2015-03-09", "employer": "Example Precision Parts",
    "employer_address": "20 Example Road, Northfield", "employer_phone": "555-010-0220",
    "employer_contact": "Pat Example, foreman", "pay": "24.50", "hours": 40, "benefits": ["health", "leave"],
    "came_about": "obtained", "verified_how": "Pay slip of 27 March seen", "verified_on": "2015-04-08",
}  # fmt: skip


def load(agency: Organization) -> None:
    """Luis, who lacks two things; Gus, with everything in place; Fay, of whom more was asked."""
    luis = followed(agency, "n2", "N00022", "Luis", "Quiroz", "2014-06-03")
    gus = followed(agency, "n3", "N00024", "Gus", "Pruitt", "2014-07-14")
    fay = followed(agency, "n2", "N00027", "Fay", "Petrov", "2014-09-08")
    with at("2015-01-12"):
        licence = Wording(what="Forklift licence", due_on=date(2015, 6, 30), answers={"statement": "To drive one too."})
        add_item(luis, entry=uuid7(), kind="goal", on=date(2015, 1, 12), said=licence, by=actor(agency, "n2"))
    _ask(agency, "n3", gus, "2015-05-18", "employment", JOB)
    _ask(agency, "n2", fay, "2015-05-18", "moved", {"verified_how": "Letter from the new address"})
    _more(agency, fay)
    _ask(agency, "n2", luis, "2015-05-20", "employment", JOB | {"employer_contact": ""})
    _transfers(agency)


def _transfers(agency: Organization) -> None:
    """Rosa is on her way from South to North; Hal went the same way in spring."""
    hal = followed(agency, "s2", "S00012", "Hal", "Ortega", "2014-08-04", until=date(2015, 4, 1))
    asked = _asked_to_move(agency, hal, "2015-04-07", "new job in the north of the city")
    with at("2015-04-09", 11):
        accept(asked, entry=uuid7(), lead=actor(agency, "n3").staff, letter="Dear Hal Ortega,", seen="",
               on=date(2015, 4, 9), by=actor(agency, "n1"))  # fmt: skip
    with at("2015-05-20", 16):
        by, north = actor(agency, "s2"), center(agency, "north")
        ask_clearance("N00031", north.pk, entry=uuid7(), home=by.grants[0].organization, on=date(2015, 5, 20),
                      because="asks to add a workshop for interviews at Center South", by=by)  # fmt: skip
    rosa = followed(agency, "s2", "S00017", "Rosa", "Marsh", "2014-10-06")
    _asked_to_move(agency, rosa, "2015-05-19", "moved to the north side")


def _asked_to_move(agency: Organization, case: Case, day: str, because: str) -> Asked:
    """Asked by the worker, released by the director an hour later."""
    with at(day, 9):
        by, on = actor(agency, "s2"), date.fromisoformat(day)
        what = packet(record_of(case), because=because, today=on, by=by)
        ask = ask_transfer(case, entry=uuid7(), to=center(agency, "north").pk, what=what, on=on, by=by)
    with at(day, 10):
        released = release(ask, on=on, by=actor(agency, "s1"))
    found = ask_with(case.agency_id, case.pk, released.pk)
    assert found
    return found


def followed(
    agency: Organization, who: str, ref: str, given: str, family: str, day: str, *, until: date = date(2015, 5, 15)
) -> Case:
    """Somebody in regular contact since that day, written down the day it was held."""
    with at(day):
        by = actor(agency, who)
        place = by.grants[0].organization
        person = add_person(place, by=by, given_name=given, family_name=family, phone=f"61755501{ref[-2:]}")
        case = open_case(person, place, program=PROGRAM, assigned_on=date.fromisoformat(day), by=by, lead=by.staff,
                         ref=ref)  # fmt: skip
    for nth, on in enumerate(_every(45, since=date.fromisoformat(day), until=until)):
        with at(on.isoformat(), 15):
            kind = "assessment" if nth == 0 else "review"
            record_contact(case, entry=uuid7(), kind=kind, on=on, mode="in_person" if nth % 2 == 0 else "phone",
                           outcome="completed", note="Progress looked at together.", by=actor(agency, who))  # fmt: skip
    return case


def _every(days: int, *, since: date, until: date) -> list[date]:
    """Working days, so many days apart."""
    last, first = until.toordinal(), since.toordinal() + 7
    found = (date.fromordinal(day) for day in range(first, last, days))
    return [day.replace(day=max(1, day.day - max(0, day.weekday() - 4))) for day in found]


def _ask(agency: Organization, who: str, case: Case, day: str, reason: str, answers: dict[str, Any]) -> UUID:
    with at(day, 11):
        what = {"reason": reason, "closed_on": day, "note": "", "answers": {k: v for k, v in answers.items() if v}}
        return suspend(case, edition_of(case.program, case.edition), entry=uuid7(), what=what,
                       on=date.fromisoformat(day), by=actor(agency, who)).pk  # fmt: skip


def _more(agency: Organization, case: Case) -> None:
    with at("2015-05-19", 14):
        asked = asks_of(case.agency_id, case.pk)[0]
        ask_for_more(asked, entry=uuid7(), seen="", by=actor(agency, "n1"), about=["On"],
                     note="On which day did you see the letter?", until=date(2015, 5, 26))  # fmt: skip
