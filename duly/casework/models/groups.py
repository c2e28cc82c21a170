"""Who is served beside a program's own list, who was referred elsewhere, and which cases a review drew."""

from datetime import date

from django.db import models
from django.db.models import Q

from duly.casework.models.cases import Person
from duly.casework.models.owned import Fact, Owned


class LocalGroup(Owned):
    """Fact: a group an organization and those below it serve, beside the groups of its programs.

    The newest row of a code holds; ending a group is one more row with its last day.
    """

    code = models.TextField()
    label = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "id"], name="local_group_in_its_agency")]
        indexes = [models.Index(fields=["agency", "organization"], name="local_group_by_organization")]

    def takes(self, day: date) -> bool:
        """Whether somebody can become a member on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class ReferredElsewhere(Owned):
    """Fact: somebody who came was referred elsewhere instead of being enrolled; where to, and why."""

    ref = models.TextField()
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    program = models.TextField()
    reason = models.TextField()
    to = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    referred_on = models.DateField()
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="referred_elsewhere_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="referred_elsewhere_ref_is_unique"),
            models.CheckConstraint(condition=~Q(to=""), name="referred_elsewhere_says_where"),
        ]
        indexes = [models.Index(fields=["agency", "organization", "referred_on"], name="referred_by_organization")]


class Drawn(Fact):
    """Fact: a supervisor's review drew this case, the `nth` of a sample of `size` out of `among`, by this seed."""

    draw = models.UUIDField()
    review = models.TextField()
    seed = models.CharField(max_length=64)
    nth = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    among = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="drawn_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "draw", "case"], name="a_review_draws_a_case_once"),
        ]
        indexes = [models.Index(fields=["agency", "organization", "recorded_at"], name="drawn_by_organization")]
