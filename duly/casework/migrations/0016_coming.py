"""What falls due next over a whole agency, read from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_documents")]
    operations = [
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["agency", "due_on"],
                include=["organization", "case"],
                condition=models.Q(met_by=None),
                name="obligation_coming",
            ),
        )
    ]
