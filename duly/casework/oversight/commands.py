"""`duly report notes`: whose notes read alike whoever they are about; names are taken out first and never printed."""

import csv
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from duly.casework import context
from duly.casework.exchange.spreadsheet import guarded
from duly.casework.models import Organization
from duly.casework.oversight.likeness import WORD, Likeness, Note, likeness, masked
from duly.casework.reports.asking import Moment, Unclear, asked
from duly.config.home import Sorry
from duly.engine.reading import load

COLUMNS = ("organization", "notes", "near_duplicates", "share", "flagged")
NOTES = """
SELECT o.id, o.name, c.person_id, k.note, coalesce(p.given_name || ' ' || p.family_name, ''), coalesce(s.name, '')
FROM casework_contact k
JOIN casework_case c ON c.agency_id = k.agency_id AND c.id = k.case_id AND c.program = %(program)s
JOIN casework_organization o ON o.id = c.organization_id
LEFT JOIN casework_staff s ON s.agency_id = k.agency_id AND s.id = k.author_id
LEFT JOIN LATERAL (
  SELECT p.given_name, p.family_name FROM casework_profile p
  WHERE p.agency_id = c.agency_id AND p.organization_id = c.organization_id AND p.person_id = c.person_id
  ORDER BY p.recorded_at DESC, p.id DESC LIMIT 1
) p ON true
WHERE k.agency_id = %(agency)s AND k.outcome = 'completed' AND k.note <> ''
  AND (k.occurred_on IS NULL OR k.occurred_on <= %(as_of)s) AND k.recorded_at <= %(known_at)s
  AND NOT EXISTS (
    SELECT FROM casework_correction r
    WHERE r.agency_id = k.agency_id AND r.replaces = k.id AND r.recorded_at <= %(known_at)s
  )
ORDER BY o.name, o.id, k.id
"""


def notes(program: str, *, as_of: str, known_at: str | None, written_as: str) -> int:
    """Print, for each organization, how many of its notes are nearly the same as one about somebody else."""
    try:
        moment = asked(zone=load(program).zone, as_of=as_of, known_at=known_at or "")
    except LookupError as sentence:
        raise Sorry(str(sentence)) from None
    except Unclear as mistakes:
        raise Sorry("\n".join(f"--{each}" for each in mistakes.mistakes.values())) from None
    _print([_row(name, found) for name, found in _whole_home(program, moment)], written_as)
    return 0


def _whole_home(program: str, moment: Moment) -> Iterator[tuple[str, Likeness]]:
    """Each agency in a transaction of its own, which sees names: they must be known to be taken out."""
    for agency in Organization.objects.filter(parent=None).order_by("ref").values_list("id", flat=True):
        with context.bound(agency=agency, whole_agency=True):
            yield from _of_agency(agency, program, moment)


def _of_agency(agency: UUID, program: str, moment: Moment) -> Iterator[tuple[str, Likeness]]:
    values: dict[str, Any] = {"agency": agency, "program": program, "as_of": moment.as_of, "known_at": moment.known_at}
    with connection.cursor() as cursor:
        cursor.execute(NOTES, values)
        for (_, name), rows in groupby(cursor, key=lambda row: (row[0], row[1])):
            yield name, likeness([_note(*row[2:]) for row in rows])


def _note(person: UUID, text: str, *names: str) -> Note:
    return Note(str(person), masked(text, {word for name in names for word in WORD.findall(name.casefold())}))


def _row(name: str, found: Likeness) -> dict[str, Any]:
    values = (name, found.notes, found.near_duplicates, round(found.share, 4), found.flagged)
    return dict(zip(COLUMNS, values, strict=True))


def _print(rows: list[dict[str, Any]], written_as: str) -> None:
    if written_as == "json":
        print(json.dumps({"rows": rows}, ensure_ascii=False, indent=2))
    elif written_as == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([guarded(value) for value in row.values()] for row in rows)
    else:
        print(f"{'':24}{'Notes':>10}{'Alike':>10}{'Share':>10}")
        for row in rows:
            look = "   read some side by side" if row["flagged"] else ""
            print(f"{row['organization']:24}{row['notes']:>10,}{row['near_duplicates']:>10,}{row['share']:>10.0%}{look}")
