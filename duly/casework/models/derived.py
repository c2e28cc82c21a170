"""What follows from the facts. Any row here can be thrown away and rebuilt; no status is stored, only dates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Derived(models.Model):
    """A row the engine made of one case's facts; nothing points at it."""

    agency = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    organization = models.ForeignKey(
        "Organization", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    case = models.ForeignKey("Case", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        abstract = True


class Obligation(Derived):
    """Derived: what a rule owes a case. Owed on day D: not met, opens_on <= D, and D <= lapses_on (or no lapse)."""

    pk = models.CompositePrimaryKey("agency_id", "case_id", "rule", "nth")
    rule = models.TextField()
    kind = models.TextField()
    nth = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField(null=True)
    opens_on = models.DateField()
    due_on = models.DateField()
    lapses_on = models.DateField(null=True)
    met_by = models.UUIDField(null=True)
    met_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "case", "due_on"], condition=Q(met_by=None), name="obligation_open_by_case"),
            # What falls due next, over a whole agency: reminders ask it every night, and read nothing but this.
            models.Index(
                fields=["agency", "due_on"],
                include=["organization", "case"],
                condition=Q(met_by=None),
                name="obligation_coming",
            ),
        ]


class Tally(Derived):
    """Derived: one case in one epoch of knowledge [known_from, known_until): which dates were met, known since when.

    `slot_on` and `slot_at` follow the edition's layout (engine.measures.layout); with them any as-of and any
    known-at is arithmetic on this one row.
    """

    pk = models.CompositePrimaryKey("agency_id", "case_id", "known_from")
    program = models.TextField()
    edition = models.TextField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField()
    started_on = models.DateField()
    exit_on = models.DateField()
    exit_at = models.DateTimeField()
    slot_on = ArrayField(models.DateField())
    slot_at = ArrayField(models.DateTimeField())

    class Meta:
        indexes = [models.Index(fields=["agency", "organization"], name="tally_by_organization")]


class CaseLine(Derived):
    """Derived: what a caseload shows of a case, in dates and counts that hold whatever day it is read."""

    pk = models.CompositePrimaryKey("agency_id", "case_id")
    # Whose case it is: the lead whose assignment has no end, though it may begin later.
    lead = models.ForeignKey(
        "Staff", on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False, db_index=False
    )
    intake_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    exit_on = models.DateField(null=True)
    exit_reason = models.TextField(blank=True)
    reached_on = models.DateField(null=True)
    reached_by = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_on = models.DateField(null=True)
    tried_by = models.TextField(blank=True)
    windows = models.TextField(blank=True)  # one character a window of the first windows rule: m met, - not met
    series_met = models.PositiveSmallIntegerField(default=0)
    milestones = ArrayField(models.TextField(), default=list)
    phase = models.TextField(blank=True)
    held_until = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    reached_fact = models.UUIDField(
        null=True
    )  # the contact they were last reached by; its note is what to know before calling
    gaps = models.TextField(blank=True)  # what the record lacks and the rules need (an intake held without a date)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "organization", "exit_on"], name="caseline_by_organization"),
            models.Index(fields=["agency", "lead", "exit_on"], name="caseline_by_lead"),
        ]
