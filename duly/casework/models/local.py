"""Tables of this one installation, about no participant's record: its clock, its engine, unfinished forms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from duly.casework.models.ids import uuid7
from duly.casework.models.owned import Owned


class ClockRow(models.Model):
    """Local: a demo home's clock. At `real_at` it showed `shows`; it runs on from there while `running`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    shows = models.DateTimeField()
    real_at = models.DateTimeField()
    running = models.BooleanField(default=False)

    class Meta:
        db_table = "casework_clock"


class Derivation(models.Model):
    """Local: by which engine and which programs the derived rows of this database were made."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    made_by = models.TextField()


class Draft(Owned):
    """Local: a form somebody has not finished. It is no fact: it may be changed and thrown away by its author."""

    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    form = models.TextField()
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "case", "staff", "form"], name="one_draft_of_a_form")]


class SavedView(Owned):
    """Local: a filter of the caseload with its order and columns, under a name; its author's, or everybody's there."""

    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=60)
    asked = models.TextField(blank=True)  # as in the address of the page
    columns = ArrayField(models.TextField(), default=list)
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # deleted, and may be brought back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "staff", "name"], condition=Q(gone_at=None), name="a_view_has_a_name_of_its_own"
            )
        ]
        indexes = [models.Index(fields=["agency", "organization"], name="savedview_by_organization")]


class CaseloadChoice(models.Model):
    """Local: how the caseload looks to one of the staff: which columns, and which view it opens with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    columns = ArrayField(models.TextField(), default=list)
    opens = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "staff"], name="one_choice_of_a_person")]
