"""What can be done from a case file, by this person, in this state of the case."""

from duly.casework.access import Actor
from duly.casework.casefile.record import Record
from duly.casework.layout.jinja import url, url_if_any
from duly.casework.terms.queries import extension, shortened
from duly.engine.facts import TRANSFERRED

Act = tuple[str, str]


def meetings(record: Record) -> list[Act]:
    """(address, words) of the long forms that are next: those of a kind of contact something is still owed of."""
    owed = {each.rule for each in record.duties if not each.met_by}
    kinds = [each for each in record.edition.contacts.values() if each.form and each.key in owed]
    ref = record.case.ref
    return [(url("meeting", ref, each.key), each.label) for each in kinds if each.counts_in][:2]


def terms(record: Record) -> list[tuple[str, str, str]]:
    """Terms of this one case that its program lets people change."""
    found = []
    if extension(record.edition) and record.line.ends_on:
        found.append(("extend", "extend", "Extend the case"))
    if shortened(record.edition):
        found.append(("shorten", "shorten", "Agree on contact more often"))
    return found


def closing(record: Record) -> str:
    """What closing is called where it takes two."""
    return "Suspend and ask to close" if record.edition.closing_by_two else "Close the case"


def settled(record: Record) -> list[tuple[str, str, str]]:
    """What is settled about the person, where the program asks for it."""
    edition = record.edition
    asked = edition.assessment or edition.eligibility or edition.groups
    found = [("work", "assessment", "Assessment")] if asked else []
    made = {each.about for each in record.events if record.stands(each.pk)}
    asks = {each.asks for each in edition.reviews.values()}
    if any(each.kind in asks and each.pk not in made and record.stands(each.pk) for each in record.events):
        found.append(("record", "correction-made", "Say that a correction was made"))
    return found


def acts(record: Record, actor: Actor) -> list[Act]:
    """(address, words) of everything else, in the order people look for it."""
    ref, line = record.case.ref, record.line
    found: list[tuple[str, str, str]] = [
        ("record", "service", "Record a service or referral"),
        ("record", "milestone", "Record a milestone"),
        *settled(record),
        ("record", "profile", "Change how to reach them"),
        ("take_in", "schedule", "Schedule a meeting"),
        ("work", "documents", "Documents"),
        ("record", "defer", "Put off what is owed"),
        ("assign", "reassign", "Change who answers for the case"),
        ("assign", "ask-transfer", f"Transfer to another {record.edition.words.organization}"),
    ]
    if line.exit_reason == TRANSFERRED:
        return []
    if line.exit_on:
        found = [("close", "reopen", "Open the case again"), ("work", "documents", "Documents")]
    else:
        found += [*terms(record), ("close", "hold", "Put on hold"), ("close", "close", closing(record))]
    found.append(("work", "case-file-paper", "The whole file as a PDF"))
    addresses = [(act, url_if_any(route, ref), words) for act, route, words in found]
    return [(address, words) for act, address, words in addresses if address and actor.may(act)]
