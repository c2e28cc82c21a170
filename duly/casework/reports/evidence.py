"""The evidence for one case in one measure: the facts that count, each with its because; no names, no notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duly.casework import words
from duly.casework.reports.question import plain
from duly.engine.due import Obligation, because, owed
from duly.engine.facts import COMPLETED, Fact, History
from duly.engine.measures import Judgement
from duly.engine.phrases import called
from duly.engine.program import Edition, MeanDays, Measure, Series, ShareComplete, ShareOnTime, Windows


@dataclass(frozen=True, slots=True)
class Counted:
    """Local: one thing the measure looked for, or one fact: what, when, how it stands, what met it, when written."""

    title: str
    days: str
    kind: str  # ok, no, to
    stands: str
    met_by: str
    written: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Local: everything the page says of one case."""

    verdict: str
    tone: str
    because: str
    rule: str
    rows: tuple[Counted, ...]
    windows: bool


def evidence(edition: Edition, judgement: Judgement, known: History, *, as_of: date) -> Evidence:
    """What counted, from what was known at the moment asked about."""
    measure = edition.measures[judgement.measure]
    verdict = "Not counted" if not judgement.in_sample else "Passes" if judgement.passes else "Fails"
    windows = isinstance(measure, ShareOnTime | ShareComplete)
    duties = list(_duties(edition, measure, known, as_of)) if windows else []
    rows = _looked_for(edition, judgement, duties, known, as_of) if windows else _facts(edition, judgement, known)
    return Evidence(
        verdict="" if isinstance(measure, MeanDays) and judgement.passes else verdict,
        tone={"Passes": "good", "Fails": "late"}.get(verdict, "mute"),
        because=judgement.because, rule=_rule(edition, duties, known), windows=windows,
        rows=tuple(rows),
    )


def _rule(edition: Edition, duties: Sequence[Obligation], known: History) -> str:
    """The rule applied to this case, said once: what stands before the days of each window."""
    return f"{because(edition, duties[0], known).split('. ')[0]}." if duties else ""


def _facts(edition: Edition, judgement: Judgement, known: History) -> Iterator[Counted]:
    """The facts themselves, oldest first."""
    facts = [fact for fact in known if fact.id in judgement.evidence]
    for fact in sorted(facts, key=lambda fact: (fact.on or date.max, fact.id)):
        yield Counted(_day(fact), "", "ok", "", what(edition, fact), _written(edition, fact))


def _day(fact: Fact) -> str:
    return plain(fact.on) if fact.on else "day not recorded"


def _written(edition: Edition, fact: Fact) -> str:
    return plain(fact.recorded_at.astimezone(edition.zone).date())


def what(edition: Edition, fact: Fact) -> str:
    """Check-in by phone, reached."""
    if fact.kind != "contact":
        said = called(edition, fact.kind)
    else:
        said = f"{called(edition, fact.what)} {words.contact(fact.mode, fact.outcome)}"
    return f"{said[:1].upper()}{said[1:]}"


def _duties(edition: Edition, measure: Measure, known: History, as_of: date) -> Iterator[Obligation]:
    """Each window, or each of a series, that had begun by that day."""
    rule = getattr(measure, "rule", "")
    for each in owed(edition, known):
        if each.rule == rule and each.kind in ("windows", "series") and (each.met_by or each.opens_on <= as_of):
            yield each


def _looked_for(
    edition: Edition, judgement: Judgement, duties: Sequence[Obligation], known: History, as_of: date
) -> Iterator[Counted]:
    facts = {fact.id: fact for fact in known}
    for each in duties:
        rule, met = edition.owed[each.rule], facts.get(each.met_by or "")
        kind, stands = _stands(each, judgement, as_of)
        yield Counted(
            title=f"{rule.label} {each.nth}", kind=kind, stands=stands + _tries(rule, each, known, kind),
            days=_days(each),
            met_by=f"{_day(met)}, {what(edition, met)}" if met else "", written=_written(edition, met) if met else "",
        )


def _days(each: Obligation) -> str:
    due = plain(each.due_on)
    return f"due {due}" if each.kind == "series" else f"{plain(each.opens_on)} to {due}"


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
        fact.kind == "contact" and fact.what in rule.met_by and fact.outcome != COMPLETED
        and fact.on is not None and each.opens_on <= fact.on <= each.due_on
        for fact in known
    )
    return f", {words.tries(tries)}" if tries else ", no try on record" if isinstance(rule, Windows) else ""
