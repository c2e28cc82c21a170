"""What the plan of a program file says of its forms and rules: everything it names can be asked for."""

from collections.abc import Iterator
from typing import Any

from duly.engine.pieces import File, Finding, blocks, part
from duly.engine.places import Path
from duly.engine.planning import ITEM_FIELDS
from duly.engine.wording import meant, shown


def plan(file: File) -> Iterator[Finding]:
    """What a plan is made of can be asked for, and what a rule calls a step is one of its kinds."""
    kinds = part(file, "plan", "kinds")
    for key, kind in blocks(file, "plan", "kinds"):
        place: Path = ("plan", "kinds", key)
        asked = part(file, "forms", str(kind.get("form")), "fields")
        yield from asks(key, kind, asked, place)
        for name in part(kind, "span").keys() & {"low", "high"}:
            if kind["span"][name] not in asked:
                found = f"the form of '{key}' has no question '{kind['span'][name]}'"
                yield (*place, "span", name), found, meant(str(kind["span"][name]), tuple(asked))
    for key, rule in blocks(file, "owed"):
        for nth, what in enumerate(rule.get("what") or () if kinds and rule.get("of") == "step" else ()):
            if what not in kinds:
                yield ("owed", key, "what", nth), f"the plan has no '{what}'", meant(str(what), tuple(kinds))


def asks(key: str, kind: File, asked: File, place: Path) -> Iterator[Finding]:
    """The form of a kind asks what it is, its code where it has one, and each question in the way it is kept."""
    for name in ("what", *(("code",) if kind.get("codes") else ())):
        if asked and name not in asked:
            yield (*place, "form"), f"the form of '{key}' does not ask '{name}'", f"add the question '{name}'"
    for name, wanted in ITEM_FIELDS.items():
        said = part(asked, name).get("type")
        if said and said != wanted:
            found = f"question '{name}' of a plan is of type {shown(said)}"
            yield ("forms", str(kind.get("form")), "fields", name, "type"), found, f"make it '{wanted}'"


def forms_of_plan(file: File) -> set[Any]:
    return {kind.get("form") for _, kind in blocks(file, "plan", "kinds")}
