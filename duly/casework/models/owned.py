"""What every row about a participant carries: its agency, its organization, and for a fact who recorded it when."""

from django.db import models

from duly.casework.models.ids import uuid7


class Owned(models.Model):
    """A row of one agency and one organization; row security reads these two columns and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    organization = models.ForeignKey("Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        abstract = True


class Fact(Owned):
    """Something that happened to one case. Never edited: a Correction replaces or retracts it.

    `ref` is the id exchange files use; `occurred_on` may be unknown; `recorded_at` is when it was first written
    down (the source system's time for an import, whose own time is `imported_at`); `captured_at` is a device's claim.
    """

    ref = models.TextField()
    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    recorded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    author = models.ForeignKey("Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False)

    class Meta:
        abstract = True
