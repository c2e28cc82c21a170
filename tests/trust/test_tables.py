"""What the database itself holds: every table has a kind of truth, and the app role no right beyond it."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from duly.casework import context, walls
from tests.trust.world import World

OURS = sorted(model._meta.db_table for model in apps.get_app_config("casework").get_models())
REFERENCE = {
    "casework_organization", "casework_staff", "casework_membership", "casework_clock", "casework_derivation",
}  # fmt: skip
GUARDED = sorted(set(OURS) - REFERENCE)
FACTS = [f"casework_{name}" for name in (*walls.FACTS, *walls.LATER_FACTS, "person", "accesschange")]


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.parametrize("table", GUARDED)
def test_row_security_is_forced_and_has_a_policy(world, table):
    found = rows(
        "SELECT relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
        " FROM pg_class c WHERE relname = %s", table,
    )  # fmt: skip
    assert found == [(True, True, 1)]


def test_a_table_without_a_policy_would_be_found(world):
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE casework_forgotten (agency_id uuid)")
    try:
        with pytest.raises(AssertionError):
            test_row_security_is_forced_and_has_a_policy(world, "casework_forgotten")
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TABLE casework_forgotten")


def test_policies_hold_no_subquery(world):
    found = rows("SELECT pg_get_expr(polqual, polrelid) FROM pg_policy")
    assert found
    assert not any("SELECT" in text.upper() for (text,) in found)


def test_the_app_role_owns_nothing_and_may_neither_empty_nor_refer_nor_trigger(world):
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == [(0,)]
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    rights = [
        (table, right)
        for table in OURS
        for right in ("TRUNCATE", "REFERENCES", "TRIGGER")
        if rows("SELECT has_table_privilege(current_user, %s, %s)", table, right)[0][0]
    ]
    assert rights == []


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("role", ["default", "owner"])
def test_no_role_of_ours_changes_or_removes_a_fact(world, table, verb, role):
    with pytest.raises(DatabaseError):
        _try(world, verb.format(table), table, role)


def _try(world: World, statement: str, table: str, role: str) -> None:
    """The statement, with the whole agency in sight and rows to hit."""
    with context.bound(agency=world.scenes[0].root.pk, whole_agency=True, using=role):
        assert _count(table, role) > 0
        with connections[role].cursor() as cursor:
            cursor.execute(statement)


def _count(table: str, role: str) -> int:
    with connections[role].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_without_the_trigger_the_owner_could_have(world):
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE casework_contact DISABLE TRIGGER fact_is_kept")
        cursor.execute("ALTER TABLE casework_contact DISABLE ROW LEVEL SECURITY")
        cursor.execute("UPDATE casework_contact SET note = 'changed'")
        assert cursor.rowcount > 0
        transaction.set_rollback(True, using="owner")  # the world is shared


@pytest.mark.parametrize("change", ["note = 'changed', undone_at = now()", "note = 'changed'", "undone_at = NULL"])
def test_while_an_import_is_taken_back_a_fact_is_marked_once_and_no_word_of_it_changes(world, change):
    agency = world.scenes[0].root.pk
    with transaction.atomic(using="owner"):
        with context.bound(agency=agency, whole_agency=True, using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL duly.undoing = 'on'")
            cursor.execute("UPDATE casework_contact SET undone_at = now()")
            assert cursor.rowcount > 0  # the mark itself goes through
            with pytest.raises(DatabaseError, match="facts are added"), transaction.atomic(using="owner"):
                cursor.execute(f"UPDATE casework_contact SET {change}")
        transaction.set_rollback(True, using="owner")  # the world is shared


def test_nothing_is_seen_without_a_context_or_after_it_ended(world):
    assert {_count(table, "default") for table in GUARDED} == {0}
    with context.bound(agency=world.scenes[0].root.pk, whole_agency=True):
        assert _count("casework_case", "default") == 6
    assert _count("casework_case", "default") == 0


def test_names_need_a_context_that_opens_them(world):
    with context.bound(agency=world.scenes[0].root.pk, whole_agency=True, names=False):
        assert (_count("casework_case", "default"), _count("casework_profile", "default")) == (6, 0)


def test_an_id_of_another_organization_fits_nowhere(world: World):
    """A child of a foreign case is refused exactly as a child of no case is: no oracle."""
    mine, theirs = world.homes["c"], world.homes["d"]
    errors = []
    for case_id in (theirs.cases[0].pk, mine.organization.pk):
        with pytest.raises(DatabaseError) as refused, context.bound(
            agency=mine.scene.root.pk, organizations=[mine.organization.pk]
        ):  # fmt: skip
            rows(
                "INSERT INTO casework_milestone (id, agency_id, organization_id, case_id, ref, recorded_at, kind)"
                " VALUES (gen_random_uuid(), %s, %s, %s, gen_random_uuid(), now(), 'x') RETURNING 1",
                mine.scene.root.pk, mine.organization.pk, case_id,
            )  # fmt: skip
        errors.append(type(refused.value.__cause__))
    assert errors == [psycopg.errors.ForeignKeyViolation] * 2


def test_two_leads_at_a_time_are_refused(world: World):
    home = world.homes["c"]
    with pytest.raises(DatabaseError, match="one_lead"), context.bound(agency=home.scene.root.pk, whole_agency=True):
        rows(
            "INSERT INTO casework_assignment"
            " (id, agency_id, organization_id, case_id, staff_id, role, during, recorded_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, 'lead', '[2015-02-01,)', now()) RETURNING 1",
            home.scene.root.pk, home.organization.pk, home.cases[0].pk, home.worker.pk,
        )  # fmt: skip


def test_an_assignment_is_ended_once_and_never_moved(world: World):
    home = world.homes["c"]
    for change in ("daterange(lower(during) - 1, NULL)", "daterange(lower(during) + 1, lower(during) + 9)"):
        with (
            pytest.raises(DatabaseError, match="ended once"),
            context.bound(agency=home.scene.root.pk, whole_agency=True),
        ):
            rows(f"UPDATE casework_assignment SET during = {change} WHERE case_id = %s RETURNING 1", home.cases[0].pk)
