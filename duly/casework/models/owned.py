"""What every row about a participant carries: its agency, its organization, and for a fact who recorded it when."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models

from duly.casework.models.ids import uuid7

if TYPE_CHECKING:
    from duly.casework.models.cases import Case
    from duly.casework.models.organizations import Staff


class Owned(models.Model):
    """A row of one agency and one organization; row security reads these two columns and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


class TakenBack(models.Model):
    """What an import may bring: from `undone_at` on, when that import was taken back, nobody sees it."""

    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def one(*fields: str, name: str) -> models.UniqueConstraint:
    """Only one of what stands; what came with an import taken back is in nobody's way."""
    return models.UniqueConstraint(fields=["agency", *fields, "undone_at"], name=name, nulls_distinct=False)


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
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True

    @classmethod
    def of(cls, case: "Case", *, author: "Staff", at: datetime, entry: UUID | None = None, **said: Any) -> Self:
        """A new fact of this case, recorded at that moment and not yet saved; `entry` is an id a form made before."""
        id_ = entry or uuid7()
        return cls(
            id=id_,
            ref=str(id_),
            agency_id=case.agency_id,
            organization_id=case.organization_id,
            case_id=case.pk,
            recorded_at=at,
            author=author,
            **said,
        )
