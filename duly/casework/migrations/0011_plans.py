"""The case plan: items, their ends, versions and who agreed to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import walls

OWN_ID = {
    "planitem": "plan_item_in_its_agency",
    "planitemend": "plan_item_end_in_its_agency",
    "planversion": "plan_version_in_its_agency",
    "agreement": "agreement_in_its_agency",
}


def wall(apps, editor):
    for table, own_id in OWN_ID.items():
        for statement in walls.around_fact(table, own_id=own_id):
            editor.execute(statement, params=None)


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False, **options,
    )  # fmt: skip


def of_a_fact():
    """The columns every fact has, before those of its own."""
    return [
        ("id", models.UUIDField(
            default=duly.casework.models.ids.uuid7, editable=False, primary_key=True, serialize=False
        )),
        ("ref", models.TextField()),
        ("recorded_at", models.DateTimeField()),
        ("imported_at", models.DateTimeField(null=True)),
        ("captured_at", models.DateTimeField(null=True)),
        ("agency", points_to("casework.organization")),
        ("author", points_to(settings.AUTH_USER_MODEL, null=True)),
        ("case", points_to("casework.case")),
        ("organization", points_to("casework.organization")),
    ]


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_imports_taken_back")]
    operations = [
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                *of_a_fact(),
                ("item", models.UUIDField()),
                ("kind", models.TextField()),
                ("code", models.TextField(blank=True)),
                ("what", models.TextField()),
                ("owner", models.TextField(
                    blank=True,
                    choices=[("participant", "Participant"), ("staff", "Staff"), ("other", "Somebody else")],
                )),
                ("owner_name", models.CharField(blank=True, max_length=200)),
                ("set_on", models.DateField()),
                ("starts_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("cost_cents", models.PositiveIntegerField(null=True)),
                ("funding", models.TextField(blank=True)),
                ("for_goal", models.UUIDField(null=True)),
                ("talk", models.UUIDField(null=True)),
                ("answers", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "case"], name="plan_item_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="plan_item_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="plan_item_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="plan_item_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("owner__in", ["", "participant", "staff", "other"])),
                        name="plan_item_owner_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItemEnd",
            fields=[
                *of_a_fact(),
                ("item", models.UUIDField()),
                ("nth", models.PositiveSmallIntegerField(default=1)),
                ("how", models.TextField()),
                ("ended_on", models.DateField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "case"], name="plan_item_end_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="plan_item_end_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "item", "nth"), name="each_end_of_a_plan_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                *of_a_fact(),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="plan_version_in_its_agency"),
                    models.UniqueConstraint(
                        fields=("agency", "case", "number"), name="plan_version_number_once_a_case"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                *of_a_fact(),
                ("party", models.TextField(choices=[("participant", "Participant"), ("staff", "Case manager")])),
                ("item", models.UUIDField(null=True)),
                ("version", models.UUIDField(null=True)),
                ("how", models.TextField(
                    choices=[("screen", "On screen"), ("paper", "On paper"), ("said", "In conversation")]
                )),
                ("name", models.CharField(max_length=200)),
                ("wording", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "case"], name="agreement_by_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="agreement_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="agreement_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(
                        condition=models.Q(("party__in", ["participant", "staff"])), name="agreement_party_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["screen", "paper", "said"])), name="agreement_how_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("version__isnull", True)),
                            models.Q(("item__isnull", True), ("version__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreement_is_to_an_item_or_a_version",
                    ),
                ],
            },
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
