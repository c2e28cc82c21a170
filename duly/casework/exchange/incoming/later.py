"""Facts about other facts coming in: credits of a contact to more cases, ends of services, answers, corrections."""

from datetime import datetime
from typing import Any

from duly.casework.exchange import checks
from duly.casework.exchange.files import FILES, File
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Case
from duly.casework.exchange.incoming.references import Named
from duly.casework.exchange.sight import Row
from duly.casework.exchange.values import written

CREDITS, ENDS, ANSWERS, CORRECTIONS = (
    FILES[name] for name in ("contact_cases", "service_ends", "answers", "corrections")
)
OnRecord = dict[tuple[Any, ...], Row]


def contact_cases(desk: Desk) -> None:
    """The same contact counts for another case too, under a kind of its own."""
    for chunk in desk.chunks("contact_cases"):
        desk.known.fetch_cases(entry.values[1] for entry in chunk)
        on_record = desk.recorded(CREDITS, {entry.values[0] for entry in chunk})
        for entry in chunk:
            contact = desk.fact(CREDITS, entry, "contacts", "contact_id", entry.values[0])
            case = desk.case(CREDITS, entry, entry.values[1])
            if contact and contact.case and case:
                _credit(desk, entry, contact, case, on_record)


def _credit(desk: Desk, entry: Entry, contact: Named, case: Case, on_record: OnRecord) -> None:
    contact_id, case_id, kind, at, author_id, captured_at = entry.values
    author = desk.member(CREDITS, entry, "author_id", author_id, case.agency) or contact.said["author"]
    at = at or contact.said["recorded_at"]
    day, mode, outcome = (contact.said[name] for name in ("occurred_on", "mode", "outcome"))
    for column, says in checks.contact(case, kind=kind, occurred_on=day, recorded_at=at):
        desk.complain(CREDITS, entry, [(column if column in CREDITS.header else "contact_id", says)])
    assert contact.case
    if case.id == contact.case.id:
        desk.wrong(CREDITS, entry, "case_id", case_id, "This is the contact's own case. Take the row out.")
    if case.agency != contact.case.agency:
        desk.wrong(CREDITS, entry, "case_id", case_id, "The contact belongs to another agency. Take the row out.")
    own = (contact.id, kind, day, mode, outcome)
    _add(
        desk, CREDITS, entry, case, "contactcase", on_record.get((case.agency, contact_id, case_id)),
        f"{contact_id}/{case_id}", at, captured_at, author, own,
    )  # fmt: skip


def service_ends(desk: Desk) -> None:
    """A service that was under way came to an end."""
    for chunk in desk.chunks("service_ends"):
        on_record = desk.recorded(ENDS, (entry.values[0] for entry in chunk))
        for entry in chunk:
            service_id, nth, ended_on, status, _, at, author_id, captured_at = entry.values
            service = desk.fact(ENDS, entry, "services", "service_id", service_id)
            if not (service and (case := service.case)):
                continue
            author = desk.member(ENDS, entry, "author_id", author_id, case.agency)
            started_on = service.said["started_on"]
            desk.complain(ENDS, entry, checks.service_end(case, started_on=started_on, ended_on=ended_on))
            if nth is not None and nth < 2:
                desk.wrong(ENDS, entry, "nth", nth, "The first end of a service has no number. Leave this empty.")
            own, record = (service.id, nth or 1, ended_on, status), on_record.get((case.agency, service_id, nth))
            ref = ENDS.id_of(map(written, entry.values))
            _add(desk, ENDS, entry, case, "serviceend", record, ref, at, captured_at, author, own)


def answers(desk: Desk) -> None:
    """Answers to a form, given with a contact or a closing."""
    for chunk in desk.chunks("answers"):
        on_record = desk.recorded(ANSWERS, _uuids(desk, chunk))
        for entry in chunk:
            file, about_id, form, said, at, author_id, captured_at = entry.values
            about = desk.fact(ANSWERS, entry, file, "about_id", about_id)
            if not (about and (case := about.case)):
                continue
            author = desk.member(ANSWERS, entry, "author_id", author_id, case.agency)
            desk.complain(ANSWERS, entry, checks.answers(case, form=form, answers=said))
            own, record = (form, about.id, said), on_record.get((case.agency, file, about_id))
            _add(desk, ANSWERS, entry, case, "answers", record, f"{file}/{about_id}", at, captured_at, author, own)


def corrections(desk: Desk) -> None:
    """From its moment on a fact no longer holds; another holds instead, or none."""
    for chunk in desk.chunks("corrections"):
        on_record = desk.recorded(CORRECTIONS, _uuids(desk, chunk))
        for entry in chunk:
            file, fact_id, by_id, reason, at, author_id = entry.values
            fact = desk.fact(CORRECTIONS, entry, file, "fact_id", fact_id)
            by = desk.fact(CORRECTIONS, entry, file, "replaced_by", by_id) if by_id else None
            if not (fact and (case := fact.case)):
                continue
            author = desk.member(CORRECTIONS, entry, "author_id", author_id, case.agency)
            _check(desk, entry, fact, by)
            own, record = (fact.id, by and by.id, reason), on_record.get((case.agency, file, fact_id))
            _add(desk, CORRECTIONS, entry, case, "correction", record, f"{file}/{fact_id}", at, None, author, own)


def _check(desk: Desk, entry: Entry, fact: Named, by: Named | None) -> None:
    """A correction comes after what it corrects, and what holds instead belongs to the same case."""
    at, before = entry.values[4], fact.said["recorded_at"]
    if at and before and at < before:
        says = f"Before the fact itself was recorded ({written(before)}). Check both."
        desk.wrong(CORRECTIONS, entry, "recorded_at", at, says)
    if by is fact:
        says = "A fact cannot replace itself. Leave this empty to take the fact back."
        desk.wrong(CORRECTIONS, entry, "replaced_by", entry.values[2], says)
    elif by and by.case and fact.case and by.case.id != fact.case.id:
        says = f"It belongs to another case ({by.case.ref}). Take the fact back and record it there."
        desk.wrong(CORRECTIONS, entry, "replaced_by", entry.values[2], says)


def _add(
    desk: Desk, file: File, entry: Entry, case: Case, table: str, record: Row | None, ref: str, at: datetime,
    captured_at: datetime | None, author: str | None, own: tuple[Any, ...],
) -> None:  # fmt: skip
    if record:
        desk.compare(file, entry, record)
        return
    id_ = desk.references.arrives(file.name, ref, case, author, {"recorded_at": at})
    desk.add_fact(file, entry, case, table, uuid=id_, ref=ref, at=at, captured_at=captured_at, author=author, own=own)


def _uuids(desk: Desk, chunk: list[Entry]) -> list[str]:
    """What these rows are about, as far as it is there."""
    found = (desk.references.get(entry.values[0], entry.values[1]) for entry in chunk)
    return [named.id for named in found if named]
