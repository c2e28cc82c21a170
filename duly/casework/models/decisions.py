"""What one of the staff asks of another who may decide, and each answer to it."""

from django.db import models
from django.db.models import Q

from duly.casework.models.owned import Fact

CLOSING, TRANSFER, CLEARANCE = "closing", "transfer", "clearance"
GRANTED, DECLINED, MORE = "granted", "declined", "more"


class Ask(Fact):
    """Fact: somebody asks that a case be closed, handed to another organization, or opened to one that serves it.

    A changed ask is a correction of the one before; one taken back is retracted. `to_organization` reads it too.
    """

    kind = models.TextField()
    what = models.JSONField(default=dict)
    to_organization = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    answer_by = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="ask_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="ask_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=Q(kind__in=["closing", "transfer", "clearance"]), name="ask_is_known"),
        ]
        indexes = [
            models.Index(fields=["agency", "case"], name="ask_by_case"),
            models.Index(fields=["agency", "organization", "kind"], name="ask_by_organization"),
            models.Index(
                fields=["agency", "to_organization", "kind"],
                condition=Q(to_organization__isnull=False),
                name="ask_by_receiver",
            ),
        ]


class Reply(Fact):
    """Fact: an answer to an ask, given for exactly what was seen (`seen`, a digest), until a day where it says one.

    `organization` is whose answer it is; `to_organization` is the organization of the case, which reads it too.
    """

    ask = models.ForeignKey(
        Ask, on_delete=models.DO_NOTHING, related_name="replies", db_constraint=False, db_index=False
    )
    answer = models.TextField()
    note = models.TextField(blank=True)
    about = models.JSONField(default=list)  # what more is wanted, one line each
    seen = models.TextField(blank=True)
    until_on = models.DateField(null=True)
    to_organization = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="reply_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="reply_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=Q(answer__in=["granted", "declined", "more"]), name="reply_is_known"),
        ]
        indexes = [models.Index(fields=["agency", "ask"], name="reply_by_ask")]
