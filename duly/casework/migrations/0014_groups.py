"""Groups an organization serves beside its programs', people referred elsewhere, and cases drawn for a review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls


def wall(apps, editor):
    for statement in (*walls.around_fact("drawn", own_id="drawn_in_its_agency"), *walls.around_groups()):
        editor.execute(statement, params=None)


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False, **options,
    )  # fmt: skip


def own_id():
    return models.UUIDField(
        default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_looks")]
    operations = [
        migrations.CreateModel(
            name="LocalGroup",
            fields=[
                ("id", own_id()),
                ("code", models.TextField()),
                ("label", models.CharField(max_length=120)),
                ("reason", models.TextField(blank=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("organization", points_to("casework.organization")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "organization"], name="local_group_by_organization")],
                "constraints": [models.UniqueConstraint(fields=("agency", "id"), name="local_group_in_its_agency")],
            },
        ),
        migrations.CreateModel(
            name="ReferredElsewhere",
            fields=[
                ("id", own_id()),
                ("ref", models.TextField()),
                ("program", models.TextField()),
                ("reason", models.TextField()),
                ("to", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("referred_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("organization", points_to("casework.organization")),
                ("person", points_to("casework.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "organization", "referred_on"], name="referred_by_organization")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="referred_elsewhere_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="referred_elsewhere_ref_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("to", ""), _negated=True), name="referred_elsewhere_says_where"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                ("id", own_id()),
                ("ref", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(null=True)),
                ("captured_at", models.DateTimeField(null=True)),
                ("draw", models.UUIDField()),
                ("review", models.TextField()),
                ("seed", models.CharField(max_length=64)),
                ("nth", models.PositiveSmallIntegerField()),
                ("size", models.PositiveSmallIntegerField()),
                ("among", models.PositiveIntegerField()),
                ("agency", points_to("casework.organization")),
                ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
                ("case", points_to("casework.case")),
                ("organization", points_to("casework.organization")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "organization", "recorded_at"], name="drawn_by_organization")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="drawn_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "draw", "case"), name="a_review_draws_a_case_once"),
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
