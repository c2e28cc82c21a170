"""The plan as its page shows it: goals, schedule, barriers, supports, training, versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from duly.casework import words
from duly.casework.models import Agreement, PlanItem
from duly.casework.plans import telling
from duly.casework.plans.content import check_of
from duly.casework.plans.plan import PARTIES, Plan, Thing
from duly.engine.gates import Missing, missing

SOON = timedelta(days=14)  # as far as the next steps look
SCHEDULED = ("schedule", "supports", "training")


@dataclass(frozen=True, slots=True)
class Row:
    """Derived: one thing of the plan in a list."""

    thing: Thing
    what: str
    code: str
    when: tuple[words.Day, ...]
    who: str
    money: str
    span: str
    state: str
    tone: str  # good, late, soon or none
    ended: words.Day | None
    mark: str  # new, changed or nothing
    came: words.Day
    fields: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        return self.thing.end is None


def rows(plan: Plan, *parts: str, today: date) -> list[Row]:
    """The things of these parts of the page."""
    return [row(plan, each, today=today) for each in plan.of_part(*parts)]


def barriers(plan: Plan, *, today: date) -> list[Row]:
    """What is or was in the way; that there was nothing is said only while nothing else is on record."""
    found = rows(plan, "barriers", today=today)
    return [each for each in found if not each.thing.is_none] or found


def row(plan: Plan, thing: Thing, *, today: date) -> Row:
    state, tone = state_of(thing, today=today)
    now = thing.now
    return Row(
        thing,
        now.what,
        telling.value(plan, None, "code", now.code, today) if now.code and not thing.is_none else "",
        tuple(words.on(day, today=today) for day in (now.starts_on, now.due_on) if day),
        who(plan, now),
        paid(plan, now),
        telling.span(thing.kind, now.answers),
        state,
        tone,
        words.on(thing.end.ended_on, today=today) if thing.end else None,
        "" if thing.end else plan.marks.get(str(now.item), ""),
        words.on(now.set_on, today=today),
        told_answers(plan, thing, today=today),
    )


def state_of(thing: Thing, *, today: date) -> tuple[str, str]:
    """How it stands on that day, and in which tone."""
    if thing.end and thing.ending:
        return thing.ending.label.split(":")[0], "good" if thing.ending.good else ""
    if thing.kind.part == "barriers":
        return ("", "") if thing.is_none else ("Being addressed", "")
    if thing.is_proposed:
        return "Proposed", "soon"
    if thing.kind.part == "goals":
        return "Pending", ""
    due = thing.now.day
    if thing.now.starts_on and thing.now.starts_on <= today and due and due >= today and due != thing.now.starts_on:
        return "under way", ""
    first = thing.now.starts_on if thing.now.starts_on and thing.now.starts_on > today else due
    left = words.left(first, today=today)
    return left.text, left.tone


def who(plan: Plan, item: PlanItem) -> str:
    """Who does it, by name."""
    if item.owner == PlanItem.Owner.PARTICIPANT:
        return given_name(plan)
    return item.owner_name or (plan.record.edition.words.case_manager if item.owner else "")


def given_name(plan: Plan) -> str:
    profile = plan.record.profile
    return (profile.given_name or profile.name) if profile else plan.record.case.ref


def paid(plan: Plan, item: PlanItem) -> str:
    """'Title I support · $80.00'."""
    funding = telling.value(plan, None, "funding", item.funding, date.min)
    return " · ".join(each for each in (funding, telling.money(item.cost_cents) if item.cost_cents else "") if each)


def told_answers(plan: Plan, thing: Thing, *, today: date) -> tuple[tuple[str, str], ...]:
    """(question, answer) of the kind's form, without those that have a column and those that are private."""
    asked = plan.record.edition.forms[thing.kind.form].fields
    return tuple(
        (field.label, telling.answer(field, thing.now.answers[key], today))
        for key, field in asked.items()
        if key in thing.now.answers and not field.private
    )


def scheduled(plan: Plan, *, show: str, today: date) -> list[Row]:
    """The road map, the next steps, or what the participant does."""
    found = [each for each in rows(plan, *SCHEDULED, today=today) if each.when and not each.thing.has_left]
    match show:
        case "next":
            return next_steps(found, today=today)
        case "theirs":
            return [each for each in found if each.thing.now.owner == PlanItem.Owner.PARTICIPANT and each.is_open]
        case _:
            return found


def next_steps(found: list[Row], *, today: date) -> list[Row]:
    """Open things of the coming days and those that are late; where there are none, the next one."""
    open_ones = [each for each in found if each.is_open]
    near = [each for each in open_ones if _day(each) <= today + SOON]
    return near or open_ones[:1]


def _day(row: Row) -> date:
    now = row.thing.now
    return now.starts_on or now.due_on or date.max


def tabs(plan: Plan, ref: str, *, show: str, today: date) -> list[tuple[str, str, int, bool]]:
    """Road map, next steps, theirs; each with how many."""
    name = given_name(plan)
    named = (("", "Road map"), ("next", "Next steps"), ("theirs", f"{name}’s"))
    return [
        (f"?show={key}" if key else "?", text, len(scheduled(plan, show=key, today=today)), key == show)
        for key, text in named
    ]


@dataclass(frozen=True, slots=True)
class Party:
    """Derived: whether one party has agreed, and when."""

    name: str
    on: words.Day | None
    how: str = ""


def parties(plan: Plan, found: Mapping[str, Agreement], *, today: date) -> list[Party]:
    """Both parties with the day each agreed."""
    called = party_names(plan, today=today) | {"participant": given_name(plan)}
    return [
        Party(
            called[party] if party not in found or party == "participant" else found[party].name,
            words.short(found[party].agreed_on, today=today) if party in found else None,
            Agreement.How(found[party].how).label.lower() if party in found else "",
        )
        for party in PARTIES
    ]


def party_names(plan: Plan, *, today: date) -> dict[str, str]:
    """What the parties are called."""
    lead = plan.record.lead(today)
    staff = lead.staff.name if lead else plan.record.edition.words.case_manager
    return {"participant": plan.record.name, "staff": staff}


@dataclass(frozen=True, slots=True)
class Written:
    """Derived: who changed the plan last, when, and the contact it came from."""

    day: words.Day
    by: str
    talk: UUID | None


def last_written(plan: Plan, *, today: date) -> Written | None:
    """The last change since what holds was signed (SET-42)."""
    changed = {each.item for each in plan.changes}
    found = [each.now for each in plan.things if str(each.now.item) in changed]
    if not found:
        return None
    last = max(found, key=lambda each: (each.recorded_at, each.pk))
    day = last.recorded_at.astimezone(plan.record.edition.zone).date()
    return Written(words.on(day, today=today), last.author.name if last.author else "an import", last.talk)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """Derived: one version in the list of them."""

    number: int
    said: str
    day: words.Day
    by_both: bool
    check: str


def version_lines(plan: Plan, *, today: date) -> list[VersionLine]:
    """Every version, newest first, with who agreed."""
    zone = plan.record.edition.zone
    found = []
    for each in plan.versions:
        signed = plan.signed.get(each.pk, {})
        by = words.listed([agreement.name for agreement in signed.values()])
        both = plan.by_both(each)
        said = "signed by both" if both else f"agreed by {by} only" if by else "nobody has agreed"
        made = each.recorded_at.astimezone(zone).date()
        day = max((agreement.agreed_on for agreement in signed.values()), default=made)
        found.append(VersionLine(each.number, said, words.on(day, today=today), both, check_of(each.digest)))
    return found


def gate_of(plan: Plan, thing: Thing, *, today: date) -> list[Missing]:
    """What is not in place before the thing may begin."""
    if not thing.kind.gate:
        return []
    return missing(plan.record.edition, thing.kind.gate, plan.record.history.standing(), as_of=today)


def planned_cost(plan: Plan, *parts: str) -> str:
    """The sum of everything in the plan, or in these parts of it, that has a price."""
    things = plan.of_part(*parts) if parts else plan.things
    costs = [each.now.cost_cents for each in things if each.now.cost_cents is not None and not each.has_left]
    return telling.money(sum(costs)) if costs else ""


def holds_on(plan: Plan, *, today: date) -> words.Day | None:
    """The day on which what holds was agreed by the second of both."""
    if plan.holds is None:
        return None
    return words.on(max(each.agreed_on for each in plan.signed[plan.holds.pk].values()), today=today)
