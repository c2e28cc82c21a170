"""Figures 1 and 2, the trend and the early warning of the practice cohort, as numbers."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from duly.casework.reports import notes
from duly.casework.reports.asking import Moment, end_of
from duly.casework.reports.fidelity import Report, editions_of, fidelity, over_time
from duly.casework.reports.figures import plots
from duly.casework.reports.published import compared, published
from duly.casework.reports.scales import is_small, short_names
from duly.casework.reports.totals import totals
from duly.casework.reports.trend import courses, months_before
from duly.casework.reports.watch import warnings

CHICAGO = ZoneInfo("America/Chicago")
MOMENT = Moment(date(2015, 4, 30), date(2015, 4, 1), end_of(date(2015, 4, 30), CHICAGO))


@pytest.fixture
def report(seen) -> Report:
    return fidelity(seen.root.pk, editions_of("set"), MOMENT)


def test_names_are_short_by_what_they_do_not_share():
    assert short_names(["Provider A", "Provider B"]) == {"Provider A": "A", "Provider B": "B"}
    assert short_names(["North Side", "North Side Works"]) == {
        "North Side": "Side",
        "North Side Works": "Side Works",
    }
    assert short_names(["Only One"]) == {"Only One": "Only One"}


def test_figure_one_has_six_high_and_five_moderate_intakes(report):
    """SET-95, SET-96."""
    points = [[mark.points for mark in plot.marks if mark.points] for plot in plots(report)]
    counts = [(each.count(3), each.count(2), each.count(1)) for each in points]
    assert counts == [(6, 5, 0), (7, 2, 2), (6, 0, 5), (2, 3, 6)]


def test_a_mark_stands_where_its_value_is(report):
    intake, days, *_ = plots(report)
    assert intake.limits == (125.0, 223.2)
    assert (intake.marks[0].x, intake.marks[0].text) == (233.1, "91%")
    assert intake.high == (223.2, 68.8)
    assert days.high == (30, 144.1)
    assert [text for _, text in days.ticks] == ["0", "10", "20", "30"]


def test_the_tiny_provider_is_marked_and_read_with_caution(report):
    """SET-99."""
    assert [line.name for line in report.lines if is_small(report, line)] == ["Provider G"]
    assert plots(report)[0].marks[6].text == "80%*"
    assert list(notes.small_notes(report)) == [
        "Provider G: five people; one of them moves a figure by 20 to 25 points. Read with caution."
    ]


def test_figure_two_stands_in_the_order_of_points(report):
    """SET-94."""
    rows = totals(report).rows
    assert [row.name for row in rows] == ["K", "C", "G*", "J", "I", "B", "E", "D", "A", "F", "H"]
    assert all(sum(earned for _, earned in row.blocks) == row.total for row in rows)
    assert notes.class_counts(report) == "4 high, 6 moderate, 1 low"


def test_undated_intakes_are_told(report):
    assert list(notes.undated_notes(report)) == [
        "Intake held: 10 were held without a date; counted there (475), not in Days to intake (465)."
    ]


def test_a_figure_one_case_away_from_another_rating_is_told(report):
    found = {(each.line.name, each.measure, each.better, each.level, each.failing) for each in warnings(report)}
    assert ("Provider E", "reassessments", True, "moderate", 13) in found
    assert ("Provider I", "check_ins", False, "moderate", 12) in found
    assert ("Provider K", "reassessments", False, "moderate", 22) in found
    assert not any(name == "Provider G" for name, *_ in found)


def test_the_trend_asks_each_month_as_it_was_asked_then(seen):
    months = months_before(MOMENT, CHICAGO)
    assert (months[0].as_of, months[0].assigned_by) == (date(2014, 4, 30), date(2014, 4, 1))
    places = {each.pk: each for each in seen.organizations.values()}
    reports = over_time(seen.root.pk, editions_of("set"), months, organizations=set(places), places=places)
    ends = [[cell.value for cell in reports[nth].everyone.row.cells.values()] for nth in (0, -1)]
    assert ends == [[86, 17, 52, 71], [89, 16, 55, 41]]
    assert courses(reports, ["then"] * 12 + ["now"])[0].says == "Intake held, all: 86% in then, 89% in now"


def test_all_but_one_figure_agree_with_the_table_that_was_printed(report):
    found = compared(report, published("set")[0])
    assert (found.agree, found.of) == (47, 48)
    assert found.marks == {("Provider G", "reassessments"): "†"}
    assert found.notes[0][1].startswith("The record gives 3 of 4 = 75%.")


def test_of_another_day_nothing_is_compared():
    assert not published("set")[0].is_of(Moment(date(2015, 3, 31), date(2015, 4, 1), MOMENT.known_at))
