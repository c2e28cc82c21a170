"""A case on paper: one page of what matters, or the whole file; words only, for `casefile/file.typ`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import unescape
from typing import Any

from markupsafe import Markup

from duly.casework import clock, words
from duly.casework.access import LEADS, Actor
from duly.casework.casefile.entries import Entry, label
from duly.casework.casefile.queries import Head, strip_name
from duly.casework.casefile.rail import Rail
from duly.casework.casefile.record import Record
from duly.casework.casefile.timeline import by_month, timeline
from duly.casework.documents.print import pages, pdf
from duly.casework.documents.queries import kinds
from duly.casework.models import Answers, PlanItem
from duly.engine.forms import Field

Content = dict[str, Any]
TEMPLATE = "casefile/file.typ"
ON_ONE_PAGE = 8  # entries, fewer where they are long
LONGEST_ON_ONE_PAGE = 280  # letters of a note
WHOLE_YEARS = date.min  # a day said from so far off is said with its year
SHOWN = ("contact", "service", "milestone")


def summary(record: Record, rail: Rail, head: Head, *, by: Actor, at: datetime) -> bytes:
    """The summary as a PDF of one page: as many of the last entries as have room."""
    for room in range(ON_ONE_PAGE, -1, -2):
        printed = pdf(TEMPLATE, one_page(record, rail, head, by=by, at=at, room=room))
        if pages(printed) == 1:
            break
    return printed


def case_file(record: Record, rail: Rail, head: Head, *, by: Actor, at: datetime) -> bytes:
    """The whole file as a PDF."""
    return pdf(TEMPLATE, whole_file(record, rail, head, by=by, at=at))


def one_page(record: Record, rail: Rail, head: Head, *, by: Actor, at: datetime, room: int) -> Content:
    """Who, what is owed, what was achieved, the last contacts, services and milestones (SET-105)."""
    entries = [each for each in timeline(record, today=WHOLE_YEARS) if each.sort in SHOWN]
    last = [_entry(each, longest=LONGEST_ON_ONE_PAGE) for each in entries[:room]]
    left_out = len(entries) - len(last)
    note = f"{words.plural(left_out, 'earlier one')} in the case file." if left_out else _nothing(entries)
    return _sheet(record, head, "Summary", by, at) | {
        "parts": [
            {"heading": "Owed", **_owed(record, rail)},
            {"heading": "Met and achieved", "lines": _met(rail)},
            {"heading": "Last contacts, services and milestones", "entries": last, "note": note},
        ]
    }


def whole_file(record: Record, rail: Rail, head: Head, *, by: Actor, at: datetime) -> Content:
    """Everything on file: what is owed, every entry in full, the forms answered, every correction with the original."""
    history = list(_by_month(timeline(record, today=WHOLE_YEARS)))
    changed = [_entry(each) for each in timeline(record, today=WHOLE_YEARS, show="change")]
    parts = [
        {"heading": "Owed", **_owed(record, rail)},
        {"heading": "Met and missed", "lines": [*_met(rail), *(f"Missed: {each}" for each in rail.missed)]},
        {"heading": "Everything recorded, newest first", "entries": history, "note": _nothing(history)},
        *_plan(record),
        *_forms(record, by),
        *_documents(record),
    ]
    if changed:
        parts.append({"heading": "Corrected and taken back", "entries": changed})
    return _sheet(record, head, "Case file", by, at) | {"parts": parts}


def _sheet(record: Record, head: Head, kind: str, by: Actor, at: datetime) -> Content:
    zone = record.edition.time_zone
    day = at.astimezone(record.edition.zone).date()
    printed = f"{words.full_day(day)}, {words.clock(at, zone)} ({words.zone(zone)})"
    practice = " · practice data" if clock.is_demo() else ""
    reached = [words.phone(head.phone) if head.phone else "", head.email]
    more = [
        ("Born", head.born),
        ("Reach by", " · ".join(each for each in reached if each)),
        ("Language", words.language(head.language) if head.language else ""),
        ("Alert", " · ".join(head.alerts)),
    ]
    return {
        "title": f"{kind} of case {head.number}",
        "foot": f"{head.number} · {kind.lower()} · printed {printed} for {by.staff.name}{practice}",
        "place": record.case.organization.name,
        "program": record.edition.name,
        "kind": f"{kind} of case {head.number}",
        "day": words.full_day(day),
        "heading": head.name,
        "facts": [[name, said] for name, said in (*head.facts, *more) if said],
    }


def _owed(record: Record, rail: Rail) -> Content:
    rows = [[each.title, each.left.text, " · ".join(each.lines), each.because] for each in rail.owed]
    strip = f"{strip_name(record)}: {rail.strip_label}" if rail.strip else ""
    note = "" if rows else "Nothing is owed today."
    columns, said = ["What", "When", "Time", "Because"], " ".join(filter(None, (note, strip)))
    return {"columns": columns, "widths": [4, 2, 3, 6], "rows": rows, "note": said}


def _met(rail: Rail) -> list[str]:
    return [words.listed(rail.met)] if rail.met else ["Nothing yet."]


def _nothing(found: Iterable[object]) -> str:
    return "" if found else "Nothing is recorded yet."


def _by_month(entries: list[Entry]) -> Iterator[str | Content]:
    """The month as a heading, then its entries; tries that a page folds stand here one by one."""
    each_one = [one for entry in entries for one in (entry.folded or (entry,))]
    for month, found in by_month(each_one):
        yield month
        yield from map(_entry, found)


def _entry(entry: Entry, *, longest: int = 0) -> Content:
    body = " ".join(entry.body.split()) if longest else entry.body
    if longest and len(body) > longest:
        body = body[:longest].rsplit(" ", 1)[0] + " …"
    said = [f"Met {entry.meets}."] if entry.meets else []
    if before := entry.was:
        said.append(f"Corrected {before.day.text} by {before.by}: “{before.reason}”. {in_words(before.changes)}")
    return {
        "day": _day(entry.on) if entry.on else "no date",
        "title": entry.title,
        "text": entry.text,
        "aside": entry.aside,
        "said": said,
        "body": body,
    }


def in_words(changes: Markup) -> str:
    """What was struck out and put in, said rather than marked: 'day: was 3 Mar, now 4 Mar'."""
    said = re.sub(r"<del>(.*?)</del>", r"[was: \1]", str(changes), flags=re.S)
    return unescape(re.sub(r"<ins>(.*?)</ins>", r"[now: \1]", said, flags=re.S))


def _plan(record: Record) -> Iterator[Content]:
    """Everything that was put into the plan, in the order of the program file, and what became of it."""
    rules = record.edition.plan
    if not rules or not record.items:
        return
    ended = {each.item: each for each in record.item_ends if record.stands(each.pk)}
    order = list(rules.kinds)
    standing = [each for each in record.items if record.stands(each.pk) and each.kind in rules.kinds]
    standing.sort(key=lambda each: (order.index(each.kind), each.set_on, each.pk))
    rows = []
    for each in standing:
        kind, end = rules.kinds[each.kind], ended.get(each.item)
        became = f"{label(kind.ends, end.how).lower()}, {_day(end.ended_on)}" if end else ""
        owner = each.owner_name or (each.get_owner_display() if each.owner else "")
        rows.append([kind.label, _item(record, each), owner, _day(each.day), became])
    columns = ["Kind", "What", "Who", "Due", "What became of it"]
    yield {"heading": rules.label, "columns": columns, "widths": [2, 5, 3, 2, 3], "rows": rows}


def _item(record: Record, item: PlanItem) -> str:
    """What it is, by its code where it has one: 'Child care: before 07:00'."""
    codes = record.edition.plan.kinds[item.kind].codes if record.edition.plan else None
    called = label(getattr(record.edition, codes), item.code) if codes and item.code else ""
    return f"{called}: {item.what}" if called and called.lower() != item.what.lower() else item.what


def _documents(record: Record) -> Iterator[Content]:
    """What is attached: enough to ask for it, and to tell whether a copy is the one on file."""
    called, zone = kinds(record.edition), record.edition.zone
    rows = [
        [
            label(called, each.kind),
            each.name,
            _day(each.dated_on),
            _day(each.recorded_at.astimezone(zone).date()),
            each.sha256[:16],
        ]
        for each in record.attachments
        if record.stands(each.pk)
    ]
    if rows:
        columns = ["Document", "File", "Date on it", "Attached", "Check (begins with)"]
        yield {"heading": "Documents attached", "columns": columns, "widths": [4, 3, 2, 2, 3], "rows": rows}


def _day(day: date | None) -> str:
    return words.short(day, today=WHOLE_YEARS).text if day else "–"


def _forms(record: Record, by: Actor) -> Iterator[Content]:
    """Each form that was answered, oldest first; what is private only for those who answer for the case."""
    for given in sorted(record.answers.values(), key=lambda each: each.recorded_at):
        form = record.edition.forms.get(given.form)
        asked = form.fields if form else {}
        facts = [
            [asked[key].label if key in asked else key.replace("_", " "), said]
            for key, value in given.answers.items()
            if (said := _said(asked.get(key), value)) and not (key in asked and _hidden(asked[key], record, by))
        ]
        on = words.short(given.recorded_at.astimezone(record.edition.zone).date(), today=WHOLE_YEARS).text
        heading = f"{form.label if form else label(record.edition.forms, given.form)}, written {on}"
        yield {"heading": heading, "facts": facts, "note": _hidden_note(record, given, by)}


def _said(field: Field | None, value: Any) -> str:
    """An answer in words: choices by their labels."""
    choices = field.choices if field else {}
    given = value if isinstance(value, list) else [value]
    return ", ".join(choices.get(str(each), str(each)) for each in given if each not in (None, ""))


def _hidden(field: Field, record: Record, by: Actor) -> bool:
    """Whether an answer is for the case manager and those who lead them only, and this is somebody else."""
    lead = record.lead(by.day)
    leads = any(grant.role in LEADS and record.case.organization_id in grant.reach for grant in by.grants)
    return field.private and not leads and not (lead and lead.staff_id == by.staff.pk)


def _hidden_note(record: Record, given: Answers, by: Actor) -> str:
    form = record.edition.forms.get(given.form)
    private = [key for key in given.answers if form and key in form.fields and _hidden(form.fields[key], record, by)]
    said = words.plural(len(private), "answer")
    return f"{said} left out: for the {record.edition.words.case_manager} and those who lead them." if private else ""
