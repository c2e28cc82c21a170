"""Reading for the reviews: what can be drawn from, the draws so far, how each drawn case stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.models import Answers, Case, CaseEvent, CaseLine, Correction, Drawn, Organization
from duly.casework.people.queries import names_of
from duly.casework.reviews.actions import WRONG
from duly.engine.assessing import Review
from duly.engine.program import Edition
from duly.engine.reading import editions, load


@dataclass(frozen=True, slots=True)
class Look:
    """One drawn case: whether it was looked through, what was found, and what became of it."""

    drawn: Drawn
    name: str
    by: str
    on: words.Day | None
    wrong: tuple[str, ...]
    asked: CaseEvent | None
    made: CaseEvent | None
    left: words.Left | None
    answers: dict[str, Any] | None

    @property
    def state(self) -> str:
        if self.answers is None:
            return "open"
        return "good" if self.asked is None else "made" if self.made else "asked"


@dataclass(frozen=True, slots=True)
class Draw:
    """One sample: when, by whom, by which seed, and its cases."""

    id: UUID
    label: str
    by: str
    on: words.Day
    seed: str
    among: int
    looks: tuple[Look, ...]

    def many(self, *states: str) -> int:
        return sum(each.state in states for each in self.looks)


def reviews() -> dict[str, tuple[Edition, Review]]:
    """Every review a program asks for, as 'program/review'."""
    found = ((load(program), program) for program in dict.fromkeys(name for name, _ in editions()))
    return {f"{program}/{key}": (edition, each) for edition, program in found for key, each in edition.reviews.items()}


def review_of(drawn: Drawn) -> tuple[Edition, Review]:
    """The review a case was drawn for, by the edition of the case, or the newest where that one has no such review."""
    edition = _asked_by(drawn)
    assert edition is not None
    return edition, edition.reviews[drawn.review]


def is_known(drawn: Drawn) -> bool:
    """Whether an edition still asks for this review: what was drawn for one that is gone is kept, and not shown."""
    return _asked_by(drawn) is not None


def _asked_by(drawn: Drawn) -> Edition | None:
    program = drawn.case.program
    asking = (load(program, drawn.case.edition), load(program))
    return next((each for each in asking if drawn.review in each.reviews), None)


def below(place: UUID, organizations: Iterable[Organization]) -> list[UUID]:
    """An organization and those below it, among those given."""
    found, known = {place}, list(organizations)
    while more := {each.pk for each in known if each.parent_id in found} - found:
        found |= more
    return [each.pk for each in known if each.pk in found]


def population(agency: UUID, program: str, places: Iterable[UUID]) -> list[Case]:
    """The open cases of a program in these organizations, by number."""
    open_ones = CaseLine.objects.filter(agency_id=agency, exit_on=None).values("case_id")
    found = Case.objects.filter(agency_id=agency, organization_id__in=list(places), program=program, pk__in=open_ones)
    return list(found.order_by("ref"))


def draws(actor: Actor, *, day: date, draw: UUID | None = None) -> list[Draw]:
    """The samples drawn in the actor's organizations, newest first, or one of them."""
    found = Drawn.objects.filter(agency_id=actor.agency, organization_id__in=list(actor.reach("review")))
    if draw:
        found = found.filter(draw=draw)
    newest = found.select_related("case", "author").order_by("-recorded_at", "draw", "nth")[:500]
    rows = [each for each in newest if is_known(each)]
    looks = _looks(actor.agency, rows, day)
    by_draw: dict[UUID, list[Look]] = {}
    for look in looks:
        by_draw.setdefault(look.drawn.draw, []).append(look)
    return [_draw(each, day) for each in by_draw.values()]


def _draw(looks: list[Look], day: date) -> Draw:
    first = looks[0].drawn
    edition, review = review_of(first)
    on = words.on(first.recorded_at.astimezone(edition.zone).date(), today=day)
    by = first.author.name if first.author else ""
    return Draw(first.draw, f"{edition.short}: {review.label}", by, on, first.seed, first.among, tuple(looks))


def _looks(agency: UUID, rows: list[Drawn], day: date) -> list[Look]:
    """Each drawn case with its checklist and what it asked for. Four statements, however many."""
    names = names_of([each.case for each in rows])
    said = {each.about: each for each in _about(agency, rows)}
    asks = {each.pk: uuid5(each.pk, review_of(each)[1].asks) for each in rows}
    made = {each.pk: uuid5(asks[each.pk], review_of(each)[1].settled_by) for each in rows}
    events = CaseEvent.objects.filter(agency_id=agency, pk__in=[*asks.values(), *made.values()])
    gone = Correction.objects.filter(agency_id=agency, replaces__in=[*asks.values(), *made.values()])
    standing = events.exclude(pk__in=gone.values("replaces")).select_related("author")
    held = {each.pk: each for each in standing}
    return [
        _look(each, names.get(each.case_id, each.case.ref), said.get(each.pk), held.get(asks[each.pk]),
              held.get(made[each.pk]), day)
        for each in rows
    ]  # fmt: skip


def _about(agency: UUID, rows: list[Drawn]) -> Iterable[Answers]:
    found = Answers.objects.filter(agency_id=agency, about__in=[each.pk for each in rows])
    return found.select_related("author")


def _look(
    drawn: Drawn, name: str, said: Answers | None, asked: CaseEvent | None, made: CaseEvent | None, day: date
) -> Look:  # fmt: skip
    edition, review = review_of(drawn)
    form = edition.forms[review.form]
    wrong = [form.fields[key].label for key, value in (said.answers if said else {}).items() if value == WRONG]
    left = words.left(asked.until_on, today=day) if asked and asked.until_on and not made else None
    on = words.on(said.recorded_at.astimezone(edition.zone).date(), today=day) if said else None
    by = said.author.name if said and said.author else ""
    return Look(drawn, name, by, on, tuple(wrong), asked, made, left, said.answers if said else None)
