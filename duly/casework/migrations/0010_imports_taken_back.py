"""Imports as batches that can be taken back: what came with one is marked, stays as it was, and is seen by nobody."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import taken_back, walls

MARKED = (*taken_back.SIGHTS,)
ONE = {  # table: its constraint, over which fields beside the agency
    "person": ("person_ref_is_unique_in_its_agency", "ref"),
    "case": ("case_ref_is_unique_in_its_agency", "ref"),
    "contact": ("contact_ref_is_unique_in_its_agency", "ref"),
    "contactcase": ("contact_credits_a_case_once", "contact case"),
    "service": ("service_ref_is_unique_in_its_agency", "ref"),
    "serviceend": ("each_end_of_a_service_once", "service nth"),
    "milestone": ("milestone_ref_is_unique_in_its_agency", "ref"),
    "caseevent": ("event_ref_is_unique_in_its_agency", "ref"),
    "appointment": ("appointment_ref_is_unique_in_its_agency", "ref"),
    "closing": ("closing_ref_is_unique_in_its_agency", "ref"),
    "answers": ("answers_once_about_a_fact", "about"),
    "correction": ("a_fact_is_corrected_once", "replaces"),
}
LEADS = "one_lead_per_case_at_a_time"


def one(table, name, fields):
    fields = ["agency", *fields.split(), "undone_at"]
    constraint = models.UniqueConstraint(fields=fields, name=name, nulls_distinct=False)
    return [migrations.RemoveConstraint(table, name), migrations.AddConstraint(table, constraint)]


def one_lead():
    case = models.Func("case", function="uuid_send", output_field=models.BinaryField())
    return django.contrib.postgres.constraints.ExclusionConstraint(
        name=LEADS,
        expressions=[("agency", "="), (case, "="), ("during", "&&")],
        condition=models.Q(("role", "lead"), ("undone_at", None)),
    )


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, db_constraint=False, db_index=False,
        **{"related_name": "+", **options},
    )  # fmt: skip


def own_id():
    return models.UUIDField(
        default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


def wall(apps, editor):
    for statement in (*_around("batch"), *_around("undoing"), *taken_back.statements(), "SELECT duly_take_stock()"):
        editor.execute(statement, params=None)


def _around(table):
    """No case is named in either: whoever may import in the agency may read them."""
    yield walls._key(table, "by", "agency_id, by_id", "casework_staff (agency_id, id)")
    if table == "undoing":
        yield walls._key(table, "batch", "agency_id, batch_id", "casework_batch (agency_id, id)")
    yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX {table}_in_its_agency"
    yield from walls.policy(table, walls.AGENCY)
    yield from walls.granted(table, "SELECT, INSERT")
    yield from walls.kept(table)


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_deferral")]
    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", own_id()),
                ("organizations", django.contrib.postgres.fields.ArrayField(models.UUIDField())),
                ("imported_at", models.DateTimeField()),
                ("name", models.TextField()),
                ("rows", models.JSONField(default=dict)),
                ("first", models.UUIDField()),
                ("last", models.UUIDField()),
                ("agency", points_to("casework.organization")),
                ("by", points_to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="batch_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "imported_at"), name="a_moment_names_an_import_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Undoing",
            fields=[
                ("id", own_id()),
                ("undone_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("rows", models.JSONField(default=dict)),
                ("kept", django.contrib.postgres.fields.ArrayField(models.TextField(), default=list)),
                ("agency", points_to("casework.organization")),
                ("batch", points_to("casework.batch", related_name="undoings")),
                ("by", points_to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "batch"], name="undoing_by_batch")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="undoing_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "undone_at"), name="a_moment_names_an_undoing_once"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="undoing_says_why"),
                ],
            },
        ),
        *[
            migrations.AddField(table, "undone_at", models.DateTimeField(editable=False, null=True))
            for table in MARKED
        ],
        *[operation for table, (name, fields) in ONE.items() for operation in one(table, name, fields)],
        migrations.RemoveConstraint("assignment", LEADS),
        migrations.AddConstraint("assignment", one_lead()),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
