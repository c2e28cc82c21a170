"""The evidence for one case in one measure: the facts that count, each with its because; no names, no notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duly.casework import words
from duly.casework.reports.question import plain
from duly.engine.due import Obligation, because, owed
from duly.engine.facts import COMPLETED, Fact, History
from duly.engine.measures import Judgement
from duly.engine.phrases import called
from duly.engine.program import Edition, Series, ShareComplete, ShareOnTime, Windows


@dataclass(frozen=True, slots=True)
class Counted:
    """Local: one thing the measure looked for: what, how it stands, which fact met it, because of what."""

    title: str
    kind: str  # ok, no, to
    stands: str
    met_by: str
    because: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Local: everything the page says of one case."""

    verdict: str
    tone: str
    because: str
    facts: tuple[tuple[str, str, str], ...]  # day, what, when it was written
    looked_for: tuple[Counted, ...]


def evidence(edition: Edition, judgement: Judgement, known: History, *, as_of: date) -> Evidence:
    """What counted, from what was known at the moment asked about."""
    facts = [fact for fact in known if fact.id in judgement.evidence]
    ordered = sorted(facts, key=lambda fact: (fact.on or date.max, fact.id))
    passes = judgement.passes
    verdict = "Not counted" if not judgement.in_sample else "Passes" if passes else "Fails"
    return Evidence(
        verdict=verdict, tone={"Passes": "good", "Fails": "late"}.get(verdict, "mute"), because=judgement.because,
        facts=tuple(_told(edition, fact) for fact in ordered),
        looked_for=tuple(_looked_for(edition, judgement, known, as_of)),
    )


def _told(edition: Edition, fact: Fact) -> tuple[str, str, str]:
    written = fact.recorded_at.astimezone(edition.zone).date()
    late = "" if fact.on is None or fact.kind == "assigned" or written <= fact.on else " (afterwards)"
    return plain(fact.on) if fact.on else "day not recorded", what(edition, fact), f"{plain(written)}{late}"


def what(edition: Edition, fact: Fact) -> str:
    """Check-in by phone, reached."""
    if fact.kind != "contact":
        said = called(edition, fact.kind)
    else:
        said = f"{called(edition, fact.what)} {words.contact(fact.mode, fact.outcome)}"
    return f"{said[:1].upper()}{said[1:]}"


def _looked_for(edition: Edition, judgement: Judgement, known: History, as_of: date) -> Iterator[Counted]:
    """Each window or each of a series that had come by that day."""
    measure = edition.measures[judgement.measure]
    if not isinstance(measure, ShareOnTime | ShareComplete):
        return
    facts = {fact.id: fact for fact in known}
    for each in owed(edition, known):
        if each.rule == measure.rule and each.kind in ("windows", "series") and (each.met_by or each.opens_on <= as_of):
            met = facts.get(each.met_by or "")
            kind, stands = _stands(each, judgement, as_of)
            yield Counted(
                title=f"{edition.owed[each.rule].label} {each.nth}", kind=kind,
                stands=stands + _tries(edition.owed[each.rule], each, known, kind),
                met_by=", ".join(_told(edition, met)[:2]) if met else "", because=because(edition, each, known),
            )


def _stands(each: Obligation, judgement: Judgement, as_of: date) -> tuple[str, str]:
    """In a strip the exit may have cut a window short; it is then not asked about."""
    if judgement.strip:
        word = judgement.strip[each.nth - 1]
        return {"met": "ok", "missed": "no"}.get(word, "to"), {"closed": "case closed before it ended"}.get(word, word)
    if each.met_by:
        return "ok", "held"
    return ("to", "not due yet") if each.due_on > as_of else ("no", "not held")


def _tries(rule: object, each: Obligation, known: History, kind: str) -> str:
    """How many tries fell into a missed window: they are on record and do not count."""
    if kind != "no" or not isinstance(rule, Windows | Series):
        return ""
    tries = sum(
        fact.kind == "contact" and fact.outcome != COMPLETED and fact.on is not None
        and each.opens_on <= fact.on <= each.due_on
        for fact in known
    )
    return f", {words.tries(tries)}" if tries else ", no try on record" if isinstance(rule, Windows) else ""
