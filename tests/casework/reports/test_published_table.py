"""The table the SET brief printed comes out of the record, figure by figure (SET-85 to SET-96)."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from duly.casework.reports import formats
from duly.casework.reports.asking import Moment, end_of
from duly.casework.reports.fidelity import Report, editions_of, fidelity

CHICAGO = ZoneInfo("America/Chicago")
# Appendix Table 2: value and points of intake, days, check-ins, reassessments; total; class. G's 85% no record of five
# people can give (AMB-10): three of four are 75%.
PUBLISHED = {
    "Provider A": [(91, 3), (25, 1), (13, 1), (18, 1), 6, "moderate"],
    "Provider B": [(78, 2), (14, 3), (71, 3), (15, 1), 9, "moderate"],
    "Provider C": [(93, 3), (13, 3), (73, 3), (51, 2), 11, "high"],
    "Provider D": [(82, 2), (20, 2), (39, 1), (50, 2), 7, "moderate"],
    "Provider E": [(90, 3), (10, 3), (29, 1), (48, 1), 8, "moderate"],
    "Provider F": [(87, 2), (17, 2), (6, 1), (46, 1), 6, "moderate"],
    "Provider G": [(80, 2), (11, 3), (75, 3), (75, 3), 11, "high"],
    "Provider H": [(86, 2), (27, 1), (19, 1), (1, 1), 5, "low"],
    "Provider I": [(98, 3), (8, 3), (69, 3), (24, 1), 10, "moderate"],
    "Provider J": [(90, 3), (15, 3), (73, 3), (60, 2), 11, "high"],
    "Provider K": [(93, 3), (15, 3), (97, 3), (68, 3), 12, "high"],
    "All": [(89, 2), (16, 3), (55, 2), (41, 1), 8, None],
}


@pytest.fixture
def report(seen) -> Report:
    moment = Moment(date(2015, 4, 30), date(2015, 4, 1), end_of(date(2015, 4, 30), CHICAGO))
    return fidelity(seen.root.pk, editions_of("set"), moment)


def test_every_figure_is_as_published(report):
    found = {
        line.name: [*((cell.value, cell.score) for cell in line.row.cells.values()), line.row.total, line.row.level]
        for line in (*report.lines, report.everyone)
    }
    assert found == PUBLISHED


def test_the_samples_are_as_published(report):
    assert [cell.sample for cell in report.everyone.row.cells.values()] == [531, 465, 458, 398]
    assert report.everyone.cases == 531


def test_an_intake_without_its_day_counts_as_held_and_nowhere_else(report):
    cells = report.everyone.row.cells
    assert (cells["intake"].numerator, cells["days_to_intake"].sample) == (475, 465)


def test_four_are_high_six_moderate_one_low(report):
    levels = [line.row.level for line in report.lines]
    assert [levels.count(each) for each in ("high", "moderate", "low")] == [4, 6, 1]


def test_what_was_written_down_later_counts_only_when_it_was_known(seen):
    later = Moment(date(2015, 4, 30), date(2015, 4, 1), end_of(date(2015, 5, 20), CHICAGO))
    assert fidelity(seen.root.pk, editions_of("set"), later).everyone.row.cells["check_ins"].value == 57


def test_the_answer_for_tools_is_the_contract(report):
    said = json.loads(formats.as_json(report))
    assert list(said) == ["program", "edition", "as_of", "assigned_by", "known_at", "rows"]
    assert said["edition"] == ["2013-07-01"]
    assert said["known_at"] == "2015-04-30T23:59:59.999999-05:00"
    assert said["rows"][0] == {
        "organization": "Provider A",
        "organization_id": "O00003",
        "measures": {
            "intake": {"sample": 34, "numerator": 31, "value": 91, "score": 3},
            "days_to_intake": {"sample": 30, "numerator": 735, "value": 25, "score": 1},
            "check_ins": {"sample": 30, "numerator": 4, "value": 13, "score": 1},
            "reassessments": {"sample": 28, "numerator": 5, "value": 18, "score": 1},
        },
        "total": 6,
        "level": "moderate",
    }
    assert said["rows"][-1] | {"measures": {}} == {
        "organization": "All",
        "organization_id": None,
        "measures": {},
        "total": 8,
        "level": None,
    }
