"""Provider C on Thursday 9 April 2015 reads as the mock-ups show it, person for person."""

from datetime import date

import pytest

from duly.casework import clock
from duly.casework.casefile.rail import strip
from duly.casework.contacts.queries import subject_of
from duly.casework.worklist import wording
from duly.casework.worklist.caseload import in_words
from duly.casework.worklist.listing import Asked, counts, listing
from duly.casework.worklist.queries import ALL, MINE, tabs_of, today_of
from tests.casework.scene import stand_clock
from tests.casework.worklist.cohort import MORNING, load_provider_c

THURSDAY = date(2015, 4, 9)
PICTURE = {
    "overdue": ["Hal Vega", "Noor Novak", "Ida Ortiz", "Olu Novak", "Quinn Xiong"],
    "new": ["Ife Tran", "Pat Ellis"],
    "week": ["Wes Novak", "Wes Pruitt", "Xena Young"],
    "quiet": ["Jose Ortiz", "Jose Haddad", "Kim Hale", "Ora Barnes"],
    "ended": ["Hal Barnes", "Ned Tran", "Ray Xiong", "Jay Reyes"],
}


@pytest.fixture
def cal(scene):
    stand_clock(MORNING)
    scene.cases = load_provider_c(scene)
    cal = scene.actor("cal", day=THURSDAY)
    cal.staff.cases = scene.cases
    yield cal
    clock.forget()


def test_each_person_stands_once_in_the_group_of_the_picture(cal):
    today = today_of(cal, whose=ALL)
    assert {group.key: [row.line.name for row in group.rows] for group in today.groups} == PICTURE
    assert (today.people, today.until.text) == (25, "Sun 19 Apr")
    assert [(tab.text, tab.count) for tab in tabs_of(cal)][:2] == [("Mine", 10), ("Provider C", 25)]


def test_the_headings_say_what_each_group_asks_for(cal):
    assert [group.note for group in today_of(cal, whose=ALL).groups] == [
        "5 · longest first",
        "2 · intake in person within 14 days of assignment; acknowledge by Fri 10 Apr",
        "3 · and next, to Sun 19 Apr",
        "4 · no reply for 180 days: a last letter, a hold or closing",
        "4 · 12 windows have ended",
    ]


def test_a_row_says_what_is_owed_when_they_answered_and_what_to_know(cal):
    row = next(row for row in today_of(cal, whose=MINE).rows if row.line.name == "Hal Vega")
    assert (row.owed, row.also, row.due.text, row.left.text) == (
        "Reassessment 2 of 3", "check-in 12", "22 Oct 2014", "169 days late",
    )  # fmt: skip
    assert (row.reached.day.text, row.reached.mode, row.reached.tries) == ("27 Dec 2014", "email", "2 tries")
    assert row.know.startswith("Check-in 12, the last, closes Mon 20 Apr; next: visit the farmers market")


def test_the_caseload_counts_its_views_as_in_the_picture(cal):
    found = counts(cal)
    assert (found.everyone, found.open, found.closed) == (43, 25, 18)
    assert found.views == {"": 43, "mine": 10, "window": 4, "silent": 9, "no-business_plan_complete": 3}


@pytest.mark.parametrize(("name", "said"), [
    ("Hal Vega", ("Month 12", "xxmmmxxxmxxo", "1/3", "27 Dec 2014", "Reassessment 2 of 3", "169 d late", "20 Apr")),
    ("Wes Pruitt", ("Month 8", "xxmmmmmonnnn", "2/3", "2 Mar", "Check-in 8 of 12", "in 8 d", "15 Aug")),
    ("Hal Barnes", ("Year ended", "mmmmmmxxmxxm", "3/3", "14 Jan", "Closing form", "", "30 Jan")),
    ("Quinn Xiong", ("Month 4", "xxxonnnnnnnn", "0/3", "15 Dec 2014", "Reassessment 1 of 3", "25 d late", "10 Dec")),
])  # fmt: skip
def test_a_line_of_the_caseload_reads_as_in_the_picture(cal, name, said):
    row = next(row for row in in_words(cal, listing(cal, Asked())) if row.line.name == name)
    assert (
        row.stage, row.strip, row.series, row.last.text, row.owed, row.left.text, row.ends.text
    ) == said  # fmt: skip


def test_flags_name_the_silent_the_quiet_and_those_who_speak_another_language(cal):
    """SET-65: after the microgrant people often go quiet."""
    flags = {row.line.name: [flag.text for flag in row.flags] for row in in_words(cal, listing(cal, Asked()))}
    assert flags["Hal Vega"] == ["No reply 103 d"]
    assert flags["Ora Barnes"] == ["Gone quiet", "ES"]
    assert flags["Xena Young"] == ["After microgrant"]
    assert flags["Ife Tran"] == ["New"]


def test_the_list_and_the_case_file_draw_the_same_windows(cal):
    for row in in_words(cal, listing(cal, Asked(), limit=None)):
        subject = subject_of(cal.staff.cases[row.ref])
        windows = [each for each in subject.everything if each.kind == "windows"]
        drawn = strip(windows, today=THURSDAY, exit_on=row.line.exit_on)
        # The list draws the windows that never opened, too.
        assert wording.strip(row.line, THURSDAY).rstrip("n") == drawn.rstrip("n"), row.ref
