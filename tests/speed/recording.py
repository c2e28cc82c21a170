"""5: recording a contact costs one case, whatever the size of the database; with what it takes beyond bare SQL."""

import psycopg

from duly.casework import clock
from duly.casework.context import bound
from duly.casework.models import Case
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import rebuild
from duly.config import database
from tests.speed import home
from tests.speed.acts import Desk, desk
from tests.speed.counting import cost
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import Ratio, interleaved

BARE = (
    """INSERT INTO casework_contact (id, agency_id, organization_id, case_id, ref, recorded_at, author_id, kind,
       occurred_on, mode, outcome, note) VALUES (%(entry)s, %(agency)s, %(organization)s, %(case)s, %(entry)s, %(now)s,
       %(staff)s, 'check_in', %(day)s, 'phone', 'completed', 'Went through the price list; next: five customers.')""",
    """UPDATE casework_obligation SET met_by = %(entry)s, met_on = %(day)s
       WHERE agency_id = %(agency)s AND case_id = %(case)s AND rule = 'check_in' AND nth = 3""",
    """UPDATE casework_tally SET slot_at[5] = %(now)s WHERE agency_id = %(agency)s AND case_id = %(case)s""",
    """UPDATE casework_caseline SET reached_on = %(day)s, reached_by = 'phone', reached_fact = %(entry)s, tries = 0
       WHERE agency_id = %(agency)s AND case_id = %(case)s""",
)


def figures(small: str, large: str) -> Figures:
    """Counts at both sizes, then the wall against a bare transaction in the large one."""
    found = []
    for name in (small, large):
        with home.at(name):
            here = desk()
            found.append(cost(here.log, rounds=6))
    few, many = found
    yield Figure("5", "Recording a contact: statements of the request", many.statements, f"{many.statements}", limit=12)
    blocks, log = many.blocks / few.blocks, many.log / few.log
    shown = f"{blocks:.2f} ({many.blocks} to {few.blocks})"
    yield Figure("5", "Recording: blocks, large / small", blocks, shown, limit=1.1)
    shown = f"{log:.2f} ({many.log:,} to {few.log:,})"
    yield Figure("5", "Recording: bytes of log, large / small", log, shown, limit=1.1)
    with home.at(large):
        wall = against_bare(desk())
    yield Figure("5", "Recording, committed: the request / a bare SQL transaction", wall.ratio, str(wall), limit=3)


def against_bare(here: Desk) -> Ratio:
    """Both commit for real; what was recorded is taken out again, or the next run would measure another case."""
    case = _case(here)
    with database.connect(database.APP) as plain, database.connect() as admin:
        kept = admin.execute("SELECT array_agg(id) FROM casework_contact WHERE case_id = %s", [case.pk]).fetchone()
        try:
            return interleaved(here.log, lambda: bare(plain, here, case), times=10)
        finally:
            _forget(admin, case, kept[0] if kept else [])


def bare(connection: psycopg.Connection, here: Desk, case: Case) -> None:
    """The least that leaves the same rows behind."""
    values = {
        "entry": uuid7(),
        "agency": case.agency_id,
        "organization": case.organization_id,
        "case": case.pk,
        "staff": here.staff.pk,
        "now": clock.now(),
        "day": clock.now().date(),
    }
    with connection.transaction():
        connection.execute(f"SET LOCAL duly.agency = '{case.agency_id}'; SET LOCAL duly.scope = 'agency'")
        for statement in BARE:
            connection.execute(statement, values)


def _case(here: Desk) -> Case:
    with bound(agency=here.staff.agency_id, whole_agency=True):
        return Case.objects.get(agency_id=here.staff.agency_id, ref=here.ref)


def _forget(admin: psycopg.Connection, case: Case, kept: list[object]) -> None:
    admin.execute("SET session_replication_role = replica")
    admin.execute("DELETE FROM casework_contact WHERE case_id = %s AND id <> ALL (%s)", [case.pk, kept])
    with bound(agency=case.agency_id, whole_agency=True):
        rebuild(case.agency_id, [case.pk])
