"""The same row security in words that the planner estimates well."""

from django.db import migrations

from duly.casework import walls


def say_again(apps, editor):
    for statement in walls.policies_again():
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_statistics")]
    operations = [migrations.RunPython(say_again, migrations.RunPython.noop)]
