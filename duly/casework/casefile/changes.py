"""What was corrected and taken back: the words that changed, and every change with the original text."""

from datetime import date
from difflib import SequenceMatcher

from markupsafe import Markup

from duly.casework import words
from duly.casework.casefile.entries import Entry, Was
from duly.casework.casefile.record import Record
from duly.casework.models import Attachment, Contact, ContactCase
from duly.casework.models.owned import Fact

COMPARED = (
    ("occurred_on", "day"),
    ("achieved_on", "day"),
    ("closed_on", "last day"),
    ("started_on", "from"),
    ("ended_on", "to"),
    ("until_on", "until"),
    ("mode", "how"),
    ("delivery", "how"),
    ("outcome", "outcome"),
    ("status", "how it ended"),
    ("kind", "for"),
    ("topic", "about"),
    ("reason", "reason"),
    ("place", "where"),
    ("note", "note"),
)
DAYS = ("occurred_on", "started_on", "achieved_on", "ended_on", "closed_on", "until_on", "dated_on")
CALLED = {"CaseEvent": "Event", "ServiceEnd": "End of a service", "Deferral": "Put off", "Attachment": "Document"}


def was(record: Record, fact: Fact, today: date) -> Was | None:
    """What the fact said before it was put right, if it was."""
    correction = record.came_from(fact.pk)
    before = record.facts.get(correction.replaces) if correction else None
    if correction is None or before is None:
        return None
    wrote = correction.recorded_at.astimezone(record.edition.zone).date()
    return Was(
        words.on(wrote, today=today),
        correction.author.name if correction.author else "",
        correction.reason,
        difference(before, fact),
    )


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
    facts = {id_: each for id_, each in record.facts.items() if not isinstance(each, ContactCase)}
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
    on = next((day for name in DAYS if (day := getattr(fact, name, None))), None)
    said = [
        CALLED.get(type(fact).__name__, type(fact).__name__),
        words.on(on, today=today).text if on else "day not recorded",
    ]
    if isinstance(fact, Contact):
        said.append(words.contact(fact.mode, fact.outcome))
    if isinstance(fact, Attachment):
        said.append(fact.name)
    note = getattr(fact, "note", "")
    return " · ".join(said) + (f": {note}" if note else "")
