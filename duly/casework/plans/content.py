"""What a plan says, byte for byte: the text its digest is taken of, and what two texts differ in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from duly.casework.models import PlanItem

Said = Mapping[str, Any]
COLUMNS = ("kind", "code", "what", "owner", "owner_name", "starts_on", "due_on", "cost_cents", "funding", "for_goal")
SHOWN = 8  # letters of a digest that stand on paper


@dataclass(frozen=True, slots=True)
class Change:
    """Derived: one thing that is new, gone or said otherwise; `fields` are those that differ."""

    item: str
    before: Said | None
    after: Said | None
    fields: tuple[str, ...] = ()


def said_of(item: PlanItem) -> dict[str, Any]:
    """All an item says, in plain values."""
    plain = {name: getattr(item, name) for name in COLUMNS}
    told = {name: str(value) for name, value in plain.items() if value not in (None, "")}
    return {"item": str(item.item), **told, "answers": dict(item.answers)}


def canonical(value: object) -> str:
    """One text for one content, whatever order it was put together in."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def content_of(case: str, edition: str, items: Iterable[PlanItem]) -> str:
    """The whole plan of a case as one text."""
    said = sorted((said_of(each) for each in items), key=lambda each: each["item"])
    return canonical({"case": case, "edition": edition, "items": said})


def digest_of(item: PlanItem) -> str:
    """What an agreement to one item binds."""
    return digest(canonical(said_of(item)))


def check_of(digest_: str) -> str:
    """The digest as people compare it: 7F3A 91C2."""
    shown = digest_[:SHOWN].upper()
    return f"{shown[:4]} {shown[4:]}"


def items_in(content: str) -> dict[str, Said]:
    """The items of a version, by their id."""
    return {each["item"]: each for each in json.loads(content)["items"]} if content else {}


def differences(before: Mapping[str, Said], after: Mapping[str, Said]) -> list[Change]:
    """What came, what changed, what went, in the order of the plan."""
    changed = [
        Change(id_, before.get(id_), said, changed_fields(before.get(id_), said))
        for id_, said in after.items()
        if before.get(id_) != said
    ]
    return [*changed, *(Change(id_, said, None) for id_, said in before.items() if id_ not in after)]


def changed_fields(before: Said | None, after: Said) -> tuple[str, ...]:
    """The columns and answers that say something else than before; none where there was nothing before."""
    if before is None:
        return ()
    old, new = flat(before), flat(after)
    return tuple(name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name))


def flat(said: Said) -> dict[str, Any]:
    """Columns and answers under one roof."""
    return {**{name: value for name, value in said.items() if name not in ("item", "answers")}, **said["answers"]}
