"""What was entered since and rests on an import: in cases it opened, about facts it brought, for people it brought."""
# ruff: noqa: S608  (constants of ours in one another)

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from duly.casework.models import Batch, Correction
from duly.casework.models.owned import Fact
from duly.casework.taken_back import OF_A_CASE


@dataclass(frozen=True, slots=True)
class Resting:
    """A case in which something was entered since that rests on the import: how much, and when last."""

    case: UUID
    ref: str
    entries: int
    at: datetime


CAME = "{t}.agency_id = %(agency)s AND {t}.id BETWEEN %(first)s AND %(last)s AND {t}.imported_at = %(at)s"
LATER = (
    "f.agency_id = %(agency)s AND f.imported_at IS DISTINCT FROM %(at)s AND NOT EXISTS"
    " (SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.replaces = f.id)"
)
CAME_FACT = " UNION ALL ".join(
    f"SELECT x.id, x.case_id FROM casework_{table} x WHERE {CAME.format(t='x')} AND x.id = {{}}"
    for table in OF_A_CASE
    if table != "assignment"
)


def _pointing(table: str, column: str) -> str:
    """Entries of a table that name a fact of the import: the case they stand in, and that of the fact."""
    came = CAME_FACT.replace("{}", f"f.{column}")
    return (
        f"SELECT unnest(ARRAY[f.case_id, came.case_id]) AS case_id, f.recorded_at FROM casework_{table} f"
        f" CROSS JOIN LATERAL ({came}) came WHERE {LATER}"
    )


POINTING = (
    ("serviceend", "service_id"),
    ("contactcase", "contact_id"),
    ("answers", "about"),
    ("caseevent", "about"),
)
PUT_RIGHT = _pointing("correction", "replaces") + (
    " AND f.by IS NOT NULL AND NOT EXISTS (SELECT FROM casework_correction gone"
    " WHERE gone.agency_id = f.agency_id AND gone.replaces = f.by AND gone.by IS NULL)"
)
NAMELESS = f"""
SELECT c.id AS case_id, c.recorded_at FROM casework_profile p JOIN casework_case c
  ON c.agency_id = p.agency_id AND c.person_id = p.person_id AND c.organization_id = p.organization_id
WHERE {CAME.format(t="p")} AND c.imported_at IS DISTINCT FROM %(at)s AND NOT EXISTS (
  SELECT FROM casework_profile o WHERE o.agency_id = p.agency_id AND o.person_id = p.person_id
    AND o.organization_id = p.organization_id AND o.imported_at IS DISTINCT FROM %(at)s)
"""

# The case goes on in another one, begun since.
GOES_ON = f"""
SELECT c.id AS case_id, n.recorded_at FROM casework_case c
JOIN casework_case n ON n.agency_id = c.agency_id AND n.continues_id = c.id
WHERE {CAME.format(t="c")} AND n.imported_at IS DISTINCT FROM %(at)s
"""


@cache
def _resting() -> str:
    """Whatever can be entered in a case rests on the case; the rest on the fact it names, or on who somebody is."""
    facts = [model for model in apps.get_app_config("casework").get_models() if issubclass(model, Fact)]
    entered = [
        f"SELECT f.case_id, f.recorded_at FROM {model._meta.db_table} f"
        " JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id"
        f" WHERE {CAME.format(t='c')} AND {LATER}"
        for model in facts
        if model is not Correction
    ]
    every = " UNION ALL ".join([*entered, *(_pointing(*each) for each in POINTING), PUT_RIGHT, NAMELESS, GOES_ON])
    return f"""
SELECT c.id, c.ref, r.entries, r.at FROM (
  SELECT case_id, count(*) AS entries, max(recorded_at) AS at FROM ({every}) rests GROUP BY case_id
) r JOIN casework_case c ON c.agency_id = %(agency)s AND c.id = r.case_id ORDER BY c.ref COLLATE "C"
"""


# A credit stays only with the contact it belongs to.
LINKED = f"""
SELECT DISTINCT t.case_id FROM casework_contactcase f
JOIN casework_contact t ON t.agency_id = f.agency_id AND t.id = f.contact_id
WHERE {CAME.format(t="f")} AND f.case_id = ANY (%(kept)s) AND {CAME.format(t="t")} AND t.case_id <> ALL (%(kept)s)
"""


def resting(batch: Batch) -> list[Resting]:
    """Cases in which later entries rest on this import, by number; the caller has bound its agency."""
    return [Resting(*row) for row in rows(_resting(), batch)]


def with_what_hangs_on(batch: Batch, kept: list[UUID]) -> list[UUID]:
    """These cases, and those without whose contacts their credits would hang in the air."""
    while more := [case for (case,) in rows(LINKED, batch, kept=kept)] if kept else []:
        kept = kept + more
    return kept


def rows(sql: str, batch: Batch, **asked: Any) -> list[tuple]:
    """The answer about one import."""
    values: dict[str, Any] = {
        "agency": batch.agency_id,
        "first": batch.first,
        "last": batch.last,
        "at": batch.imported_at,
        **asked,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
