"""What is recommended and not on file: it warns, and stops nothing."""

from collections.abc import Iterator
from datetime import date

from duly.engine.assessing import Advice
from duly.engine.facts import History
from duly.engine.program import Edition
from duly.engine.record import Record


def advised(edition: Edition, history: History, *, as_of: date, giving: str = "") -> Iterator[Advice]:
    """The advice that applies to a case on a day; `giving`: a service that is about to be given."""
    record = Record(edition, history)
    for advice in edition.advice.values():
        if advice.category in categories(edition, record, as_of, giving) and not on_file(advice, record, as_of):
            yield advice


def categories(edition: Edition, record: Record, as_of: date, giving: str) -> set[str | None]:
    """The categories of the services given by then."""
    given = [fact.what for fact in record.ever(("service",)) if fact.on and fact.on <= as_of]
    return {edition.services[each].category for each in (*given, giving) if each in edition.services}


def on_file(advice: Advice, record: Record, as_of: date) -> bool:
    dated = any(fact.on <= as_of for fact in record.ever(advice.wants) if fact.on)
    return dated or record.undated(advice.wants) is not None
