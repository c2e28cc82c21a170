"""Facts as entries of one timeline: newest first, tries in a run folded, corrections beside what they changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from duly.casework import words
from duly.casework.casefile.asked import answers
from duly.casework.casefile.changes import changes, was
from duly.casework.casefile.entries import Entry, duty_name, label
from duly.casework.casefile.record import Record
from duly.casework.documents.queries import kinds
from duly.casework.layout.jinja import url
from duly.casework.models import (
    Appointment,
    Assignment,
    Attachment,
    CaseEvent,
    Contact,
    ContactCase,
    Deferral,
    Service,
    ServiceEnd,
)
from duly.casework.models.owned import Fact
from duly.casework.terms.queries import extension
from duly.engine.facts import TRANSFERRED
from duly.engine.owing import Obligation
from duly.engine.program import Edition, Keyed, Step

ICONS = {
    "in_person": "people",
    "phone": "phone",
    "video": "videocam",
    "email": "mail_outline",
    "text": "sms",
    "mail": "local_post_office",
}


def timeline(record: Record, *, today: date, show: str = "") -> list[Entry]:
    """All entries, newest first, or those of one sort; `change` shows what was corrected or retracted."""
    entries = changes(record, today) if show == "change" else [*_all(record, today)]
    entries.sort(key=lambda each: (each.on or date.min, each.at), reverse=True)
    dated = [replace(each, day=words.on(each.on, today=today) if each.on else None) for each in entries]
    theirs = record.elsewhere or (record.facts.keys() if record.line.exit_reason == TRANSFERRED else ())
    if theirs:
        dated = [replace(each, fact=None, links=()) if each.fact in theirs else each for each in dated]
    if show and show != "change":
        return [each for each in dated if each.sort == show]
    return list(_folded(dated, today))


def counts(record: Record, *, today: date) -> dict[str, int]:
    """How many entries of each sort there are, and `all` of them."""
    sorts = [each.sort for each in _all(record, today)]
    return {"all": len(sorts), "change": len(record.corrections)} | {
        each: sorts.count(each) for each in ("contact", "try", "service", "milestone")
    }


def by_month(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Entries under their month; those without a day come last, under words that say so."""
    for month, found in groupby(entries, key=lambda each: words.month(each.on) if each.on else "Day not recorded"):
        yield month, list(found)


def _all(record: Record, today: date) -> Iterator[Entry]:
    met = _met(record)
    for contact in record.contacts:
        if record.stands(contact.pk):
            yield _contact(record, contact, contact.note, met, today)
    for credit in record.credits:
        if record.stands(credit.pk):
            yield _contact(record, credit, credit.contact.note, met, today)
    for service in record.services:
        if record.stands(service.pk):
            yield _service(record, service, today)
    for milestone in record.milestones:
        if record.stands(milestone.pk):
            yield Entry(
                "milestone",
                milestone.achieved_on,
                milestone.recorded_at,
                "Milestone",
                label(record.edition.milestones, milestone.kind),
                "verified",
                "mile",
                aside=_written(record, milestone, milestone.achieved_on, today),
                fact=milestone.pk,
                was=was(record, milestone, today),
            )
    yield from _planned(record, today)
    yield from _turns(record, today)
    yield from answers(record)


def _turns(record: Record, today: date) -> Iterator[Entry]:
    """Assigned, acknowledged, on hold, met for an appointment, closed."""
    case = record.case
    lead = record.lead(case.assigned_on)
    taken = f", to {lead.staff.name}" if lead else ", to nobody yet"
    yield Entry(
        "event", case.assigned_on, case.recorded_at, "Assigned", f"to {case.organization.name}{taken}", fact=None
    )
    for later in record.assignments:
        if later is not lead and later.role == "lead" and not later.during.isempty and not _goes_on(record, later):
            yield Entry(
                "event",
                later.during.lower,
                later.recorded_at,
                "Case manager",
                f"{later.staff.name} from this day",
                "people",
            )
    for event in record.events:
        if record.stands(event.pk):
            yield Entry(
                "event",
                event.occurred_on,
                event.recorded_at,
                EVENTS.get(event.kind) or label(record.edition.events, event.kind).capitalize(),
                _event_text(record, event, today),
                body=event.note,
                fact=event.pk,
                aside=_written(record, event, event.occurred_on, today),
                was=was(record, event, today),
            )
    for meeting in record.appointments:
        if record.stands(meeting.pk):
            yield _appointment(record, meeting, today)
    for deferral in record.deferrals:
        if record.stands(deferral.pk):
            yield _deferral(record, deferral, today)
    for attachment in record.attachments:
        if record.stands(attachment.pk):
            yield _document(record, attachment)
    for closing in record.closings:
        if record.stands(closing.pk):
            yield Entry(
                "event",
                closing.closed_on,
                closing.recorded_at,
                "Closed",
                label(record.edition.closing, closing.reason).lower(),
                "lock",
                body=closing.note,
                aside=_written(record, closing, closing.closed_on, today),
                fact=closing.pk,
                was=was(record, closing, today),
            )


def _planned(record: Record, today: date) -> Iterator[Entry]:
    """Goals as they came into the plan, and everything of it that ended, with how."""
    kinds = record.edition.plan.kinds if record.edition.plan else {}
    now = {each.item: each for each in record.items if record.stands(each.pk) and each.kind in kinds}
    for item in now.values():
        if kinds[item.kind].both:
            title, aside = f"{kinds[item.kind].label} put into the plan", _written(record, item, item.set_on, today)
            yield Entry("event", item.set_on, item.recorded_at, title, item.what, "event", aside=aside)
    for end in record.item_ends:
        thing = now.get(end.item)
        if thing and record.stands(end.pk):
            kind = kinds[thing.kind]
            title = f"{kind.label} {label(kind.ends, end.how).split(':')[0].lower()}"
            aside = _written(record, end, end.ended_on, today)
            yield Entry(
                "event", end.ended_on, end.recorded_at, title, thing.what, "check_circle", body=end.note, aside=aside
            )


def _document(record: Record, document: Attachment) -> Entry:
    """On the day it came; the day written on it is said beside it."""
    dated = f"of {words.full_day(document.dated_on)}" if document.dated_on else ""
    said = (document.author.name if document.author else "", document.name, dated)
    return Entry(
        "document",
        document.recorded_at.astimezone(record.edition.zone).date(),
        document.recorded_at,
        "Document",
        label(kinds(record.edition), document.kind).lower(),
        "attach_file",
        body=document.note,
        aside=" · ".join(each for each in said if each),
        links=((url("document", record.case.ref, document.pk), "Open"),),
    )


def _goes_on(record: Record, later: Assignment) -> bool:
    """Whether the same person had the case until this day: it was handed over and put back."""
    return any(
        each.staff_id == later.staff_id and each.role == later.role and each.during.upper == later.during.lower
        for each in record.assignments
    )


EVENTS = {
    "acknowledged": "Acknowledged",
    "hold": "On hold",
    "resumed": "Back from hold",
    "phase": "Phase",
    "member": "Group",
    "assessed": "Assessment",
    "eligible": "Eligible",
    "not_eligible": "Not eligible",
}
SETTLED = ("member", "assessed", "eligible", "not_eligible")  # what is decided about a person, by its own label


def _event_text(record: Record, event: CaseEvent, today: date) -> str:
    edition, what, until = record.edition, event.what, event.until_on
    if until and event.kind == extension(edition):
        approved = f", approved by {event.author.name}" if event.author else ""
        return f"to {words.on(until, today=today).text}{approved}"
    codes: dict[str, Keyed] = {**edition.hold_reasons, **edition.phases, **edition.engagement}
    settled: dict[str, Keyed] = {**edition.groups, **edition.assessment, **edition.eligibility}
    said = (label(settled, what) if event.kind in SETTLED else label(codes, what).lower()) if what else ""
    lead = "to" if event.kind in SETTLED else "by" if _is_owed(edition, event.kind) else "look again"
    again = f"{lead} {words.on(until, today=today).text}" if until else ""
    return ", ".join(each for each in (said, again) if each)


def _is_owed(edition: Edition, kind: str) -> bool:
    """Whether something is owed by the day that such an event names."""
    return any(isinstance(rule, Step) and rule.of == kind for rule in edition.owed.values())


def _appointment(record: Record, meeting: Appointment, today: date) -> Entry:
    zone = record.edition.time_zone
    on = meeting.starts_at.astimezone(ZoneInfo(zone)).date()
    kind = label(record.edition.contacts, meeting.kind).lower()
    return Entry(
        "event",
        on,
        meeting.recorded_at,
        "Appointment",
        f"{kind}, {words.mode(meeting.mode)}, {words.clock(meeting.starts_at, zone)}",
        "event",
        aside=", ".join(each for each in (meeting.place, _written(record, meeting, None, today)) if each),
        fact=meeting.pk,
        was=was(record, meeting, today),
    )


def _deferral(record: Record, deferral: Deferral, today: date) -> Entry:
    """Which duty was put off to which day; who did it and why."""
    duty = next((each for each in record.duties if (each.rule, each.nth) == (deferral.rule, deferral.nth)), None)
    named = duty_name(record, duty) if duty else label(record.edition.owed, deferral.rule)
    return Entry(
        "event",
        deferral.recorded_at.astimezone(record.edition.zone).date(),
        deferral.recorded_at,
        "Put off",
        f"{named.lower()} to {words.on(deferral.until_on, today=today).text}",
        "schedule",
        body=deferral.reason,
        aside=_written(record, deferral, None, today),
    )


def _contact(record: Record, fact: Contact | ContactCase, note: str, met: dict[str, list[str]], today: date) -> Entry:
    tried = fact.outcome != "completed"
    return Entry(
        "try" if tried else "contact",
        fact.occurred_on,
        fact.recorded_at,
        label(record.edition.contacts, fact.kind),
        words.contact(fact.mode, fact.outcome),
        ICONS[fact.mode],
        "try" if tried else "",
        meets=words.listed(met.get(str(fact.pk), [])),
        aside=_written(record, fact, fact.occurred_on, today),
        body=note,
        fact=fact.pk,
        was=was(record, fact, today),
    )


def _service(record: Record, service: Service, today: date) -> Entry:
    end = record.end_of(service)
    ended, status = (end.ended_on, end.status) if end else (service.ended_on, service.status)
    kind = label(record.edition.services, service.kind)
    when = words.between(service.started_on, ended, today=today) if service.started_on and ended else ""
    said = [
        label(record.edition.deliveries, service.delivery).lower(),
        when,
        status,
        _written(record, service, None, today),
    ]
    return Entry(
        "service",
        ended or service.started_on,
        service.recorded_at,
        "Service",
        f"{kind}: {service.topic}" if service.topic else kind,
        "work",
        aside=" · ".join(each for each in said if each),
        fact=service.pk,
        was=(was(record, end, today) if end else None) or was(record, service, today),
        links=_end_links(record, service, end),
    )


def _end_links(record: Record, service: Service, end: ServiceEnd | None) -> tuple[tuple[str, str], ...]:
    """How to record the end of a service under way, or put a recorded one right."""
    if end:
        return ((url("correct", record.case.ref, end.pk), "Correct its end"),)
    return () if service.ended_on else ((url("service-end", record.case.ref, service.pk), "It ended"),)


def _written(record: Record, fact: Fact, occurred: date | None, today: date) -> str:
    """Who wrote it, and when where that was another day: 'Advisor C2, written 7 Mar'."""
    wrote = fact.recorded_at.astimezone(record.edition.zone).date()
    said = [fact.author.name if fact.author else "", words.written(wrote, occurred, today=today) if occurred else ""]
    return ", ".join(each for each in said if each)


def _met(record: Record) -> dict[str, list[str]]:
    """What each fact met: 'intake, day 7 of 14', 'reassessment 2 of 3' and 'check-in 6 of 12'."""
    found: dict[str, list[str]] = {}
    for duty in record.duties:
        if duty.met_by and duty.nth:
            found.setdefault(duty.met_by, []).append(duty_name(record, duty).lower() + _on_day(duty))
    return found


def _on_day(duty: Obligation) -> str:
    """The day of its time on which a duty owed once was met."""
    if duty.kind != "once" or duty.met_on is None:
        return ""
    return f", day {(duty.met_on - duty.opens_on).days} of {(duty.due_on - duty.opens_on).days}"


def _folded(entries: list[Entry], today: date) -> Iterator[Entry]:
    """Two or more tries in a run become one entry that opens."""
    for is_try, run in groupby(entries, key=lambda each: each.sort == "try"):
        found = list(run)
        if is_try and len(found) > 1:
            yield _run_of_tries(found, today)
        else:
            yield from found


def _run_of_tries(tries: list[Entry], today: date) -> Entry:
    ways = [each.text.split(",")[0].removeprefix("by ") for each in tries]
    said = words.listed([f"{ways.count(way)} {way}" for way in dict.fromkeys(ways)])
    days = [each.on for each in tries if each.on]
    span = words.between(min(days), max(days), today=today) if days else ""
    return replace(
        tries[0],
        title=f"{len(tries)} tries without a reply",
        text=f"{span}: {said}",
        folded=tuple(tries),
        body="",
        day=None,
    )
