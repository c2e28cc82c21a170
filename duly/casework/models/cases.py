"""People and their cases: identity belongs to the agency, a case and its words to one organization."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from duly.casework.models.ids import uuid7
from duly.casework.models.owned import Owned, TakenBack, one


class Person(TakenBack):
    """Fact: somebody the agency knows. Holds no name: what is known of them stands in each organization's Profile."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("Organization", on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="person_in_its_agency"),
            one("ref", name="person_ref_is_unique_in_its_agency"),
        ]


class Profile(TakenBack, Owned):
    """Fact: how one organization knows a person from `recorded_at` on; the latest one holds, earlier ones stay."""

    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="profiles", db_constraint=False, db_index=False
    )
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    preferred_language = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "id"], name="profile_in_its_agency")]
        indexes = [
            models.Index("agency", "organization", "person", models.F("recorded_at").desc(), name="profile_latest")
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Name not recorded"


class Case(TakenBack, Owned):
    """Fact: one person assigned to one organization in one program, under the edition in force that day."""

    ref = models.TextField()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="cases", db_constraint=False, db_index=False
    )
    program = models.TextField()
    edition = models.TextField()
    assigned_on = models.DateField()
    accepted_on = models.DateField(null=True)
    # The case at another organization that goes on here; what was recorded of it stays where it is.
    continues = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    recorded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="case_in_its_agency"),
            models.UniqueConstraint(
                fields=["agency", "continues"], condition=Q(continues__isnull=False), name="a_case_goes_on_in_one"
            ),
            models.UniqueConstraint(fields=["agency", "organization", "id"], name="case_in_its_organization"),
            one("ref", name="case_ref_is_unique_in_its_agency"),
        ]
        indexes = [
            models.Index(fields=["agency", "organization", "assigned_on"], name="case_by_organization"),
            models.Index(fields=["agency", "person"], name="case_by_person"),
        ]

    def __str__(self) -> str:
        return self.ref


class Assignment(TakenBack, Owned):
    """Fact: one of the staff answers for a case from a day on; a range is closed once, never reopened or moved."""

    class Role(models.TextChoices):
        LEAD = "lead", "Case manager"
        SUPPORT = "support", "Support"

    case = models.ForeignKey(
        Case, on_delete=models.DO_NOTHING, related_name="assignments", db_constraint=False, db_index=False
    )
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="assignments", db_constraint=False, db_index=False
    )
    role = models.TextField(choices=Role, default=Role.LEAD)
    during = DateRangeField()
    recorded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="assignment_in_its_agency"),
            ExclusionConstraint(
                name="one_lead_per_case_at_a_time",
                # The case as bytes: a search by case then walks a B-tree instead of this index, a tenth of the cost.
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    (Func("case", function="uuid_send", output_field=models.BinaryField()), RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(role="lead", undone_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "case"], name="assignment_by_case"),
            models.Index(
                fields=["agency", "staff"],
                condition=Q(role="lead", during__endswith=None),
                name="assignment_open_by_staff",
            ),
        ]


class Handover(Owned):
    """Fact: a case went from one of the staff to another, with others of one `move`; `undoes` takes a move back."""

    move = models.UUIDField()
    undoes = models.UUIDField(null=True)
    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    assignment = models.UUIDField(null=True)  # the one that began with it
    former = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    staff = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    since = models.DateField()
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="handover_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "move", "case"], name="a_move_takes_a_case_once"),
            models.UniqueConstraint(
                fields=["agency", "undoes", "case"], condition=Q(undoes__isnull=False), name="a_move_is_undone_once"
            ),
        ]
