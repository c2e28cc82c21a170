"""Documents attached to a case: a fact each, and what stands in it in a table of its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls

A_CASE = "agency_id, organization_id, case_id", "casework_case (agency_id, organization_id, id)"


def wall(apps, editor):
    for statement in (*walls.around_fact("attachment", own_id="attachment_in_its_agency"), *around_contents()):
        editor.execute(statement, params=None)


def around_contents():
    table = "attachmentcontent"
    yield walls._key(table, "case", *A_CASE)
    yield walls._key(table, "attachment", "agency_id, id", "casework_attachment (agency_id, id)")
    yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX attachment_content_in_its_agency"
    # Pictures and documents are packed already: to pack them once more only costs.
    yield f"ALTER TABLE casework_{table} ALTER COLUMN content SET STORAGE EXTERNAL"
    yield from walls.policy(table, walls.readable("case_id"), adding=walls.INSIDE)
    yield from walls.granted(table, "SELECT, INSERT")
    yield from walls.kept(table)


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False, **options,
    )  # fmt: skip


def own_id():
    return models.UUIDField(
        default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
    )


TAKEN = [
    "application/pdf", "image/jpeg", "image/png", "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_groups")]
    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", own_id()),
                ("ref", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(null=True)),
                ("captured_at", models.DateTimeField(null=True)),
                ("kind", models.TextField()),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.TextField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("received_sha256", models.CharField(max_length=64)),
                ("dated_on", models.DateField(null=True)),
                ("note", models.TextField(blank=True)),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("case", points_to("casework.case")),
                ("organization", points_to("casework.organization")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "case"], name="attachment_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="attachment_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="attachment_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="attachment_is_not_empty"),
                    models.CheckConstraint(
                        condition=models.Q(("media_type__in", TAKEN)), name="attachment_is_of_a_kind_taken"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                ("id", own_id()),
                ("content", models.BinaryField()),
                ("agency", points_to("casework.organization")),
                ("case", points_to("casework.case")),
                ("organization", points_to("casework.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="attachment_content_in_its_agency")
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
