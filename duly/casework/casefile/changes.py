"""What was corrected and taken back: the words that changed, and every change with the original text."""

from datetime import date
from difflib import SequenceMatcher

from markupsafe import Markup

from duly.casework import words
from duly.casework.casefile.entries import Entry, Was
from duly.casework.casefile.record import Record
from duly.casework.models import Contact, ContactCase
from duly.casework.models.owned import Fact

COMPARED = (("occurred_on", "day"), ("mode", "how"), ("outcome", "outcome"), ("kind", "for"), ("note", "note"))


def was(record: Record, fact: Contact | ContactCase, today: date) -> Was | None:
    correction = record.came_from(fact.pk)
    before = next((each for each in facts_of_contacts(record) if correction and each.pk == correction.replaces), None)
    if correction is None or before is None:
        return None
    wrote = correction.recorded_at.astimezone(record.edition.zone).date()
    return Was(
        words.on(wrote, today=today),
        correction.author.name if correction.author else "",
        correction.reason,
        difference(before, fact),
    )


def facts_of_contacts(record: Record) -> list[Contact | ContactCase]:
    """Contacts of the case's own and those it was credited with."""
    return [*record.contacts, *record.credits]


def difference(before: object, after: object) -> Markup:
    """What changed, struck out and put in: 'day 3 Mar → 4 Mar', and the note word by word."""
    parts = []
    for name, said in COMPARED:
        old, new = str(getattr(before, name, "") or ""), str(getattr(after, name, "") or "")
        if old != new:
            parts.append(Markup("{}: {}").format(said, changed_words(old, new)))
    return Markup("; ").join(parts)


def changed_words(old: str, new: str) -> Markup:
    """The new text with what left it struck out and what came marked, by whole words."""
    left, right = old.split(), new.split()
    parts = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Markup("{}").format(" ".join(right[c:d])))
            continue
        if left[a:b]:
            parts.append(Markup("<del>{}</del>").format(" ".join(left[a:b])))
        if right[c:d]:
            parts.append(Markup("<ins>{}</ins>").format(" ".join(right[c:d])))
    return Markup(" ").join(parts)


def changes(record: Record, today: date) -> list[Entry]:
    """Every correction and retraction, with the original text."""
    facts = {
        each.pk: each
        for each in (
            *record.contacts,
            *record.services,
            *record.milestones,
            *record.events,
            *record.appointments,
            *record.closings,
        )
    }
    return [
        Entry(
            "change",
            each.recorded_at.astimezone(record.edition.zone).date(),
            each.recorded_at,
            "Corrected" if each.by else "Retracted",
            f"“{each.reason}”",
            "undo",
            aside=each.author.name if each.author else "",
            body=_original(record, facts.get(each.replaces), today),
        )
        for each in record.corrections.values()
        if each.replaces in facts
    ]


def _original(record: Record, fact: Fact | None, today: date) -> str:
    """What the replaced entry said, in one line."""
    on = getattr(fact, "occurred_on", None) or getattr(fact, "started_on", None) or getattr(fact, "achieved_on", None)
    said = [
        type(fact).__name__.replace("CaseEvent", "Event"),
        words.on(on, today=today).text if on else "day not recorded",
    ]
    if isinstance(fact, Contact):
        said.append(words.contact(fact.mode, fact.outcome))
    note = getattr(fact, "note", "")
    return " · ".join(said) + (f": {note}" if note else "")
