"""What goes along with an ask to transfer: how the person is known, and what moves, as it stood that day."""

from datetime import date
from typing import Any

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.casefile.entries import duty_name, label
from duly.casework.casefile.queries import stage
from duly.casework.casefile.record import Record
from duly.casework.people.actions import KNOWN

AHEAD = 5  # duties named; the rest are counted


def packet(record: Record, *, because: str, today: date, by: Actor) -> dict[str, Any]:
    """Everything the other organization needs to answer, before it can read the file."""
    case, lead = record.case, record.lead(today)
    return {
        "because": because,
        "name": record.name,
        "known": known(record),
        "person": str(case.person_id),
        "ref": case.ref,
        "program": case.program,
        "edition": case.edition,
        "assigned_on": case.assigned_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else "",
        "from": case.organization.name,
        "lead": lead.staff.name if lead else "",
        "asked_by": by.staff.name,
        "asked_on": today.isoformat(),
        "stage": stage(record, today=today),
        "reached_on": record.line.reached_on.isoformat() if record.line.reached_on else "",
        "moves": [list(each) for each in moves(record, today)],
    }


def known(record: Record) -> dict[str, str]:
    """How they are called and reached."""
    profile = record.profile
    found = {name: getattr(profile, name) for name in KNOWN} if profile else {}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}


def moves(record: Record, today: date) -> list[tuple[str, str]]:
    """(what, on the right) of all that goes on unchanged: open duties, the plan, what was recorded."""
    still = [each for each in record.duties if not each.met_by and (each.lapses_on or date.max) >= today]
    still.sort(key=lambda each: each.due_on)
    found = [(f"{duty_name(record, each)}, same date", f"due {words.on(each.due_on, today=today).text}") for each in
             still[:AHEAD]]  # fmt: skip
    if len(still) > AHEAD:
        found.append((words.plural(len(still) - AHEAD, "more duty", "more duties"), "same dates"))
    for service in record.services:
        if record.stands(service.pk) and not service.ended_on and not record.end_of(service) and service.started_on:
            kind = label(record.edition.services, service.kind)
            found.append((f"{kind}, under way", f"since {words.on(service.started_on, today=today).text}"))
    said = [
        words.plural(sum(1 for each in facts if record.stands(each.pk)), one)
        for facts, one in ((record.contacts, "contact"), (record.services, "service"), (record.milestones, "milestone"))
        if facts
    ]
    if said:
        found.append((words.listed(said), ""))
    return found
