"""The demo cohort as histories: exchange files read without a database."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from duly.engine.facts import Fact, History
from duly.engine.measures import CaseOf
from duly.engine.reading import load

FOLDER = Path(__file__).parents[2] / "duly" / "demo" / "set-2015"


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text):
    return date.fromisoformat(text) if text else None


@cache
def cases():
    """Every case with its history, under the edition of its program."""
    names = {row["organization_id"]: row["name"] for row in rows("organizations.csv")}
    facts = defaultdict(list)
    for row in rows("contacts.csv"):
        facts[row["case_id"]].append(Fact(
            row["contact_id"], "contact", day(row["occurred_on"]), datetime.fromisoformat(row["recorded_at"]),
            what=row["kind"], mode=row["mode"], outcome=row["outcome"],
        ))  # fmt: skip
    found = []
    for row in rows("cases.csv"):
        own = [assigned(row), *facts[row["case_id"]], *closed(row)]
        where = row["organization_id"]
        found.append(CaseOf(where, names[where], load(row["program"]), History(tuple(own))))
    return tuple(found)


def assigned(row):
    on = day(row["assigned_on"])
    return Fact(f"{row['case_id']}-assigned", "assigned", on, datetime.combine(on, time.min, UTC))


def closed(row):
    if row["closed_on"]:
        known = datetime.fromisoformat(row["closed_recorded_at"])
        yield Fact(f"{row['case_id']}-closed", "closed", day(row["closed_on"]), known, what=row["closure_reason"])
