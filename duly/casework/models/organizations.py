"""Who works here: the tree of organizations, their staff, and who may do what from when to when (reference tables)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models

from duly.casework.models.ids import uuid7


class Organization(models.Model):
    """Reference: a funder, site, provider, center, facility or partner; the root of a tree is the agency."""

    class Kind(models.TextChoices):
        FUNDER = "funder", "Funder"
        SITE = "site", "Site"
        PROVIDER = "provider", "Provider"
        CAREER_CENTER = "career_center", "Career center"
        CORRECTIONAL_FACILITY = "correctional_facility", "Correctional facility"
        PARTNER = "partner", "Partner"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    ref = models.TextField()
    name = models.CharField(max_length=200)
    kind = models.TextField(choices=Kind)
    time_zone = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="organization_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="organization_ref_is_unique_in_its_agency"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["funder", "site", "provider", "career_center", "correctional_facility", "partner"]
                ),
                name="organization_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff accounts; there are no superusers, rights come from memberships."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Staff":
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """Reference: a person who works here and signs in by email. What they may do stands in Membership."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    ref = models.TextField()
    name = models.CharField(max_length=200)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True)  # WCAG 2.1.4: single letter keys can be turned off

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = StaffManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="staff_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="staff_ref_is_unique_in_its_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Reference: one role of one person in one organization, from a day to a day (end excluded)."""

    class Role(models.TextChoices):
        CASE_MANAGER = "case_manager", "Case manager"
        SUPPORT = "support", "Support staff"
        SUPERVISOR = "supervisor", "Supervisor"
        DIRECTOR = "director", "Director"
        LIAISON = "liaison", "Site liaison"
        FINANCE = "finance", "Finance"
        EVALUATOR = "evaluator", "Evaluator"
        ADMIN = "admin", "Administrator"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    role = models.TextField(choices=Role)
    during = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[
                        "case_manager",
                        "support",
                        "supervisor",
                        "director",
                        "liaison",
                        "finance",
                        "evaluator",
                        "admin",
                    ]
                ),
                name="membership_role_is_known",
            ),
        ]
