"""What a caseload shows of a case: dates and counts that hold whatever day they are read on."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from duly.engine.due import DATE_MISSING, Obligation
from duly.engine.facts import Fact, History
from duly.engine.program import Edition


def line_of(edition: Edition, history: History, duties: Iterable[Obligation]) -> tuple[object, ...]:
    """The columns of CaseLine after its owner, in the order of tables.CASE_LINE."""
    live = history.standing().facts
    contacts = [fact for fact in live if fact.kind == "contact" and fact.on is not None]
    reached = max((fact for fact in contacts if fact.outcome == "completed"), key=_latest, default=None)
    tries = [fact for fact in contacts if _is_try(fact) and (reached is None or _latest(fact) > _latest(reached))]
    last_try = max(tries, key=_latest, default=None)
    closed = max((fact for fact in live if fact.kind == "closed"), key=_latest, default=None)
    held = max((fact for fact in live if fact.kind in ("hold", "resumed")), key=_latest, default=None)
    phase = max((fact for fact in live if fact.kind == "phase"), key=_latest, default=None)
    duties = tuple(duties)
    return (
        _anchor(duties),
        _due(duties, "length"),
        closed and closed.on,
        closed.what if closed else "",
        reached and reached.on,
        reached.mode if reached else "",
        UUID(reached.id) if reached else None,
        len(tries),
        last_try and last_try.on,
        last_try.mode if last_try else "",
        _windows(edition, duties),
        _met(duties, "series"),
        sorted({fact.what for fact in live if fact.kind == "milestone"}),
        phase.what if phase else "",
        held.by if held and held.kind == "hold" else None,
        min((fact.on for fact in live if fact.kind == "acknowledged" and fact.on), default=None),
        _gaps(duties),
    )


def _latest(fact: Fact) -> tuple[date, object]:
    return fact.on or date.min, fact.recorded_at


def _is_try(fact: Fact) -> bool:
    return fact.outcome in ("no_response", "no_show")


def _anchor(duties: Iterable[Obligation]) -> date | None:
    """The day the schedule counts from: the day before the first window opens."""
    first = next((each for each in duties if each.kind in ("windows", "series") and each.nth == 1), None)
    return first.opens_on - timedelta(days=1) if first else None


def _due(duties: Iterable[Obligation], kind: str) -> date | None:
    return next((each.due_on for each in duties if each.kind == kind), None)


def _windows(edition: Edition, duties: Iterable[Obligation]) -> str:
    """One character a window, whatever day it is: m met, - not met; the reader knows which have ended."""
    rule = edition.windows()
    met = {each.nth: each.met_by for each in duties if each.kind == "windows"}
    return "".join("m" if met.get(nth) else "-" for nth in range(1, rule.count + 1)) if rule and met else ""


def _met(duties: Iterable[Obligation], kind: str) -> int:
    return sum(1 for each in duties if each.kind == kind and each.met_by)


def _gaps(duties: Iterable[Obligation]) -> str:
    """The rules whose date the record lacks."""
    return ",".join(each.rule for each in duties if each.kind == DATE_MISSING)
