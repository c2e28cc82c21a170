"""What an entry would count as, in a sentence, by the rules of the program: asked of the engine, not written here."""

from collections.abc import Iterable

from markupsafe import Markup

from duly.casework import words
from duly.casework.contacts.queries import Subject, duty_name, in_passing
from duly.casework.models import Obligation
from duly.engine.owing import Obligation as Duty
from duly.engine.program import ContactKind, Edition

NOTHING_OWED = Markup("Nothing is owed now that an entry of today would meet; it is kept in the file all the same.")
NOTHING = Markup("")


def nearest(subject: Subject) -> Markup:
    """'Window 4 closes Tue 14 Apr, in 5 days.' Without a window, the first thing owed."""
    today = subject.today
    window = next((each for each in subject.duties if each.kind == "windows"), None)
    first = window or next(
        (each for each in subject.duties if each.kind in ("once", "series", "interval", "follow_up")), None
    )
    if first is None:
        return NOTHING
    day, left = words.on(first.due_on, today=today), words.left(first.due_on, today=today).text
    if window:
        return words.html(
            'Window {} closes <b><time datetime="{}">{}</time></b>, {}.', first.nth, day.iso, day.text, left
        )
    verb = "was" if first.due_on < today else "is"
    return words.html(
        '{} {} due <b><time datetime="{}">{}</time></b>, {}.',
        duty_name(subject.edition, first),
        verb,
        day.iso,
        day.text,
        left,
    )


def counts(subject: Subject) -> Markup:
    """'A check-in counts as check-in 4; a reassessment in person as check-in 4 and reassessment 1.'"""
    said: list[Markup] = []
    for kind in subject.edition.contacts.values():
        met = subject.met_by(kind.key, (kind.counts_in or kind.modes)[0], subject.today)
        if named := names(subject.edition, met):
            article, verb = (_a(kind), "as") if said else (_a(kind).capitalize(), "counts as")
            said.append(words.html("{} {} <b>{}</b>", article, verb, words.listed(named)))
    return Markup("; ").join(said) + "." if said else NOTHING_OWED


def names(edition: Edition, met: Iterable[Duty | Obligation]) -> list[str]:
    """The duties by name, leaving out that the assignment was seen."""
    return [
        in_passing(edition, each)
        for each in met
        if "acknowledged" not in getattr(edition.owed[each.rule], "met_by", ())
    ]


def caution(subject: Subject, *, kind: str, mode: str, outcome: str = "completed") -> str:
    """What somebody may not expect of this entry: a warning, never a stop (SET-38)."""
    asked = subject.edition.contacts.get(kind)
    if asked is None or outcome != "completed":
        return ""
    if subject.closed_on:
        closed = words.on(subject.closed_on, today=subject.today).text
        return f"The case was closed on {closed}: the entry is kept and counts for nothing."
    if not asked.counts(mode):
        how = words.listed([words.by(each) for each in asked.counts_in], "or")
        return f"{_a(asked, mode).capitalize()} is kept, but does not count: it counts only {how}."
    return ""


def purpose(subject: Subject, kind: str) -> str:
    """What this kind of contact is for, so that one is not logged as the other (SET-38)."""
    asked = subject.edition.contacts.get(kind)
    return asked.purpose if asked else ""


def _a(kind: ContactKind, mode: str = "") -> str:
    """'a check-in', 'an intake in person'."""
    label = kind.label.lower()
    how = words.by(mode) if mode else words.listed([words.by(each) for each in kind.counts_in], "or")
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}" + (f" {how}" if how else "")
