"""The fidelity report by another engine: written out by hand for one program, over Parquet of the same facts.

The same meaning as ours: any last day, any moment of knowledge, corrections and late entries included.
"""

from datetime import date, datetime
from pathlib import Path

import duckdb

from duly.config import database

NUMBERED = """
CREATE TEMP TABLE numbered AS
SELECT c.id, row_number() OVER (ORDER BY c.id) AS n, o.ref AS place, c.program, c.assigned_on
FROM casework_case c JOIN casework_organization o ON o.id = c.organization_id
"""
FILES = {
    "cases": "SELECT n, place, assigned_on FROM numbered WHERE program = 'set' ORDER BY n",
    "contacts": """
SELECT c.n, f.kind, f.mode, f.outcome, f.occurred_on, f.recorded_at AT TIME ZONE 'UTC' AS recorded_at,
  k.recorded_at AT TIME ZONE 'UTC' AS until
FROM (
  SELECT id, case_id, kind, mode, outcome, occurred_on, recorded_at FROM casework_contact UNION ALL
  SELECT id, case_id, kind, mode, outcome, occurred_on, recorded_at FROM casework_contactcase
) f JOIN numbered c ON c.id = f.case_id AND c.program = 'set' LEFT JOIN casework_correction k ON k.replaces = f.id
ORDER BY c.n""",
    "closings": """
SELECT c.n, f.closed_on, f.recorded_at AT TIME ZONE 'UTC' AS recorded_at, k.recorded_at AT TIME ZONE 'UTC' AS until
FROM casework_closing f JOIN numbered c ON c.id = f.case_id AND c.program = 'set'
LEFT JOIN casework_correction k ON k.replaces = f.id ORDER BY c.n""",
}
TYPES = {
    "cases": {"n": "INTEGER", "place": "VARCHAR", "assigned_on": "DATE"},
    "contacts": {
        "n": "INTEGER",
        "kind": "VARCHAR",
        "mode": "VARCHAR",
        "outcome": "VARCHAR",
        "occurred_on": "DATE",
        "recorded_at": "TIMESTAMP",
        "until": "TIMESTAMP",
    },
    "closings": {"n": "INTEGER", "closed_on": "DATE", "recorded_at": "TIMESTAMP", "until": "TIMESTAMP"},
}
FIDELITY = """
WITH seen AS (
  SELECT n, kind, occurred_on AS day FROM 'contacts.parquet'
  WHERE outcome = 'completed' AND recorded_at <= $known_at AND (until IS NULL OR until > $known_at)
    AND (occurred_on IS NULL OR occurred_on <= $as_of)
    AND (kind = 'check_in' OR kind IN ('intake', 'reassessment') AND mode = 'in_person')
), intakes AS (
  SELECT n, min(day) AS intake_on FROM seen WHERE kind = 'intake' GROUP BY n
), exits AS (
  SELECT n, min(closed_on) AS exit_on FROM 'closings.parquet'
  WHERE closed_on <= $as_of AND recorded_at <= $known_at AND (until IS NULL OR until > $known_at) GROUP BY n
), standing AS (
  SELECT c.n, c.place, c.assigned_on, i.n IS NOT NULL AS held, i.intake_on, coalesce(x.exit_on, $as_of) AS last
  FROM 'cases.parquet' c LEFT JOIN intakes i USING (n) LEFT JOIN exits x USING (n)
  WHERE c.assigned_on <= $assigned_by AND c.assigned_on <= $as_of AND c.assigned_on <= $known_day
), due AS (
  SELECT *, least(12, (last - intake_on) // 30)::INT AS windows_due FROM standing WHERE last > intake_on
), met AS (
  SELECT n, count(*) FILTER (kind = 'reassessment') AS series,
    bit_count(coalesce(
      bit_or(1::INT << ((day - intake_on - 1) // 30)) FILTER (day <= intake_on + 30 * windows_due), 0)) AS windows
  FROM due JOIN seen USING (n) WHERE kind <> 'intake' AND day > intake_on AND day <= last GROUP BY n
)
SELECT place, count(*), count(*) FILTER (held),
  count(intake_on), coalesce(sum(intake_on - assigned_on), 0),
  count(*) FILTER (last - intake_on >= 30),
  count(*) FILTER (last - intake_on >= 30
    AND 3 * coalesce(met.windows, 0) >= 2 * least(12, (last - intake_on) // 30)),
  count(*) FILTER (last - intake_on >= 90),
  count(*) FILTER (last - intake_on >= 90 AND coalesce(met.series, 0) >= least(3, (last - intake_on) // 90))
FROM standing LEFT JOIN met USING (n) GROUP BY place ORDER BY place
"""


def written(folder: Path, name: str) -> Path:
    """Parquet of the facts in this database, made once."""
    kept = folder / name
    if not kept.exists():
        making = folder / f"{name}.making"
        making.mkdir(parents=True, exist_ok=True)
        with database.connect(database=name) as admin:
            admin.execute(NUMBERED)
            for file, query in FILES.items():
                copy = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
                with open(making / f"{file}.csv", "wb") as out, admin.cursor() as cursor, cursor.copy(copy) as rows:
                    for block in rows:
                        out.write(block)
                read = f"read_csv('{making}/{file}.csv', types = {TYPES[file]})"
                duckdb.sql(f"COPY (FROM {read}) TO '{making}/{file}.parquet' (FORMAT parquet)")
                (making / f"{file}.csv").unlink()
        making.rename(kept)
    return kept


class Duck:
    """A DuckDB with as many threads as there are cores, and the files of one database."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.connection = duckdb.connect(config={"threads": threads, "file_search_path": str(folder)})

    def fidelity(
        self, *, as_of: date, assigned_by: date, known_at: datetime, known_day: date
    ) -> list[tuple[object, ...]]:
        """By organization: cases, held, dated, days, in the third sample, passes, in the fourth, passes."""
        asked = {"as_of": as_of, "assigned_by": assigned_by, "known_day": known_day}
        asked["known_at"] = known_at.replace(tzinfo=None)
        return self.connection.execute(FIDELITY, asked).fetchall()
