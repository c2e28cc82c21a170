"""What of a case can be put off, and until when; what was."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from duly.casework.models import Case, Correction, Deferral
from duly.casework.worklist import wording
from duly.casework.worklist.lines import DUTIES, Duty, rows
from duly.engine.program import Edition

A_FORTNIGHT = timedelta(days=14)  # what is late and never lapses is put off no further than Today looks ahead


def open_duties(case: Case, edition: Edition, today: date) -> list[Duty]:
    """What is owed with the person today, soonest due first. One statement."""
    values = {"agency": case.agency_id, "cases": [case.pk], "first": today, "last": today}
    return wording.with_them(edition, [Duty(*duty) for _, *duty in rows(DUTIES, values)], today)


def last_day(duty: Duty, today: date) -> date:
    """The last day to which it can be put off without being late; if it is late, without lapsing."""
    if duty.due_on >= today:
        return duty.due_on
    ahead = today + A_FORTNIGHT
    return min(ahead, duty.lapses_on) if duty.lapses_on else ahead


def proposed(duty: Duty | None, today: date) -> date:
    """The next working day, as long as the duty has one left."""
    day = today + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return max(today, min(day, last_day(duty, today))) if duty else day


def standing(case: Case) -> dict[tuple[str, int], Deferral]:
    """To which day each duty is put off, by the latest word on it. One statement."""
    taken_back = Exists(Correction.objects.filter(agency_id=case.agency_id, replaces=OuterRef("pk")))
    found = Deferral.objects.filter(~taken_back, agency_id=case.agency_id, case=case).select_related("author")
    return {(each.rule, each.nth): each for each in found.order_by("recorded_at", "id")}
