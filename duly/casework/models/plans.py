"""The case plan: its items, how each ended, who agreed to what, and the versions that were put up for agreement."""

from datetime import date

from django.db import models
from django.db.models import Q

from duly.casework.models.owned import Fact


class PlanItem(Fact):
    """Fact: one thing of a plan as it was put down: a goal, a task, a service, support, a barrier.

    `item` is the id of its first wording; a change is a Correction by another PlanItem of the same `item`.
    `kind` is a key of the edition's plan, `answers` are those of the kind's form that have no column here.
    """

    class Owner(models.TextChoices):
        PARTICIPANT = "participant", "Participant"
        STAFF = "staff", "Staff"
        OTHER = "other", "Somebody else"

    item = models.UUIDField()
    kind = models.TextField()
    code = models.TextField(blank=True)
    what = models.TextField()
    owner = models.TextField(choices=Owner, blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    set_on = models.DateField()  # the day it came into the plan; a later wording keeps it
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    cost_cents = models.PositiveIntegerField(null=True)
    funding = models.TextField(blank=True)
    for_goal = models.UUIDField(null=True)  # the item it serves
    talk = models.UUIDField(null=True)  # the contact in which it was agreed
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="plan_item_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="plan_item_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=~Q(what=""), name="plan_item_says_what"),
            models.CheckConstraint(
                condition=Q(owner__in=["", "participant", "staff", "other"]), name="plan_item_owner_is_known"
            ),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="plan_item_by_case")]

    @property
    def day(self) -> date | None:
        """The day it is to be done by; a thing without one is done once it has begun."""
        return self.due_on or self.starts_on


class PlanItemEnd(Fact):
    """Fact: how and when a thing of the plan came to its end; `nth` counts the ends told of one item."""

    item = models.UUIDField()
    nth = models.PositiveSmallIntegerField(default=1)
    how = models.TextField()
    ended_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="plan_item_end_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "item", "nth"], name="each_end_of_a_plan_item_once"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="plan_item_end_by_case")]


class PlanVersion(Fact):
    """Fact: the whole plan as it was put up for agreement; what is signed is `digest`, the SHA-256 of `content`."""

    number = models.PositiveSmallIntegerField()
    content = models.TextField()  # canonical JSON, byte for byte what the digest was taken of
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="plan_version_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "case", "number"], name="plan_version_number_once_a_case"),
        ]


class Agreement(Fact):
    """Fact: one party agreed: to one goal (`item`), or with their name to one version of the plan (`version`)."""

    class Party(models.TextChoices):
        PARTICIPANT = "participant", "Participant"
        STAFF = "staff", "Case manager"

    class How(models.TextChoices):
        SCREEN = "screen", "On screen"
        PAPER = "paper", "On paper"
        SAID = "said", "In conversation"

    party = models.TextField(choices=Party)
    item = models.UUIDField(null=True)
    version = models.UUIDField(null=True)
    how = models.TextField(choices=How)
    name = models.CharField(max_length=200)
    wording = models.TextField()
    digest = models.CharField(max_length=64)  # of exactly what was agreed to
    agreed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="agreement_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="agreement_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=Q(party__in=["participant", "staff"]), name="agreement_party_is_known"),
            models.CheckConstraint(condition=Q(how__in=["screen", "paper", "said"]), name="agreement_how_is_known"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, version__isnull=True) | Q(item__isnull=True, version__isnull=False),
                name="agreement_is_to_an_item_or_a_version",
            ),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="agreement_by_case")]
