"""Who looked and who changed rights: written in the same transaction as what it records, never edited."""

from django.db import models

from duly.casework.models.ids import uuid7
from duly.casework.models.owned import Owned


class Opening(Owned):
    """Fact: one of the staff opened a case file, or the evidence of a figure, and why it was theirs to open."""

    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    what = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "id"], name="opening_in_its_agency")]
        indexes = [models.Index(fields=["agency", "case", "opened_at"], name="opening_by_case")]


class AccessChange(models.Model):
    """Fact: an administrator invited somebody, gave or ended a role, signed somebody out for good."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    organization = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    by = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    what = models.TextField()
    recorded_at = models.DateTimeField()
