"""5: recording a contact costs one case, whatever the size of the database; and what it takes beyond its SQL."""

import psycopg

from duly.casework.context import bound
from duly.casework.models import Case
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import rebuild
from duly.config import database
from tests.speed import home
from tests.speed.acts import Desk, desk
from tests.speed.bare import bare
from tests.speed.counting import cost
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import Ratio, interleaved


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
    yield Figure("5", "Recording, committed: the request / its statements sent bare", wall.ratio, str(wall), limit=3)


def against_bare(here: Desk) -> Ratio:
    """Both commit for real; what was recorded is taken out again, or the next run would measure another case."""
    case = _case(here)
    with database.connect() as admin:
        kept = admin.execute("SELECT array_agg(id) FROM casework_contact WHERE case_id = %s", [case.pk]).fetchone()
        try:
            here.log()
            entry = uuid7()
            with bare(lambda: here.log(entry), entry=entry) as alone:
                return interleaved(here.log, lambda: alone(uuid7()), times=10)
        finally:
            _forget(admin, case, kept[0] if kept else [])


def _case(here: Desk) -> Case:
    with bound(agency=here.staff.agency_id, whole_agency=True):
        return Case.objects.get(agency_id=here.staff.agency_id, ref=here.ref)


def _forget(admin: psycopg.Connection, case: Case, kept: list[object]) -> None:
    admin.execute("SET session_replication_role = replica")
    admin.execute("DELETE FROM casework_contact WHERE case_id = %s AND id <> ALL (%s)", [case.pk, kept])
    with bound(agency=case.agency_id, whole_agency=True):
        rebuild(case.agency_id, [case.pk])
