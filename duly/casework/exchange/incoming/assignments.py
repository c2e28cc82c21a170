"""Assignments coming in: who answered for a case from when to when."""

from datetime import date
from typing import Any

from duly.casework.exchange.files import FILES
from duly.casework.exchange.incoming.cases import assign, begin_of
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Case
from duly.casework.exchange.incoming.staff import days
from duly.casework.exchange.sight import Row

FILE = FILES["assignments"]


def assignments(desk: Desk) -> None:
    """New ones are added; an open one may be given its end."""
    for chunk in desk.chunks("assignments"):
        refs = {entry.values[0] for entry in chunk}
        desk.known.fetch_cases(refs)
        on_record = desk.recorded(FILE, refs)
        for entry in chunk:
            _assignment(desk, entry, on_record)


def _assignment(desk: Desk, entry: Entry, on_record: dict[tuple[Any, ...], Row]) -> None:
    ref, staff, role, start, end, at, author = entry.values
    case = desk.case(FILE, entry, ref)
    member = desk.member(FILE, entry, "staff_id", staff, case.agency if case else None)
    by = desk.member(FILE, entry, "author_id", author, case.agency if case else None)
    desk.check_range(FILE, entry, start, end)
    if case and start and case.assigned_on and start < case.assigned_on:
        says = f"Before the case was assigned ({case.assigned_on}). Check the day, or the case."
        desk.wrong(FILE, entry, "from", start, says)
    if not (case and case.agency and member and entry.whole):
        return
    if role == "lead":
        _one_at_a_time(desk, entry, case, start, end)
    known = on_record.get((case.agency, case.ref, staff, role, start))
    if known is None:
        desk.new["assignments"] += 1
        assign(desk, case, member, role, days(start, end), at or begin_of(start, case), by)
        desk.touch(case)
    elif desk.newly_ended(FILE, entry, case.agency, "assignment", known):
        desk.touch(case)


def _one_at_a_time(desk: Desk, entry: Entry, case: Case, start: date, end: date | None) -> None:
    """One lead a case; an assignment that ended the day it began holds on no day at all."""
    others = desk.leads.setdefault(case.id, [])
    for other_start, other_end, line in others:
        if start < (other_end or date.max) and other_start < (end or date.max):
            says = f"Two people lead the case at once: see line {line}. End the one before the other begins."
            desk.wrong(FILE, entry, "from", start, says)
    if end is None or start < end:
        others.append((start, end, entry.line))
