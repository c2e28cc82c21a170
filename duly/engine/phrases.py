"""How things of a program are called in a sentence."""

from collections.abc import Mapping
from datetime import date

from duly.engine.program import ANY_CONTACT, MODES, REACHED, Edition, Keyed

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINARY = {
    "assigned": "assignment", "acknowledged": "acknowledgement", "closed": "closing", "hold": "hold",
    "resumed": "return from a hold", "service": "service", "step": "step agreed", "step_done": "having it done",
    "phase": "phase", "member": "membership of a group", "assessed": "step of the assessment",
    "eligible": "decision that they are eligible", "not_eligible": "decision that they are not eligible",
    ANY_CONTACT: "contact or try", REACHED: "contact the participant answered",
}


def said(day: date) -> str:
    """A day as people write it: 1 Apr 2015."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def lower(label: str) -> str:
    """A label inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def called(edition: Edition, name: str) -> str:
    """What a name of the file means, without an article: intake, assignment, release."""
    if name in edition.eligibility:
        return f"eligible: {lower(edition.eligibility[name].label)}"
    sections: tuple[Mapping[str, Keyed], ...] = (
        edition.contacts, edition.events, edition.milestones, edition.assessment, edition.documents,
    )
    part = next((each[name] for each in sections if name in each), None)
    return lower(part.label) if part else ORDINARY.get(name, name.replace("_", " "))


def an(phrase: str) -> str:
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


def any_of(edition: Edition, names: tuple[str, ...]) -> str:
    """What it takes, any of these: a check-in the participant answered, or a reassessment in person."""
    answered = tuple(an(lower(edition.contacts[name].label)) for name in names if is_answered(edition, name))
    first = (f"{either(answered)} the participant answered",) if answered else ()
    return either((*first, *(other(edition, name) for name in names if not is_answered(edition, name))))


def is_answered(edition: Edition, name: str) -> bool:
    """Whether it is a kind of contact that counts in every way it can be held."""
    return name in edition.contacts and not edition.contacts[name].counts_in


def other(edition: Edition, name: str) -> str:
    """Anything else it may take."""
    if name == ANY_CONTACT:
        return "any contact, even an unanswered try"
    if name in edition.contacts:
        ways = either(tuple(MODES[mode] for mode in edition.contacts[name].counts_in))
        return an(f"{called(edition, name)} {ways}")
    return an(called(edition, name)) if name in ORDINARY else called(edition, name)


def either(words: tuple[str, ...], by: str = "or") -> str:
    """A list in words: a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {by} {words[-1]}"


def counted(number: int, one: str) -> str:
    """A number of things: 1 try, 3 tries."""
    many = f"{one[:-1]}ies" if one.endswith("ry") else f"{one}s"
    return f"{number} {one if number == 1 else many}"
