"""What happened to a case: contacts, services, milestones, events, appointments, closings, and their corrections."""

from django.db import models
from django.db.models import Q

from duly.casework.models.owned import Fact, TakenBack, one


class Contact(TakenBack, Fact):
    """Fact: a contact or a try. An unanswered try is a fact too, and never counts as completed (SET-31, SET-32)."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "Phone"
        VIDEO = "video", "Video"
        EMAIL = "email", "Email"
        TEXT = "text", "Text"
        MAIL = "mail", "Mail"

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Reached"
        NO_RESPONSE = "no_response", "No answer"
        NO_SHOW = "no_show", "No-show"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.TextField()
    occurred_on = models.DateField(null=True)
    mode = models.TextField(choices=Mode)
    outcome = models.TextField(choices=Outcome)
    note = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="contact_in_its_agency"),
            one("ref", name="contact_ref_is_unique_in_its_agency"),
            models.CheckConstraint(
                condition=Q(mode__in=["in_person", "phone", "video", "email", "text", "mail"]),
                name="contact_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["completed", "no_response", "no_show", "cancelled"]),
                name="contact_outcome_is_known",
            ),
        ]
        indexes = [models.Index(fields=["agency", "case", "occurred_on"], name="contact_by_case")]


class ContactCase(TakenBack, Fact):
    """Fact: the same contact credits another case too (group, family, two programs), under that case's own kind.

    Day, mode and outcome stand here as well, so that a case's duties never hang on a row another organization keeps.
    """

    contact = models.ForeignKey(
        Contact, on_delete=models.DO_NOTHING, related_name="also", db_constraint=False, db_index=False
    )
    kind = models.TextField()
    occurred_on = models.DateField(null=True)
    mode = models.TextField(choices=Contact.Mode)
    outcome = models.TextField(choices=Contact.Outcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="contact_case_in_its_agency"),
            one("contact", "case", name="contact_credits_a_case_once"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="contact_case_by_case")]


class Service(TakenBack, Fact):
    """Fact: a service or referral started. `ended_on` is an end known at once; a later one is a ServiceEnd."""

    kind = models.TextField()
    delivery = models.TextField()
    topic = models.TextField(blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    status = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="service_in_its_agency"),
            one("ref", name="service_ref_is_unique_in_its_agency"),
        ]
        indexes = [models.Index(fields=["agency", "case", "started_on"], name="service_by_case")]


class ServiceEnd(TakenBack, Fact):
    """Fact: a service that was under way ended on a day, with a status; `nth` counts the ends told of one service.

    The first is 1. One put in its place by a correction, or told after it was taken back, has the next number.
    """

    service = models.ForeignKey(
        Service, on_delete=models.DO_NOTHING, related_name="ends", db_constraint=False, db_index=False
    )
    nth = models.PositiveSmallIntegerField(default=1)
    ended_on = models.DateField()
    status = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="service_end_in_its_agency"),
            one("service", "nth", name="each_end_of_a_service_once"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="service_end_by_case")]


class Milestone(TakenBack, Fact):
    """Fact: something achieved (a business plan, a first sale)."""

    kind = models.TextField()
    achieved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="milestone_in_its_agency"),
            one("ref", name="milestone_ref_is_unique_in_its_agency"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="milestone_by_case")]


class CaseEvent(TakenBack, Fact):
    """Fact: a turn in a case that the program's rules know by name (acknowledged, hold, resumed, phase, released …)."""

    kind = models.TextField()
    what = models.TextField(blank=True)  # a code of the program file: the phase, the hold reason, the group
    occurred_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # the day to look again, the expected day, the day a step is due
    about = models.UUIDField(null=True)  # the fact this one settles: a step done
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="event_in_its_agency"),
            one("ref", name="event_ref_is_unique_in_its_agency"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="event_by_case")]


class Appointment(TakenBack, Fact):
    """Fact: a meeting agreed for a moment; moving it is a correction, keeping it is a contact (SET-26)."""

    kind = models.TextField()
    starts_at = models.DateTimeField()
    mode = models.TextField(choices=Contact.Mode)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="appointment_in_its_agency"),
            one("ref", name="appointment_ref_is_unique_in_its_agency"),
        ]
        indexes = [models.Index(fields=["agency", "case", "starts_at"], name="appointment_by_case")]


class Deferral(Fact):
    """Fact: a duty was put off to a later day of its time, and why. What is owed knows nothing of it; lists do."""

    rule = models.TextField()
    nth = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="deferral_in_its_agency"),
            models.UniqueConstraint(fields=["agency", "ref"], name="deferral_ref_is_unique_in_its_agency"),
            models.CheckConstraint(condition=~Q(reason=""), name="deferral_says_why"),
        ]
        indexes = [models.Index(fields=["agency", "case", "until_on"], name="deferral_by_case")]


class Closing(TakenBack, Fact):
    """Fact: the case was formally closed, on which day and why; reopening is the retraction of this fact."""

    closed_on = models.DateField()
    reason = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="closing_in_its_agency"),
            one("ref", name="closing_ref_is_unique_in_its_agency"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="closing_by_case")]


class Answers(TakenBack, Fact):
    """Fact: the answers to a form of the program file, given with a contact or a closing (`about`)."""

    form = models.TextField()
    about = models.UUIDField()
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="answers_in_its_agency"),
            one("about", name="answers_once_about_a_fact"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="answers_by_case")]


class Correction(TakenBack, Fact):
    """Fact: from `recorded_at` on, `replaces` no longer holds; `by` holds instead, or nothing (a retraction)."""

    replaces = models.UUIDField()
    by = models.UUIDField(null=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="correction_in_its_agency"),
            one("replaces", name="a_fact_is_corrected_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
        ]
        indexes = [models.Index(fields=["agency", "case"], name="correction_by_case")]
