"""Cases handed over together, so that a move can be read and taken back as one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls


def wall(apps, editor):
    for statement in walls.around_fact("handover", own_id="handover_in_its_agency", staff=("former", "staff")):
        editor.execute(statement, params=None)


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False, **options,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_ends_of_a_service")]
    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(
                    default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
                )),
                ("move", models.UUIDField()),
                ("undoes", models.UUIDField(null=True)),
                ("assignment", models.UUIDField(null=True)),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("case", points_to("casework.case")),
                ("former", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("organization", points_to("casework.organization")),
                ("staff", points_to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="handover_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "move", "case"), name="a_move_takes_a_case_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("undoes__isnull", False)),
                        fields=("agency", "undoes", "case"),
                        name="a_move_is_undone_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
