"""Whoever may read a single case of another organization reads what was asked about it and answered, too."""

from django.db import migrations

from duly.casework import walls


def wall(apps, editor):
    for table in ("ask", "reply"):
        editor.execute(
            f"ALTER POLICY sight ON casework_{table} USING ({walls.ADDRESSED}) WITH CHECK ({walls.INSIDE})", params=None
        )


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_coming")]
    operations = [migrations.RunPython(wall, migrations.RunPython.noop)]
