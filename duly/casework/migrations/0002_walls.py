"""Row security, the app role's rights, composite keys and the triggers that keep facts."""

from django.db import migrations

from duly.casework import walls


def build(apps, editor):
    for statement in (*walls.keys(), *walls.policies(), *walls.grants(), *walls.triggers()):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
