"""Duties put off to a later day of their time: a fact of its own, which nothing that is owed reads."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls


def wall(apps, editor):
    for statement in walls.around_fact("deferral", own_id="deferral_in_its_agency"):
        editor.execute(statement, params=None)


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False, **options,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_handover")]
    operations = [
        migrations.CreateModel(
            name="Deferral",
            fields=[
                ("id", models.UUIDField(
                    default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
                )),
                ("ref", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(null=True)),
                ("captured_at", models.DateTimeField(null=True)),
                ("rule", models.TextField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("until_on", models.DateField()),
                ("reason", models.TextField()),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("case", points_to("casework.case")),
                ("organization", points_to("casework.organization")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "case", "until_on"], name="deferral_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="deferral_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="deferral_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="deferral_says_why"),
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
