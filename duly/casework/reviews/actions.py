"""Drawing a sample by a seed, recording what a reviewer found, asking for corrections and saying they were made."""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.events.actions import record_event
from duly.casework.models import Answers, Case, CaseEvent, Correction, Drawn
from duly.engine.assessing import Review

WRONG = "correct"  # the answer of a checklist that asks for a correction


def drawn_from(refs: list[str], *, seed: str, size: int) -> list[str]:
    """The case numbers a seed draws: those whose SHA-256 of 'seed/number' comes first. Anybody can draw them again."""
    return sorted(refs, key=lambda ref: sha256(f"{seed}/{ref}".encode()).hexdigest())[:size]


@transaction.atomic
def draw(cases: list[Case], *, entry: UUID, review: str, seed: str, size: int, by: Actor) -> list[Drawn]:
    """Draw so many of these cases; the same entry sent twice draws once."""
    before = list(Drawn.objects.filter(agency_id=by.agency, draw=entry).order_by("nth"))
    if before:
        return before
    known = {each.ref: each for each in cases}
    at = clock.now()
    chosen = drawn_from(list(known), seed=seed, size=size)
    found = [
        Drawn.of(known[ref], author=by.staff, at=at, draw=entry, review=review, seed=seed, nth=nth, size=len(chosen),
                 among=len(cases))
        for nth, ref in enumerate(chosen, 1)
    ]  # fmt: skip
    return Drawn.objects.bulk_create(found)


class ReviewedAlready(Exception):
    """Somebody looked this case through in the meantime."""


@transaction.atomic
def record_review(drawn: Drawn, review: Review, *, answers: Mapping[str, Any], note: str, on: date, by: Actor) -> None:
    """Keep the checklist; where something is to be corrected, ask for it by a day."""
    if Answers.objects.filter(agency_id=drawn.agency_id, about=drawn.pk).exists():
        raise ReviewedAlready
    said = Answers.of(drawn.case, author=by.staff, at=clock.now(), form=review.form, about=drawn.pk, answers=answers)
    said.save(force_insert=True)
    if WRONG in answers.values():
        until = review.correct_within.after(on)
        entry = uuid5(drawn.pk, review.asks)
        record_event(drawn.case, review.asks, on=on, until=until, note=note, entry=entry, by=by)


@transaction.atomic
def correction_made(asked: CaseEvent, review: Review, *, note: str, on: date, by: Actor) -> CaseEvent:
    """What a review asked for was put right; once, however often it is said."""
    entry = uuid5(asked.pk, review.settled_by)
    before = CaseEvent.objects.filter(agency_id=asked.agency_id, pk=entry).first()
    return before or record_event(asked.case, review.settled_by, on=on, note=note, about=asked.pk, entry=entry, by=by)


def standing_asks(case: Case, reviews: Iterable[Review]) -> list[CaseEvent]:
    """The corrections asked of a case that stand, and that nobody has said were made; soonest due first."""
    kinds = {each.asks: each.settled_by for each in reviews}
    replaced = Correction.objects.filter(agency_id=case.agency_id, case=case).values("replaces")
    events = CaseEvent.objects.filter(agency_id=case.agency_id, case=case).exclude(pk__in=replaced)
    found = list(events.filter(kind__in=[*kinds, *kinds.values()]).order_by("until_on", "id"))
    made = {each.about for each in found if each.kind in kinds.values()}
    return [each for each in found if each.kind in kinds and each.pk not in made]
