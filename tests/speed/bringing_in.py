"""7: importing, with all checks and all that is derived, against COPY of the rows it leaves, and bulk_create."""

import csv
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from duly.casework.context import bound
from duly.casework.exchange import importing, sight
from duly.casework.models import Case, Organization
from duly.config import database
from duly.demo.generate import Cohort, header, record
from duly.demo.records import WRITES
from tests.speed import home
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import seconds

ROUNDS = 3
FACTS = (
    "person",
    "case",
    "profile",
    "assignment",
    "contact",
    "contactcase",
    "service",
    "milestone",
    "caseevent",
    "closing",
    "correction",
)
DERIVED = ("caseline", "obligation", "tally")
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def figures(small: str, large: str, *, few: int, more: int) -> Figures:
    """The same folder of new people into both databases, rolled back each time."""
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), few, more)
        for name in (small, large):
            with home.at(name):
                rows = brought_in(Path(folder))
                total = sum(len(found) for _, found in rows.values())
                rounds = [in_turns(Path(folder), rows) for _ in range(ROUNDS)]
                rates[name] = statistics.median(more / ours for ours, _ in rounds)
                share = statistics.median(theirs / ours for ours, theirs in rounds)
                bulk = seconds(lambda r=rows: created(r)) / statistics.median(ours for ours, _ in rounds)
    shown = f"{share:.2f} ({rates[large]:,.0f} cases, {rates[large] * total / more:,.0f} rows a second)"
    what = f"Import of {more:,} cases into the large database: of the COPY ceiling"
    yield Figure("7", what, share, shown, least=0.25)
    yield Figure("7", "Import / bulk_create of the same rows", bulk, f"{bulk:.2f}", least=1.5)
    rate = rates[large] / rates[small]
    shown = f"{rate:.2f} ({rates[large]:,.0f} to {rates[small]:,.0f})"
    yield Figure("7", "Import rate, large / small", rate, shown, least=0.7)


def in_turns(folder: Path, rows: "Rows") -> tuple[float, float]:
    """One round: the import, then COPY of the same rows."""
    return seconds(lambda: undone(folder)), seconds(lambda: copied(rows))


def write(folder: Path, few: int, more: int) -> None:
    """New people for the organizations that are there, numbered on from the last one."""
    cohort = Cohort(few)
    tree = next(cohort.trees())
    with ExitStack() as files:
        out = {}
        for name in WRITES:
            file = files.enter_context(open(folder / f"{name}.csv", "w", encoding="utf-8", newline=""))
            out[name] = csv.writer(file, lineterminator="\n")
            out[name].writerow(header(name))
        for number in range(few, few + more):
            for name, rows in record(cohort, tree, tree.providers[number % len(tree.providers)], number).items():
                out[name].writerows(rows)


def undone(folder: Path) -> None:
    with transaction.atomic():
        outcome = importing.bring_in(folder, sight.whole_home())
        assert not outcome.mistakes, outcome.mistakes[:3]
        transaction.set_rollback(True)


def brought_in(folder: Path) -> Rows:
    """Every row the import leaves, as values."""
    agency = Organization.objects.get(parent=None)
    with transaction.atomic():
        with bound(agency=agency.pk, whole_agency=True):
            before = set(Case.objects.filter(agency_id=agency.pk).values_list("pk", flat=True))
        outcome = importing.bring_in(folder, sight.whole_home())
        assert not outcome.mistakes, outcome.mistakes[:3]
        with bound(agency=agency.pk, whole_agency=True):
            after = Case.objects.filter(agency_id=agency.pk).values_list("pk", flat=True)
            new = [pk for pk in after if pk not in before]
            rows = {table: _rows(table, new) for table in (*FACTS, *DERIVED)}
        transaction.set_rollback(True)
    return rows


def _rows(table: str, cases: list[object]) -> tuple[list[str], list[tuple[Any, ...]]]:
    of_case = "case_id = ANY (%s)"
    of_person = "IN (SELECT person_id FROM casework_case WHERE id = ANY (%s))"
    others = {"person": f"id {of_person}", "profile": f"person_id {of_person}", "case": "id = ANY (%s)"}
    where = others.get(table, of_case)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM casework_{table} WHERE {where}", [cases])
        return [column.name for column in cursor.description], cursor.fetchall()


def copied(rows: Rows) -> None:
    """As fast as the database takes rows from Python: no check, nothing derived."""
    with database.connect() as admin, admin.transaction(force_rollback=True):
        for table, (columns, found) in rows.items():
            names = ", ".join(f'"{name}"' for name in columns)
            with admin.cursor() as cursor, cursor.copy(f"COPY casework_{table} ({names}) FROM STDIN") as out:
                for row in found:
                    out.write_row(row)


def created(rows: Rows) -> None:
    """The usual way of the framework."""
    agency = Organization.objects.get(parent=None)
    with transaction.atomic():
        with bound(agency=agency.pk, whole_agency=True):
            for table, (columns, found) in rows.items():
                model = apps.get_model("casework", table)
                made = (model(**dict(zip(columns, row, strict=True))) for row in found)
                model.objects.bulk_create(made, batch_size=1000)
        transaction.set_rollback(True)
