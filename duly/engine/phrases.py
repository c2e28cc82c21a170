"""How things of a program are called in a sentence."""

from datetime import date

from duly.engine.program import ANY_CONTACT, MODES, REACHED, Edition

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINARY = {
    "assigned": "assignment", "acknowledged": "acknowledgement", "closed": "closing", "hold": "hold", "resumed": "return from a hold",
    "service": "service", "step": "step agreed", "step_done": "step done", "phase": "phase", ANY_CONTACT: "contact or try",
    REACHED: "contact the participant answered",
}


def said(day: date) -> str:
    """A day as people write it: 1 Apr 2015."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def lower(label: str) -> str:
    """A label inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def called(edition: Edition, name: str) -> str:
    """What a name of the file means, without an article: intake, assignment, release."""
    part = edition.contacts.get(name) or edition.events.get(name) or edition.milestones.get(name)
    return lower(part.label) if part else ORDINARY.get(name, name.replace("_", " "))


def an(phrase: str) -> str:
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


def meeting(edition: Edition, name: str) -> str:
    """What it takes, with an article: an intake in person, a check-in the participant answered."""
    kind = edition.contacts.get(name)
    if kind is None:
        return an(called(edition, name)) if name in ORDINARY else called(edition, name)
    if not kind.counts_in:
        return an(f"{lower(kind.label)} the participant answered")
    return an(f"{lower(kind.label)} {either(tuple(MODES[mode] for mode in kind.counts_in))}")


def either(words: tuple[str, ...], by: str = "or") -> str:
    """A list in words: a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {by} {words[-1]}"


def any_of(edition: Edition, names: tuple[str, ...]) -> str:
    """What it takes, in words: any of these."""
    return either(tuple(meeting(edition, name) for name in names))


def counted(number: int, one: str) -> str:
    """A number of things: 1 try, 3 tries."""
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number} {one if number == 1 else many}"
