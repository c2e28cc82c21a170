"""What was asked about a case and answered: a band on its file while it waits, and entries of its timeline after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.asks.queries import Asked
from duly.casework.casefile.entries import Entry, label
from duly.casework.casefile.record import Record
from duly.casework.layout.jinja import url_if_any
from duly.casework.models import Service
from duly.casework.models.decisions import CLEARANCE, CLOSING, TRANSFER
from duly.engine.facts import TRANSFERRED

SAID = {
    (CLOSING, "more"): "Asked for more", (CLOSING, "granted"): "Closing approved",
    (CLOSING, "declined"): "Closing refused", (TRANSFER, "granted"): "Transfer accepted",
    (TRANSFER, "declined"): "Transfer declined", (TRANSFER, "more"): "Asked first",
    (CLEARANCE, "granted"): "Clearance given", (CLEARANCE, "declined"): "Clearance declined",
}  # fmt: skip
ASKED = {CLOSING: "Asked to close", TRANSFER: "Asked to transfer", CLEARANCE: "Asked for clearance"}


@dataclass(frozen=True, slots=True)
class Band:
    """What the whole page hangs on while somebody is asked."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...] = ()


def bands(record: Record, actor: Actor, *, today: date) -> Iterator[Band]:
    """One band for each ask nobody has decided."""
    for each in record.asks:
        if each.decision is None and each.ask.kind == CLOSING:
            yield _closing(record, each, actor, today)
        if each.decision is None and each.ask.kind == TRANSFER:
            yield _transfer(record, each, actor)
        if each.ask.kind == CLEARANCE:
            yield from _clearance(record, each, actor, today)
    if record.earlier:
        before = words.listed([each.organization.name for each in record.earlier])
        yield Band(f"Came from {before}.", "What was recorded there stands in the timeline; it is corrected there.")
    if record.line.exit_reason == TRANSFERRED:
        said = next((each.note for each in record.closings if each.reason == TRANSFERRED), "")
        yield Band(f"{said}.", "It is written there; here it can be read.")


def _closing(record: Record, asked: Asked, actor: Actor, today: date) -> Band:
    ref, who = record.case.ref, asked.ask.author.name if asked.ask.author else "somebody"
    since = words.at(asked.since, today=today, zone=record.edition.time_zone).text
    reason = label(record.edition.closing, asked.ask.what["reason"]).lower()
    mend = ((url_if_any("close", ref), "Answer" if asked.back else "Change"),) if actor.may("close") else ()
    if asked.back:
        by = f" by {words.on(asked.back.until_on, today=today).text}" if asked.back.until_on else ""
        wanted = ": ".join(each for each in (words.listed(asked.back.about), asked.back.note) if each)
        return Band(f"More is asked for{by}.", wanted, mend)
    decides = actor.may("decide") and actor.staff.pk not in asked.prepared_by
    links = ((url_if_any("decide-closing", ref), "Decide"),) if decides else mend
    return Band(f"Suspended {since} by {who}, asks to close:", f"{reason}. The contact clock stands still.", links)


def _clearance(record: Record, asked: Asked, actor: Actor, today: date) -> Iterator[Band]:
    """Asked, until it is answered; given, until it runs out, with what was recorded under it."""
    who, link = f"{asked.ask.what['asked_by']}, {asked.ask.what['from']},", url_if_any("clearance", str(asked.ask.pk))
    if asked.decision is None:
        links = ((link, "Answer"),) if actor.may("decide") else ()
        yield Band(f"{who} asks to serve them within the plan:", f"“{asked.ask.what['because']}”", links)
        return
    until = asked.decision.until_on
    if asked.decision.answer != "granted" or until is None or until < today:
        return
    of = (record.services, record.items)
    said = [label(record.edition.services, each.kind) if isinstance(each, Service) else each.what for found in of
            for each in found if each.author_id == asked.ask.author_id and record.stands(each.pk)]  # fmt: skip
    told = f"Recorded so far: {words.listed(said)}." if said else "Nothing is recorded yet."
    yield Band(f"{who} may add to the plan until {words.on(until, today=today).text}.", told)


def _transfer(record: Record, asked: Asked, actor: Actor) -> Band:
    ref, links = record.case.ref, []
    if asked.back:
        said = f"{asked.back.author.name if asked.back.author else 'They'} asks for something first:"
        return Band(said, asked.back.note, ((url_if_any("ask-transfer", ref), "Ask again"),))
    if actor.may("transfer") and not asked.ask.to_organization_id:
        links.append((url_if_any("transfer", str(asked.ask.pk)), "Release or keep"))
    elif actor.may("assign"):
        links.append((url_if_any("ask-transfer", ref), "Look"))
    waits = "waits for an answer" if asked.ask.to_organization_id else "waits to be released"
    return Band(f"A transfer {waits}:", f"“{asked.ask.what['because']}”", tuple(links))


def answers(record: Record) -> Iterator[Entry]:
    """Each ask and each answer, where it happened."""
    for asked in record.asks:
        for ask in (*asked.earlier, asked.ask):
            why = ask.what.get("because") or label(record.edition.closing, ask.what.get("reason", "")).lower()
            yield Entry("event", ask.recorded_at.astimezone(record.edition.zone).date(), ask.recorded_at,
                        ASKED[ask.kind], why, "mail_outline", aside=ask.author.name if ask.author else "")  # fmt: skip
        for reply in asked.replies:
            said = ": ".join(each for each in (words.listed(reply.about), reply.note) if each)
            yield Entry("event", reply.recorded_at.astimezone(record.edition.zone).date(), reply.recorded_at,
                        SAID[asked.ask.kind, reply.answer], "", "check_circle", body=said,
                        aside=reply.author.name if reply.author else "")  # fmt: skip
