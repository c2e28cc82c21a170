"""Documents attached to a case: what each is, and apart from that what stands in it."""

from django.db import models
from django.db.models import Q

from duly.casework.models.owned import Fact, Owned


class Attachment(Fact):
    """Fact: a document was attached; `sha256` is of what is kept, `received_sha256` of the file as it came.

    They differ for pictures, which are drawn anew. `kind` is a code of the edition's documents.
    """

    kind = models.TextField()
    name = models.CharField(max_length=120)
    media_type = models.TextField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received_sha256 = models.CharField(max_length=64)
    dated_on = models.DateField(null=True)  # the day written on it
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="attachment_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="attachment_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
            models.CheckConstraint(
                condition=Q(
                    media_type__in=[
                        "application/pdf",
                        "image/jpeg",
                        "image/png",
                        "text/plain",
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    ]
                ),
                name="attachment_is_of_a_kind_taken",
            ),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="attachment_by_case")]


class AttachmentContent(Owned):
    """Fact: what stands in an attachment, under the same id; read by nothing but its download."""

    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "id"], name="attachment_content_in_its_agency")]
