"""Recording a step of the assessment, a decision on eligibility, a membership: facts added, owed things worked out."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from duly.casework.access import Actor
from duly.casework.corrections.actions import correct
from duly.casework.events.actions import record_event
from duly.casework.models import Answers, Case, CaseEvent, Staff
from duly.engine.assessing import BESIDE
from duly.engine.forms import Form, Recording
from duly.engine.reading import load

MEMBER, ASSESSED, ELIGIBLE, NOT_ELIGIBLE = "member", "assessed", "eligible", "not_eligible"
GROUP_FORM, DECISION_FORM = BESIDE


@transaction.atomic
def answer_step(
    case: Case, *, entry: UUID, step: str, on: date, answers: Mapping[str, Any], by: Actor
) -> CaseEvent:  # fmt: skip
    """Keep the answers of one step, and put on record what its form says they show (a score, an exemption)."""
    edition = load(case.program, case.edition)
    form = edition.forms[edition.assessment[step].form]
    event = record_event(case, ASSESSED, what=step, on=on, by=by, entry=entry)
    _keep(event, form.key, dict(answers), by=by)
    for kind, recording in form.records.items():
        if recording.due(answers):
            named = answers.get(recording.on or "")
            day = date.fromisoformat(named) if named else on
            said = _said(form, recording, answers)
            record_event(case, kind, on=day, note=said, about=event.pk, entry=uuid5(entry, kind), by=by)
    return event


def _said(form: Form, recording: Recording, answers: Mapping[str, Any]) -> str:
    """What stands beside the event: the answers the file names, in the words people chose."""
    chosen = ((form.fields[key], answers.get(key)) for key in recording.says)
    return ": ".join(field.choices.get(str(value), str(value)) for field, value in chosen if value)


@transaction.atomic
def decide(
    case: Case, *, entry: UUID, rule: str, eligible: bool, on: date, until: date | None, basis: list[str], note: str,
    decider: Staff, by: Actor,
) -> CaseEvent:  # fmt: skip
    """Decide by one rule whether somebody may be served: on what it rests, on which day, and who decided."""
    kind = ELIGIBLE if eligible else NOT_ELIGIBLE
    event = record_event(case, kind, what=rule, on=on, until=until, note=note, by=by, entry=entry)
    _keep(event, DECISION_FORM, {"basis": basis, "decider": decider.ref, "decided_by": decider.name}, by=by)
    return event


@transaction.atomic
def take_into_group(
    case: Case, *, entry: UUID, group: str, since: date, source: str, note: str, by: Actor, until: date | None = None
) -> CaseEvent:  # fmt: skip
    """Make somebody a member of a group from a day on, with how they were selected."""
    event = record_event(case, MEMBER, what=group, on=since, until=until, note=note, by=by, entry=entry)
    _keep(event, GROUP_FORM, {"source": source}, by=by)
    return event


@transaction.atomic
def end_membership(event: CaseEvent, *, on: date, why: str, by: Actor) -> CaseEvent:
    """The membership holds until that day; what was asked when it began is kept with it."""
    ended = correct(event, reason=why, by=by, until_on=on)
    before = Answers.objects.filter(agency_id=event.agency_id, about=event.pk).first()
    if before:
        _keep(ended, GROUP_FORM, before.answers, by=by)
    return ended


def _keep(event: CaseEvent, form: str, answers: dict[str, Any], *, by: Actor) -> None:
    """The answers beside their event, once however often the entry is sent."""
    if not Answers.objects.filter(agency_id=event.agency_id, about=event.pk).exists():
        said = Answers.of(
            event.case, author=by.staff, at=event.recorded_at, form=form, about=event.pk, answers=answers
        )  # fmt: skip
        said.save(force_insert=True)
