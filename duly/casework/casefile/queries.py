"""Reading for the case file page; every function takes the day."""

from dataclasses import dataclass
from datetime import date

from duly.casework import words
from duly.casework.casefile.entries import label
from duly.casework.casefile.rail import Rail
from duly.casework.casefile.record import Record
from duly.engine.program import Series, Windows

LONG_SILENCE = 30  # days after which the header says how long it has been


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a case file: who, in what, for how long, with whom, how to reach them, what to mind."""

    name: str
    number: str
    born: str
    facts: tuple[tuple[str, str], ...]
    phone: str
    email: str
    language: str
    alerts: tuple[str, ...]


def head(record: Record, rail: Rail, *, today: date) -> Head:
    """The header, in words."""
    profile, lead = record.profile, record.lead(today)
    born = profile.birth_date if profile else None
    since = words.on(lead.during.lower, today=today).text if lead else ""
    facts = (
        ("Program", f"{record.edition.short}, edition {words.short(record.edition.edition, today=today).text}"),
        ("Stage", stage(record, today=today)),
        (record.edition.words.case_manager.capitalize(), f"{lead.staff.name}, since {since}" if lead else "nobody yet"),
        ("Assigned", words.on(record.case.assigned_on, today=today).text),
    )
    return Head(
        name=record.name,
        number=record.case.ref,
        born=words.short(born, today=today).text if born else "",
        facts=tuple(fact for fact in facts if fact[1]),
        phone=profile.phone if profile else "",
        email=profile.email if profile else "",
        language=profile.preferred_language if profile else "",
        alerts=alerts(record, today=today),
    )


def stage(record: Record, *, today: date) -> str:
    """'Month 8 of 12, to 15 Aug', 'Intake due', 'Year ended 2 Apr', 'Closed 19 Mar, completed'."""
    line = record.line
    if line.exit_on:
        reason = label(record.edition.closing, line.exit_reason).lower()
        return f"Closed {words.short(line.exit_on, today=today).text}, {reason}"
    if line.phase:
        return label(record.edition.phases, line.phase)
    if not line.intake_on:
        return "Intake due" if has_schedule(record) else f"Day {(today - record.case.assigned_on).days}"
    if not line.ends_on:
        return f"Day {(today - line.intake_on).days}"
    if today > line.ends_on:
        return f"Year ended {words.short(line.ends_on, today=today).text}"
    months = max(1, round((line.ends_on - line.intake_on).days / 30))
    month = min(months, max(0, (today - line.intake_on).days - 1) // 30 + 1)
    return f"Month {month} of {months}, to {words.short(line.ends_on, today=today).text}"


def has_schedule(record: Record) -> bool:
    """Whether the program counts windows or a series from a day that can still be missing."""
    return any(isinstance(rule, Windows | Series) for rule in record.edition.owed.values())


def alerts(record: Record, *, today: date) -> tuple[str, ...]:
    """What to mind before anything else."""
    line, found = record.line, []
    if line.exit_on:
        return ()
    if line.held_until:
        found.append(f"On hold, look again {words.on(line.held_until, today=today).text}")
    if line.gaps:
        found.append("A date is missing")
    if not line.reached_on:
        found.append("Never reached")
    elif (today - line.reached_on).days > LONG_SILENCE:
        found.append(f"{(today - line.reached_on).days} days since last reached")
    return tuple(found)


def strip_name(record: Record) -> str:
    """What the strip of windows shows: 'Check-ins'."""
    rule = record.edition.windows()
    return f"{rule.label}s" if rule else ""
