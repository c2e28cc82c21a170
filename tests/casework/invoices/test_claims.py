"""What providers have earned, against a reckoner that knows only the files and the brief (SET-74, SET-77 to SET-81)."""

import json
from datetime import date
from pathlib import Path

import pytest

import duly.demo
from duly.casework.invoices import commands
from duly.config.home import Sorry
from tests.casework.invoices.reckoner import read, reckon

COHORT = Path(duly.demo.__file__).parent / "set-2015"
ASKED = [
    ("2013-12-31", "2013-12-31"),
    ("2014-06-30", "2014-06-30"),
    ("2014-09-13", "2014-10-24"),
    ("2015-03-01", "2015-02-01"),
    ("2015-04-30", "2015-04-30"),
    ("2015-05-20", "2015-05-20"),
]


def told(capsys, program: str = "set", **asked: str) -> list[dict[str, object]]:
    commands.claims(program, written_as="json", **{"known_at": None, **asked})
    return json.loads(capsys.readouterr().out)["rows"]


@pytest.mark.parametrize(("as_of", "known_at"), ASKED)
def test_every_claim_is_as_reckoned_from_the_files(practice, capsys, as_of, known_at):
    days = {"as_of": date.fromisoformat(as_of), "known_at": date.fromisoformat(known_at)}
    assert told(capsys, as_of=as_of, known_at=known_at) == reckon(read(COHORT), **days)


def test_the_reckoner_sees_a_month_without_anything(practice, capsys):
    """The control: without its services and check-ins a quarter earns nothing, and the two no longer agree."""
    files = read(COHORT) | {"services": []}
    asked = {"as_of": date(2015, 4, 30), "known_at": date(2015, 4, 30)}
    assert told(capsys, as_of="2015-04-30") != reckon(files, **asked)


def test_known_at_left_out_is_the_end_of_the_last_day(practice, capsys):
    day = "2014-12-31"
    assert told(capsys, as_of=day) == told(capsys, as_of=day, known_at=day)


def test_the_same_claims_come_as_csv_and_add_up_in_the_table(practice, capsys):
    rows = told(capsys, as_of="2015-04-30")
    commands.claims("set", as_of="2015-04-30", known_at=None, written_as="csv")
    assert len(capsys.readouterr().out.splitlines()) == len(rows) + 1
    commands.claims("set", as_of="2015-04-30", known_at=None, written_as="table")
    dollars = sum(row["amount_cents"] for row in rows if row["organization"] == "Provider C") / 100
    assert f"${dollars:,.2f}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("program", "asked", "says"),
    [
        ("moses", {"as_of": "2015-04-30"}, "pays nothing"),
        ("nothing", {"as_of": "2015-04-30"}, "No program"),
        ("set", {"as_of": "30 April"}, "--as-of"),
        ("set", {"as_of": "2015-04-30", "known_at": "soon"}, "--known-at"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(practice, capsys, program, asked, says):
    with pytest.raises(Sorry, match=says):
        told(capsys, program, **asked)
