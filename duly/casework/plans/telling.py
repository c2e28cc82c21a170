"""What a plan says, in words: sums, answers by the labels of the file, and what changed in a form people can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from duly.casework import words
from duly.casework.casefile.changes import changed_words
from duly.casework.models import PlanItem
from duly.casework.plans.content import Change, Said, flat, said_of
from duly.casework.plans.plan import Plan
from duly.engine.planning import PlanKind
from duly.engine.program import Field

OWNERS: Mapping[str, str] = dict(PlanItem.Owner.choices)
COLUMN_LABELS = {"cost_cents": "cost"}


@dataclass(frozen=True, slots=True)
class Told:
    """Derived: one change in words."""

    what: str
    text: Markup
    because: str = ""


def money(cents: int | None) -> str:
    """$4,200.00; nothing where no sum is named."""
    return "" if cents is None else f"${cents / 100:,.2f}"


def sum_said(text: str) -> str:
    """A sum of an answer: $23, or $23.50."""
    return f"${float(text):,.2f}".removesuffix(".00") if text else ""


def span(kind: PlanKind, answers: dict[str, Any]) -> str:
    """From so much to so much, as the form asks for it."""
    if kind.span is None:
        return ""
    ends = [sum_said(answers.get(key, "")) for key in (kind.span.low, kind.span.high)]
    return " – ".join(each for each in ends if each)


def told(plan: Plan, changes: list[Change], *, today: date) -> list[Told]:
    """What differs, thing by thing, each with its reason."""
    return [_told(plan, each, today) for each in changes]


def _told(plan: Plan, change: Change, today: date) -> Told:
    said = change.after or change.before or {}
    kind = plan.rules.kinds.get(said["kind"])
    label = kind.label if kind else said["kind"]
    if change.before is None:
        return Told(f"{label}: {said['what']}", Markup("<ins>{}</ins>").format(summary(plan, said, today) or "new"))
    if change.after is None:
        return Told(f"{label}: {said['what']}", Markup("<del>{}</del>").format(_left(plan, said)))
    parts = [_field(plan, change, name, today) for name in change.fields]
    return Told(f"{label}: {said['what']}", Markup("; ").join(parts), because(plan, change))


def _left(plan: Plan, said: Said) -> str:
    thing = next((each for each in plan.things if str(each.now.item) == said["item"]), None)
    if thing is None or thing.ending is None or thing.end is None:
        return "taken back"
    return f"{thing.ending.label.lower()}{': ' + thing.end.note if thing.end.note else ''}"


def _field(plan: Plan, change: Change, name: str, today: date) -> Markup:
    """One question with what it said and says: the words that left struck out, those that came put in."""
    old, new = flat(change.before or {"answers": {}}), flat(change.after or {"answers": {}})
    field = _asked(plan, change.after or {}, name)
    before, after = value(plan, field, name, old.get(name), today), value(plan, field, name, new.get(name), today)
    label = COLUMN_LABELS.get(name) or (field.label.lower() if field else name.replace("_", " "))
    return Markup("{}: {}").format(label, changed_words(before, after))


def because(plan: Plan, change: Change) -> str:
    """Every reason given from the wording before to the one after, oldest first."""
    wordings = {each.pk: each for each in plan.record.items if str(each.item) == change.item}
    now = next((each.pk for each in wordings.values() if said_of(each) == change.after), None)
    reasons: list[str] = []
    while now and said_of(wordings[now]) != change.before and (step := plan.record.came_from(now)):
        reasons.insert(0, step.reason)
        now = step.replaces
    return "; ".join(dict.fromkeys(reasons))


def _asked(plan: Plan, said: Said, name: str) -> Field | None:
    kind = plan.rules.kinds.get(said.get("kind", ""))
    fields = plan.record.edition.forms[kind.form].fields if kind else {}
    return fields.get("cost" if name == "cost_cents" else name)


def value(plan: Plan, field: Field | None, name: str, said: Any, today: date) -> str:
    """An answer as people read it."""
    if said in (None, "", []):
        return ""
    match name:
        case "cost_cents":
            return money(int(said))
        case "starts_on" | "due_on":
            return words.short(date.fromisoformat(said), today=today).text
        case "funding":
            return plan.rules.funding[said].label if said in plan.rules.funding else said
        case "code":
            return next((codes[said].label for codes in _codes(plan) if said in codes), said)
        case "owner":
            return OWNERS.get(said, said)
        case "for_goal":
            return next((each.now.what for each in plan.things if str(each.now.item) == said), "")
    return answer(field, said, today)


def answer(field: Field | None, said: Any, today: date) -> str:
    """An answer to a question of the file."""
    if field is None:
        return str(said)
    match field.type:
        case "choices":
            return words.listed([field.choices.get(each, each) for each in said])
        case "choice":
            return field.choices.get(said, said)
        case "money":
            return sum_said(said)
        case "date":
            return words.short(date.fromisoformat(said), today=today).text
    return str(said)


def _codes(plan: Plan) -> list[dict[str, Any]]:
    edition = plan.record.edition
    return [getattr(edition, kind.codes) for kind in plan.rules.kinds.values() if kind.codes]


def summary(plan: Plan, said: Said, today: date) -> str:
    """What is new, in a few words: who, when, how much."""
    name = said.get("owner_name", "")
    named = [date.fromisoformat(said[key]) for key in ("starts_on", "due_on") if said.get(key)]
    days = [words.short(day, today=today).text for day in named]
    cost = money(int(said["cost_cents"])) if said.get("cost_cents") else ""
    funding = value(plan, None, "funding", said.get("funding"), today)
    kind = plan.rules.kinds.get(said["kind"])
    wage = span(kind, said["answers"]) if kind else ""
    return ", ".join(each for each in (name, " – ".join(days), wage, cost, funding if cost else "") if each)


def items(plan: Plan, said: Mapping[str, Said], *, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """A version thing by thing: what it is, and everything it says."""
    return [(_title(plan, each), list(_pairs(plan, each, today))) for each in said.values()]


def _title(plan: Plan, said: Said) -> str:
    kind = plan.rules.kinds.get(said["kind"])
    return f"{kind.label if kind else said['kind']}: {said['what']}"


def _pairs(plan: Plan, said: Said, today: date) -> Iterator[tuple[str, str]]:
    answered = flat(said)
    kind = plan.rules.kinds.get(said["kind"])
    asked = (
        ("cost_cents" if key == "cost" else key for key in plan.record.edition.forms[kind.form].fields) if kind else ()
    )
    order = [key for key in dict.fromkeys((*asked, *answered)) if key in answered and key not in ("kind", "what")]
    for name in order:
        each = answered[name]
        field = _asked(plan, said, name)
        if field is None or not field.private:
            label = field.label if field else name.replace("_", " ").capitalize()
            yield label, str(value(plan, field, name, each, today))
