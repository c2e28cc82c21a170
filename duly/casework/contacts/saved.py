"""The line after saving: what was saved, what it counts as, what to mind, and who else wrote just now."""

from datetime import datetime

from django.urls import reverse
from markupsafe import Markup

from duly.casework import words
from duly.casework.contacts import counting
from duly.casework.contacts.entry import Entry
from duly.casework.contacts.queries import met_by, others_lately
from duly.casework.models import Contact
from duly.engine.facts import COMPLETED


def said_after(contact: Contact, entry: Entry, *, now: datetime) -> Markup:
    """'Saved for Olu Novak: email today, no answer.'"""
    parts = [_saved(contact, entry), _counts(contact, entry), *_also(entry), _colleague(contact, entry, now)]
    return Markup(" ").join(part for part in parts if part)


def _saved(contact: Contact, entry: Entry) -> Markup:
    today, first = entry.first.today, entry.first
    day = "today" if contact.occurred_on == today else words.on(contact.occurred_on, today=today).text
    who = first.name if entry.alone else words.plural(len(entry.subjects), "person", "people")
    how = f"{words.mode(contact.mode)} {day}, {words.outcome(contact.outcome, contact.mode)}"
    return words.html("Saved for <b>{}</b>: {}.", who, how)


def _counts(contact: Contact, entry: Entry) -> Markup:
    if contact.outcome != COMPLETED:
        return Markup()
    met = counting.names(entry.first.edition, met_by(contact, entry.first))
    caution = counting.caution(entry.first, kind=contact.kind, mode=contact.mode)
    return words.html("{}{}", f"It counts as {words.listed(met)}. " if met and entry.alone else "", caution)


def _also(entry: Entry) -> list[Markup]:
    credited = [each.ref for each in entry.credited()]
    return [words.html("Counted in case {} too.", words.listed(credited))] if credited else []


def _colleague(contact: Contact, entry: Entry, now: datetime) -> Markup:
    """Two people calling the same person want to know of each other."""
    other = others_lately(contact, now=now)
    if other is None:
        return Markup()
    minutes = round((now - other.recorded_at).total_seconds() / 60)
    when = f"{words.spelled(minutes)} {'minute' if minutes == 1 else 'minutes'} ago" if minutes else "just now"
    return words.html(
        '<b>{} logged a contact with {} {}.</b> Yours was saved as well; <a href="{}">see both</a> or take yours back:',
        other.author.name if other.author else "Somebody",
        entry.first.name,
        when,
        reverse("case", args=[contact.case.ref]),
    )
