"""Tables of this one installation, about no participant's record: its clock, its engine, unfinished forms."""

from django.db import models

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
