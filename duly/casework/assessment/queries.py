"""What is settled about a person, and what is known already: groups, decisions, steps, answers given elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from duly.casework import words
from duly.casework.access import Actor, cases_for
from duly.casework.assessment.actions import ASSESSED, ELIGIBLE, MEMBER, NOT_ELIGIBLE
from duly.casework.casefile.record import Record
from duly.casework.layout.jinja import url
from duly.casework.models import Answers, Case, CaseEvent, Correction, LocalGroup
from duly.casework.plans.plan import Thing, plan_of
from duly.engine.advising import advised
from duly.engine.assessing import Advice, AssessmentStep
from duly.engine.forms import Field, Form
from duly.engine.gates import Missing, missing
from duly.engine.program import Edition
from duly.engine.reading import load


@dataclass(frozen=True, slots=True)
class Given:
    """One entry of a step: when it was done, who wrote it, what was answered, and what it put on record."""

    event: CaseEvent
    day: words.Day | None
    by: str
    said: Mapping[str, Any]
    answers: tuple[tuple[str, str], ...]  # the same in words
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the assessment as the case holds it; newest entry first."""

    step: AssessmentStep
    given: tuple[Given, ...]
    elsewhere: "tuple[Known, ...]"

    @property
    def last(self) -> Given | None:
        return self.given[0] if self.given else None


@dataclass(frozen=True, slots=True)
class Known:
    """Answers to a form as another case of the person has them."""

    id: UUID
    ref: str
    program: str
    day: words.Day
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """A membership or a decision, in words."""

    event: CaseEvent
    label: str
    day: words.Day | None
    until: words.Day | None
    detail: str
    note: str
    by: str
    holds: bool
    rule: str = ""


def steps_of(record: Record, *, today: date, elsewhere: Iterable[Answers] = ()) -> list[StepLine]:
    """Every step of the program's assessment with what was entered, here and in the person's other cases."""
    found = list(elsewhere)
    return [
        StepLine(step, tuple(_given(record, step, today)), tuple(_known(found, step, record, today)))
        for step in record.edition.assessment.values()
    ]


def _given(record: Record, step: AssessmentStep, today: date) -> Iterator[Given]:
    events = [each for each in standing(record, ASSESSED) if each.what == step.key]
    for event in sorted(events, key=_newest, reverse=True):
        said = answers_about(record, event)
        yield Given(
            event,
            words.on(event.occurred_on, today=today) if event.occurred_on else None,
            event.author.name if event.author else "",
            said,
            tuple(spoken(record.edition.forms[step.form], said)),
            tuple(record.edition.events[each.kind].label for each in record.events if each.about == event.pk
                  and record.stands(each.pk) and each.kind in record.edition.events),
        )  # fmt: skip


def _known(found: Iterable[Answers], step: AssessmentStep, record: Record, today: date) -> Iterator[Known]:
    """What is known for a step from anywhere but its own entries."""
    edition, case = record.edition, record.case
    wanted = {field.asks for field in edition.forms[step.form].fields.values()}
    for each in found:
        if each.case_id == case.pk and each.form == step.form:
            continue
        theirs = load(each.case.program, each.case.edition)
        asked = theirs.forms[each.form].fields if each.form in theirs.forms else {}
        said = {asked[key].asks: value for key, value in each.answers.items() if key in asked}
        if said.keys() & wanted:
            wrote = each.recorded_at.astimezone(edition.zone).date()
            called = theirs.forms[each.form].label.lower() if each.case_id == case.pk else theirs.short
            yield Known(each.pk, each.case.ref, called, words.on(wrote, today=today), said)


def standing(record: Record, *kinds: str) -> list[CaseEvent]:
    """The events of these kinds that nothing has replaced."""
    return [each for each in record.events if each.kind in kinds and record.stands(each.pk)]


def answers_about(record: Record, event: CaseEvent) -> Mapping[str, Any]:
    """What was asked with an event, also where the event was put right since."""
    id_: UUID | None = event.pk
    while id_ is not None and id_ not in record.answers:
        came = record.came_from(id_)
        id_ = came.replaces if came else None
    return record.answers[id_].answers if id_ is not None else {}


def spoken(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(question, answer) in the words people chose, in the order of the form."""
    for key, field in form.fields.items():
        if answers.get(key) not in (None, "", []):
            yield field.label, in_words(field, answers[key])


def in_words(field: Field, value: Any) -> str:
    if isinstance(value, list):
        return words.listed([field.choices.get(each, str(each)) for each in value])
    choices = {"yes": "Yes", "no": "No"} if field.type == "yes_no" else field.choices
    return choices.get(value, str(value))


def answered(case: Case, actor: Actor) -> list[Answers]:
    """What this person answered, here and in their other cases the actor works with, newest first. One statement."""
    theirs = cases_for(actor, to="record").filter(person_id=case.person_id)
    replaced = Correction.objects.filter(agency_id=case.agency_id, replaces=OuterRef("about"))
    found = Answers.objects.filter(~Exists(replaced), agency_id=case.agency_id, case__in=theirs)
    return list(found.select_related("case").order_by("-recorded_at", "-id"))


def prefilled(line: StepLine, edition: Edition, *, taken: UUID | None = None) -> tuple[dict[str, Any], list[Known]]:
    """What the form of a step can be filled in with, and from where: its own last answers, else those given elsewhere.

    Of a step with many entries nothing is taken over unasked: a test is taken over by name.
    """
    fields = edition.forms[line.step.form].fields
    own = {} if line.step.many or line.last is None else line.last.said
    sources = [each for each in line.elsewhere if (each.id == taken if line.step.many else True)]
    initial, used = dict(own), list[Known]()
    for known in sources:
        theirs = {key: known.answers[each.asks] for key, each in fields.items() if each.asks in known.answers}
        new = {key: value for key, value in theirs.items() if key not in initial and _fits(fields[key], value)}
        if new:
            initial |= new
            used.append(known)
    return initial, used


def _fits(field: Field, value: Any) -> bool:
    """Whether an answer given elsewhere is one this question offers."""
    if not field.choices:
        return field.type != "yes_no" or value in ("yes", "no")
    return all(each in field.choices for each in (value if isinstance(value, list) else [value]))


def groups_of(record: Record, *, today: date, local: Iterable[LocalGroup] = ()) -> list[Settled]:
    """Memberships, those that hold first."""
    named = {each.code: each.label for each in local}
    found = []
    for event in standing(record, MEMBER):
        group = record.edition.groups.get(event.what)
        source = answers_about(record, event).get("source", "")
        selected = record.edition.selection.get(source)
        label = group.label if group else named.get(event.what, event.what.replace("_", " ").capitalize())
        holds = event.until_on is None or event.until_on >= today
        found.append(_settled(event, label, selected.label.lower() if selected else "", holds, today))
    return sorted(found, key=lambda each: not each.holds)


def decisions_of(record: Record, *, today: date) -> list[Settled]:
    """Decisions on eligibility, newest first; one that ran out or was overtaken does not hold."""
    newest: dict[str, UUID] = {}
    events = sorted(standing(record, ELIGIBLE, NOT_ELIGIBLE), key=_newest, reverse=True)
    found = []
    for event in events:
        rule = record.edition.eligibility.get(event.what)
        said = answers_about(record, event)
        basis = [rule.basis.get(each, each) for each in said.get("basis", ())] if rule else []
        label = f"{'Eligible' if event.kind == ELIGIBLE else 'Not eligible'}: {rule.label if rule else event.what}"
        holds = newest.setdefault(event.what, event.pk) == event.pk and not (event.until_on and event.until_on < today)
        found.append(_settled(event, label, ", ".join(basis), holds, today, said.get("decided_by", ""), event.what))
    return found


def _newest(event: CaseEvent) -> tuple[date, Any, UUID]:
    return event.occurred_on or date.min, event.recorded_at, event.pk


def _settled(
    event: CaseEvent, label: str, detail: str, holds: bool, today: date, by: str = "", rule: str = ""
) -> Settled:  # fmt: skip
    day = words.on(event.occurred_on, today=today) if event.occurred_on else None
    until = words.on(event.until_on, today=today) if event.until_on else None
    return Settled(event, label, day, until, detail, event.note, by or (event.author.name if event.author else ""),
                   holds, rule)  # fmt: skip


def gates_of(record: Record, *, today: date) -> list[tuple[str, str, list[Missing]]]:
    """Each gate of the program: its label, what it opens, what is still missing."""
    history = record.history.standing()
    return [
        (gate.label, gate.opens, missing(record.edition, key, history, as_of=today))
        for key, gate in record.edition.gates.items()
    ]


def advice_for(record: Record, *, today: date) -> list[Advice]:
    """What is recommended and not on file."""
    return list(advised(record.edition, record.history.standing(), as_of=today))


@dataclass(frozen=True, slots=True)
class Barriers:
    """The last step: what is in the way, as the plan keeps it; `add` leads to the form of one more."""

    label: str
    things: list[Thing]
    sources: tuple[str, ...]
    add: str


def barriers_of(record: Record) -> Barriers | None:
    """The barriers of the plan, where the program keeps them there (MOS-40, MOS-41)."""
    plan = plan_of(record)
    kind = next((each for each in plan.rules.kinds.values() if each.part == "barriers"), None) if plan else None
    if plan is None or kind is None:
        return None
    add = "" if record.line.exit_on else url("plan-add", record.case.ref, kind.key)
    return Barriers(kind.plural or kind.label, plan.of_part("barriers"), kind.sources, add)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the case file says of the assessment."""

    groups: list[Settled]
    decisions: list[Settled]
    steps: list[StepLine]
    gates: list[tuple[str, str, list[Missing]]]
    advice: list[Advice]


def settled(record: Record, *, today: date) -> Standing | None:
    """The same in short, from what was read already; nothing where the program asks for no assessment."""
    edition = record.edition
    if not (edition.assessment or edition.eligibility):
        return None
    return Standing(
        groups_of(record, today=today), decisions_of(record, today=today), steps_of(record, today=today),
        gates_of(record, today=today), advice_for(record, today=today),
    )  # fmt: skip


ABOVE = """
WITH RECURSIVE above AS (
  SELECT id, parent_id FROM casework_organization WHERE agency_id = %(agency)s AND id = %(place)s
  UNION ALL
  SELECT o.id, o.parent_id FROM casework_organization o JOIN above ON o.id = above.parent_id
)
SELECT id FROM above
"""


def local_groups(agency: UUID, place: UUID) -> list[LocalGroup]:
    """The groups of this organization and of those above it, each as it now stands. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"agency": agency, "place": place})
        above = [row[0] for row in cursor.fetchall()]
    return newest_of(agency, above)


def newest_of(agency: UUID, organizations: Iterable[UUID]) -> list[LocalGroup]:
    """The groups these organizations keep, the newest word on each."""
    rows = LocalGroup.objects.filter(agency_id=agency, organization_id__in=list(organizations))
    newest = rows.select_related("organization", "author").order_by("organization_id", "code", "-recorded_at", "-id")
    return sorted(newest.distinct("organization_id", "code"), key=lambda each: each.label)
