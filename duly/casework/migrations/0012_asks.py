"""Asking somebody who may decide, and their answer; a case that goes on at another organization, which reads it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import duly.casework.models.ids
from duly.casework import taken_back, walls

HANDED_OVER = (*(each for each in taken_back.OF_A_CASE if each != "assignment"), "case")


def wall(apps, editor):
    for statement in (*walls.around_asks(), *read_on(), *_once_more()):
        editor.execute(statement, params=None)


def read_on():
    """Facts of a case that was handed over can be read where it goes on; they are added to nowhere but at home."""
    yield (
        "ALTER TABLE casework_case ADD CONSTRAINT case_continues_one_of_its_agency"
        " FOREIGN KEY (agency_id, continues_id) REFERENCES casework_case (agency_id, id)"
    )
    for table in HANDED_OVER:
        sight = f"{walls.readable('id' if table == 'case' else 'case_id')} AND {taken_back.STANDS}"
        yield f"ALTER POLICY sight ON casework_{table} USING ({sight}) WITH CHECK ({walls.INSIDE})"


def _once_more():
    """Tables walled before there was a third setting."""
    for table in ("handover", "deferral", "planitem", "planitemend", "planversion", "agreement"):
        sight = walls.readable("case_id")
        yield f"ALTER POLICY sight ON casework_{table} USING ({sight}) WITH CHECK ({walls.INSIDE})"


def points_to(model, **options):
    return models.ForeignKey(
        to=model, on_delete=django.db.models.deletion.DO_NOTHING, db_constraint=False, db_index=False,
        **{"related_name": "+", **options},
    )  # fmt: skip


def of_a_fact():
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
    ]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_plans")]
    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                *of_a_fact(),
                ("kind", models.TextField()),
                ("what", models.JSONField(default=dict)),
                ("answer_by", models.DateField(null=True)),
                ("to_organization", points_to("casework.organization", null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "case"], name="ask_by_case"),
                    models.Index(fields=["agency", "organization", "kind"], name="ask_by_organization"),
                    models.Index(
                        condition=models.Q(("to_organization__isnull", False)),
                        fields=["agency", "to_organization", "kind"],
                        name="ask_by_receiver",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="ask_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="ask_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["closing", "transfer", "clearance"])), name="ask_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                *of_a_fact(),
                ("answer", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("about", models.JSONField(default=list)),
                ("seen", models.TextField(blank=True)),
                ("until_on", models.DateField(null=True)),
                ("ask", points_to("casework.ask", related_name="replies")),
                ("to_organization", points_to("casework.organization")),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "ask"], name="reply_by_ask")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="reply_in_its_agency"),
                    models.UniqueConstraint(fields=("agency", "ref"), name="reply_ref_is_unique_in_its_agency"),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["granted", "declined", "more"])), name="reply_is_known"
                    ),
                ],
            },
        ),
        migrations.AddField("case", "continues", points_to("casework.case", null=True)),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                condition=models.Q(("continues__isnull", False)),
                fields=("agency", "continues"),
                name="a_case_goes_on_in_one",
            ),
        ),
        migrations.RunPython(wall, migrations.RunPython.noop),
    ]
