"""What the engine costs: at most 600 microseconds a case, obligations and tallies together (processor time)."""

from time import process_time

from duly.engine.due import owed
from duly.engine.measures import tallies
from duly.engine.reading import load
from tests.engine.cohort import cases

SET = load("set")
TYPICAL = [case.history for case in cases() if len(case.history.facts) >= 20]


def microseconds_a_case():
    start = process_time()
    for history in TYPICAL:
        owed(SET, history)
        tallies(SET, history)
    return (process_time() - start) / len(TYPICAL) * 1e6


def test_a_case_of_twenty_facts_or_more_costs_at_most_600_microseconds():
    assert len(TYPICAL) > 100
    assert min(microseconds_a_case() for _ in range(5)) <= 600
