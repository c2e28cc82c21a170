"""The fidelity table of the SET brief, from the cohort: SET-85 to SET-96, SET-129, AMB-01, AMB-02."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from duly.engine.measures import fidelity, layout, score_tally, tallies
from duly.engine.reading import load
from tests.engine.cohort import cases

SET = load("set")
CHICAGO = ZoneInfo("America/Chicago")
AS_OF, CUT = date(2015, 4, 30), date(2015, 4, 1)
END_OF_APRIL = datetime.combine(AS_OF, time.max, CHICAGO)
LATER = datetime(2015, 5, 20, 23, 59, tzinfo=CHICAGO)

# Values, points, total and class of Appendix Table 2; G's reassessments are 75% here, as AMB-10 says they must be.
TABLE = {
    "A": ((91, 25, 13, 18), (3, 1, 1, 1), 6, "moderate"),
    "B": ((78, 14, 71, 15), (2, 3, 3, 1), 9, "moderate"),
    "C": ((93, 13, 73, 51), (3, 3, 3, 2), 11, "high"),
    "D": ((82, 20, 39, 50), (2, 2, 1, 2), 7, "moderate"),
    "E": ((90, 10, 29, 48), (3, 3, 1, 1), 8, "moderate"),
    "F": ((87, 17, 6, 46), (2, 2, 1, 1), 6, "moderate"),
    "G": ((80, 11, 75, 75), (2, 3, 3, 3), 11, "high"),
    "H": ((86, 27, 19, 1), (2, 1, 1, 1), 5, "low"),
    "I": ((98, 8, 69, 24), (3, 3, 3, 1), 10, "moderate"),
    "J": ((90, 15, 73, 60), (3, 3, 3, 2), 11, "high"),
    "K": ((93, 15, 97, 68), (3, 3, 3, 3), 12, "high"),
}


def report(known_at=END_OF_APRIL, as_of=AS_OF, assigned_by=CUT):
    rows = fidelity(cases(), as_of=as_of, assigned_by=assigned_by, known_at=known_at)
    return {row.organization.removeprefix("Provider "): row for row in rows}


@pytest.mark.parametrize("provider", TABLE)
def test_every_cell_of_a_provider_is_as_published(provider):
    row, (values, points, total, level) = report()[provider], TABLE[provider]
    assert tuple(each.value for each in row.cells.values()) == values
    assert tuple(each.score for each in row.cells.values()) == points
    assert (row.total, row.level) == (total, level)


def test_all_pools_cases_and_has_no_class():
    everyone = report()["All"]
    assert [each.value for each in everyone.cells.values()] == [89, 16, 55, 41]
    assert [each.score for each in everyone.cells.values()] == [2, 3, 2, 1]
    assert (everyone.total, everyone.level) == (8, None)


def test_the_samples_are_those_of_the_results_table():
    cells = report()["All"].cells
    assert [each.sample for each in cells.values()] == [531, 465, 458, 398]
    assert [each.numerator for each in cells.values()] == [475, 7485, 254, 162]


def test_four_providers_are_high_six_moderate_one_low():
    levels = [row.level for row in report().values()]
    assert [levels.count(each) for each in ("high", "moderate", "low")] == [4, 6, 1]  # SET-94


def test_what_was_written_later_counts_only_later():
    assert report(LATER)["All"].cells["check_ins"].value == 57
    assert report(END_OF_APRIL)["All"].cells["check_ins"].value == 55


def test_the_same_question_gives_the_same_answer():
    assert report() == report()  # SET-14


def test_nobody_in_the_cohort_means_no_figures():
    rows = fidelity(cases(), as_of=date(2013, 1, 1), known_at=END_OF_APRIL)
    assert [row.organization for row in rows] == ["All"]
    assert all((each.value, each.score) == (None, None) for each in rows[0].cells.values())
    assert (rows[0].total, rows[0].level) == (None, None)


@pytest.mark.parametrize("month", range(1, 6))
def test_one_row_a_case_gives_the_same_table(month):
    """The arithmetic on tallies against the judgements, month by month, and from what was known later."""
    as_of = date(2015, month, 28)
    for known_at in (datetime.combine(as_of, time.max, CHICAGO), LATER):
        everyone = report(known_at, as_of, as_of)["All"]
        for key, slots in layout(SET).measures.items():
            rows = (tally(each, known_at) for each in cohort(as_of))
            found = (score_tally(slots, each, as_of=as_of, known_at=known_at) for each in rows)
            counted = [each for each in found if each[0]]
            assert len(counted) == everyone.cells[key].sample
            numerator = sum(each[2] if key == "days_to_intake" else each[1] for each in counted)
            assert numerator == everyone.cells[key].numerator


def cohort(as_of):
    return [each for each in cases() if each.history.facts[0].on <= as_of]


def tally(case, known_at):
    return next(each for each in tallies(SET, case.history) if each.known_from <= known_at < each.known_until)
