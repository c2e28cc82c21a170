"""What came in together, and what was taken back of it: one row an import, one row each time it is taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from duly.casework.models.ids import uuid7


class Batch(models.Model):
    """Fact: one import into one agency. Its rows carry its moment, and their ids lie between `first` and `last`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    organizations = ArrayField(models.UUIDField())  # those about whose cases and people it has rows
    by = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    imported_at = models.DateTimeField()
    name = models.TextField()
    rows = models.JSONField(default=dict)  # how many rows each table got, and how many were ended
    first = models.UUIDField()
    last = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="batch_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "imported_at"], name="a_moment_names_an_import_once"),
        ]


class Undoing(models.Model):
    """Fact: an import was taken back, why and by whom; all of it, but for the cases that later entries rest on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(
        Batch, on_delete=models.DO_NOTHING, related_name="undoings", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    undone_at = models.DateTimeField()
    reason = models.TextField()
    rows = models.JSONField(default=dict)  # how many rows of each table it took back
    kept = ArrayField(models.TextField(), default=list)  # the numbers of the cases left as they were

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="undoing_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "undone_at"], name="a_moment_names_an_undoing_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="undoing_says_why"),
        ]
        indexes = [models.Index(fields=["agency", "batch"], name="undoing_by_batch")]
