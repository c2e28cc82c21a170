"""How the caseload looks to people: views with a name, columns, and the view it opens with."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls


def wall(apps, editor):
    for statement in walls.around_looks():
        editor.execute(statement, params=None)


def points_to(model):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )


def own_id():
    return models.UUIDField(default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False)


def texts():
    return django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_asks")]
    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", own_id()),
                ("name", models.CharField(max_length=60)),
                ("asked", models.TextField(blank=True)),
                ("columns", texts()),
                ("shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("agency", points_to("casework.organization")),
                ("organization", points_to("casework.organization")),
                ("staff", points_to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "organization"], name="savedview_by_organization")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_at", None)),
                        fields=("agency", "staff", "name"),
                        name="a_view_has_a_name_of_its_own",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseloadChoice",
            fields=[
                ("id", own_id()),
                ("columns", texts()),
                ("opens", models.UUIDField(null=True)),
                ("agency", points_to("casework.organization")),
                ("staff", points_to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "staff"), name="one_choice_of_a_person")
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
