"""Remember by which engine and which programs the derived rows were made."""

from django.db import migrations, models

GRANTS = (
    "REVOKE ALL ON casework_derivation FROM duly_app",
    "GRANT SELECT, INSERT, UPDATE ON casework_derivation TO duly_app",
    "GRANT SELECT ON casework_derivation TO duly_backup",
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_policies_the_planner_reads")]
    operations = [
        migrations.CreateModel(
            name="Derivation",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("made_by", models.TextField()),
            ],
        ),
        *[migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in GRANTS],
    ]
