"""What the command line and the page take for a day or a moment, and what they say of everything else."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from duly.casework.reports import commands
from duly.casework.reports.asking import Unclear, asked, end_of
from duly.config.home import Sorry

CHICAGO = ZoneInfo("America/Chicago")


def ask(**said):
    return asked(zone=CHICAGO, **{"as_of": "2015-04-30"} | said)


def test_left_out_everything_follows_from_the_last_day_counted():
    moment = ask()
    assert moment.assigned_by == date(2015, 4, 30)
    assert moment.known_at.isoformat() == "2015-04-30T23:59:59.999999-05:00"


@pytest.mark.parametrize("day", [date(2015, 3, 8), date(2015, 11, 1)])
def test_a_day_ends_where_the_next_begins_when_the_clocks_change_too(day):
    last = end_of(day, CHICAGO)
    assert (last.date(), last.time().isoformat()) == (day, "23:59:59.999999")


def test_the_same_moment_is_one_moment_in_whatever_zone_it_is_said():
    said = [ask(known_at=each).known_at for each in ("2015-05-01T04:30:00Z", "2015-04-30T23:30:00-05:00")]
    assert said[0].isoformat() == said[1].isoformat() == "2015-04-30T23:30:00-05:00"


def test_nobody_is_known_as_assigned_before_the_day_comes():
    assert ask(known_at="2015-03-31").started_by == date(2015, 3, 31)
    assert ask(assigned_by="2015-12-31").started_by == date(2015, 4, 30)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"as_of": "2015-02-30"}, "as-of: '2015-02-30' is not a day; write it year first, like 2015-04-30."),
        ({"as_of": "30/04/2015"}, "as-of: '30/04/2015' is not a day; write it year first, like 2015-04-30."),
        ({"as_of": "20150430"}, "as-of: '20150430' is not a day; write it year first, like 2015-04-30."),
        ({"as_of": "0015-04-30"}, "as-of: '0015-04-30' is outside the years Duly keeps; check the year."),
        ({"as_of": "9999-12-31"}, "as-of: '9999-12-31' is outside the years Duly keeps; check the year."),
        ({"assigned_by": "soon"}, "assigned-by: 'soon' is not a day; write it year first, like 2015-04-30."),
        (
            {"known_at": "2015-04-30T17:00:00"},
            "known-at: '2015-04-30T17:00:00' has no offset; add it, like 2015-04-30T17:00:00-05:00.",
        ),
        (
            {"known_at": "now"},
            "known-at: 'now' is neither a day nor a time; write 2015-04-30, or 2015-04-30T17:00:00-05:00.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(said, sentence):
    with pytest.raises(Unclear) as mistakes:
        ask(**said)
    assert list(mistakes.value.mistakes.values()) == [sentence]


def test_every_mistake_is_told_at_once():
    with pytest.raises(Unclear) as mistakes:
        ask(as_of="x", assigned_by="y", known_at="z")
    assert list(mistakes.value.mistakes) == ["as-of", "assigned-by", "known-at"]


def fidelity(program="set", as_of="2015-04-30", written_as="json", **said):
    return commands.fidelity(
        program, as_of=as_of, assigned_by=said.get("assigned_by"), known_at=said.get("known_at"), format=written_as
    )


def test_the_command_line_gives_the_whole_home_and_nothing_but_the_answer(cohort, capsys):
    assert fidelity(assigned_by="2015-04-01") == 0
    out, err = capsys.readouterr()
    assert [row["organization"] for row in json.loads(out)["rows"]][-2:] == ["Provider K", "All"]
    assert err == ""


def test_the_table_says_what_the_json_says(cohort, capsys):
    fidelity(assigned_by="2015-04-01", written_as="table")
    assert "Provider C         93% (3)        13 d (3)            73% (3)        51% (2)     11  high" in (
        capsys.readouterr().out
    )


def test_the_csv_has_a_row_an_organization(cohort, capsys):
    fidelity(assigned_by="2015-04-01", written_as="csv")
    lines = capsys.readouterr().out.split("\n")
    assert len(lines) == 1 + 11 + 1 + 1
    assert lines[1].startswith("O00003,Provider A,34,31,91,3,30,735,25,1,")
    assert lines[12].startswith(",All,531,475,89,2,")


def test_before_anybody_was_assigned_the_answer_is_empty_and_says_so(cohort, capsys):
    assert fidelity(as_of="2012-12-31") == 0
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (said["edition"], [row["organization"] for row in said["rows"]]) == ([], ["All"])
    assert said["rows"][0]["measures"]["intake"] == {"sample": 0, "numerator": 0, "value": None, "score": None}
    assert err == "duly: no case of SET had been assigned by 2012-12-31\n"


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("sett", "No program is called 'sett'; there are: leap, life_works, moses, set."),
        ("moses", "Program 'moses' is not scored: its file has no measures."),
    ],
)
def test_a_program_without_a_report_is_refused(cohort, program, sentence):
    with pytest.raises(Sorry) as refused:
        fidelity(program)
    assert str(refused.value) == sentence


def test_the_end_of_a_day_is_a_moment_and_the_next_instant_is_tomorrow():
    last = end_of(date(2015, 4, 30), CHICAGO)
    assert datetime.fromisoformat("2015-05-01T00:00:00-05:00") > last
