"""An end of a service can be corrected and taken back: the ends told of one service are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_derivation")]
    operations = [
        migrations.AddField("serviceend", "nth", models.PositiveSmallIntegerField(default=1)),
        migrations.RemoveConstraint("serviceend", "a_service_ends_once"),
        migrations.AddConstraint(
            "serviceend",
            models.UniqueConstraint(fields=["agency", "service", "nth"], name="each_end_of_a_service_once"),
        ),
    ]
