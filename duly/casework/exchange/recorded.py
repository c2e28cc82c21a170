"""What is on record, in the columns of the exchange files: the queries of the folder recorded/, one a file.

One query serves the export (`every`) and the import's comparison (`refs`): what is written out is what is compared. It
answers with the columns of its file, then those that details.csv holds.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from duly.casework.exchange.sight import Row, Sight

FOLDER = Path(__file__).parent / "recorded"


class Naming(NamedTuple):
    """How a fact is named in files: its table, what is written for it, and the tables that takes."""

    table: str
    ref: str = "{t}.ref"
    joins: str = ""


FACTS = {
    "contacts": Naming("contact"),
    "services": Naming("service"),
    "milestones": Naming("milestone"),
    "events": Naming("caseevent"),
    "appointments": Naming("appointment"),
    "closings": Naming("closing"),
    "contact_cases": Naming(
        "contactcase",
        "named.ref || '/' || whose.ref",
        " JOIN casework_contact named ON named.agency_id = {t}.agency_id AND named.id = {t}.contact_id"
        " JOIN casework_case whose ON whose.agency_id = {t}.agency_id AND whose.id = {t}.case_id",
    ),
    "service_ends": Naming(
        "serviceend",
        "named.ref || CASE WHEN {t}.nth > 1 THEN '/' || {t}.nth ELSE '' END",
        " JOIN casework_service named ON named.agency_id = {t}.agency_id AND named.id = {t}.service_id",
    ),
}


def _fact(wanted: str, facts: dict[str, Naming]) -> str:
    """File and id of the fact with this uuid; each branch is one look into an index."""
    outer = wanted.split(".")[0]
    t = f"{outer}_named"
    return " UNION ALL ".join(
        f"SELECT '{file}' AS file, {ref.format(t=t)} AS ref FROM casework_{table} {t}{joins.format(t=t)}"  # noqa: S608
        f" WHERE {t}.agency_id = {outer}.agency_id AND {t}.id = {wanted}"
        for file, (table, ref, joins) in facts.items()
    )


# Answers are named by what they are about.
ABOUT = f" CROSS JOIN LATERAL ({_fact('answers.about', FACTS)}) about".replace("answers.", "{t}.")
NAMED = FACTS | {"answers": Naming("answers", "about.file || '/' || about.ref", ABOUT)}
TABLES = {name: naming.table for name, naming in NAMED.items()} | {
    "corrections": "correction",
    "profiles": "profile",
    "assignments": "assignment",
    "memberships": "membership",
}
SAID = {
    "contacts": "t.occurred_on, t.mode, t.outcome",
    "services": "t.started_on",
}


@cache
def _sql(name: str) -> str:
    """The query of this name. `:fact(x)` in it names the fact with a uuid, `:fact_or_answers(x)` answers too."""
    sql = (FOLDER / f"{name}.sql").read_text("utf-8")
    for mark, facts in ((":fact(", FACTS), (":fact_or_answers(", NAMED)):
        while mark in sql:
            before, _, rest = sql.partition(mark)
            wanted, _, after = rest.partition(")")
            sql = before + "(" + _fact(wanted, facts) + ")" + after
    return sql


def query(sight: Sight, agency: str, name: str, **asked: Any) -> list[Row]:
    """The answer of one agency."""
    return [as_read(name, row) for row in sight.rows(_sql(name), agency, **asked)]


def export_sql(name: str) -> str:
    """The query for everything; its parameters are `agency`, `every` and `refs`."""
    return _sql(name)


def as_read(name: str, row: Row) -> Row:
    """The row with the values that a cell has when it is read: a form's answers come as the text of their JSON."""
    return (*row[:3], json.loads(row[3]), *row[4:]) if name == "answers" and isinstance(row[3], str) else row


def named(sight: Sight, agency: str, file: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The facts that go by these ids, each with its uuid, its case and what other rows ask of it."""
    table, ref, joins = NAMED[file]
    said = SAID.get(file, "NULL")
    sql = (
        f"SELECT {ref.format(t='t')} AS ref, t.id::text, c.ref AS case_ref, t.recorded_at, t.author_id::text, {said}"  # noqa: S608
        f" FROM casework_{table} t JOIN casework_case c ON c.agency_id = t.agency_id AND c.id = t.case_id"
        f"{joins.format(t='t')} WHERE t.agency_id = %(agency)s AND {ref.format(t='t')} = ANY (%(refs)s)"
    )
    names = ("ref", "id", "case_ref", "recorded_at", "author", *(each.split(".")[-1] for each in said.split(", ")))
    return [dict(zip(names, row, strict=True)) for row in sight.rows(sql, agency, refs=list(ids))]
