"""The page of the campaigns keeps the last figure of each."""

from pathlib import Path

from tests.campaigns import __main__ as campaigns
from tests.campaigns.keeping import NOT_TRIED, Figure, keep


def figure(what: str, found: str, when: str = "2 Mar 2026, 2 cores") -> Figure:
    return Figure(what, tried="many | more", found=found, control="found", when=when)


def lines(page: Path) -> list[str]:
    return [line for line in page.read_text().splitlines() if "2 cores" in line]


def test_a_figure_takes_the_place_of_the_last_one_of_its_name_and_the_others_stay(tmp_path):
    page = tmp_path / "trust.md"
    keep(page, [figure("Killed writers", "1 lost"), figure("Full disk", "0 lost")])
    keep(page, [figure("Killed writers", "0 lost")])
    assert lines(page) == [
        "| Killed writers | many / more | 0 lost | found | 2 Mar 2026, 2 cores |",
        "| Full disk | many / more | 0 lost | found | 2 Mar 2026, 2 cores |",
    ]


def test_what_could_not_be_tried_here_does_not_hide_what_was_found_elsewhere(tmp_path):
    page = tmp_path / "trust.md"
    keep(page, [figure("Spreadsheets", NOT_TRIED)])
    keep(page, [figure("Spreadsheets", "0 formulas")])
    keep(page, [figure("Spreadsheets", NOT_TRIED)])
    assert [line.split(" | ")[2] for line in lines(page)] == ["0 formulas"]


def test_every_campaign_is_a_file_nobody_collects_unasked():
    there = {file.stem for file in campaigns.HERE.glob("*.py")} - {"__init__", "__main__", "conftest", "keeping"}
    assert there == set(campaigns.NAMES)
    assert not [name for name in there if name.startswith("test_")]
