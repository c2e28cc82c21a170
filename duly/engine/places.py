"""YAML text → plain values that each know their place; what readers would read differently is a mistake."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, Event, NodeEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

Path = tuple[str | int, ...]
Place = tuple[int, int]

LARGEST = 256 * 1024
WHOLE = re.compile(r"-?(0|[1-9]\d*)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Plain words and figures that YAML 1.1 and 1.2 readers do not all take for text.
SHIFTY = re.compile(
    r"(?i:y|yes|n|no|on|off|true|false|null|~|\.nan|[-+]?\.inf)|[-+]?[\d_]*\.?[\d_]+([eE][-+]?\d+)?|[-+]?\d[\d_]*\.?"
    r"|0[xob][0-9a-fA-F_]+|[-+]?\d+(:[0-5]?\d)+(\.\d*)?|\d{4}-\d{1,2}-\d{1,2}(([Tt]|\s+)\d{1,2}:.*)?|=|<<"
)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Frozen: a place in the file, what was found there, what would be right."""

    line: int
    column: int
    found: str
    right: str


@dataclass(slots=True)
class Sheet:
    """Local: the values of a text while it is being read, the place of each, and the mistakes so far."""

    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, place: Place, found: str, right: str) -> None:
        mistake = Mistake(*place, found, right)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def place(self, path: Path) -> Place:
        """The place of what stands at the path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def sheet(text: str) -> Sheet:
    """The values of a YAML text with their places; a text that is no YAML leaves only mistakes."""
    result = Sheet()
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        result.wrong((1, 1), f"the file has more than {LARGEST // 1024} KB", "a program file is a few pages; check that this is the right file")
        return result
    try:
        refuse_shorthand(text, result)
        root = YAML(typ="safe", pure=True).compose(text.removeprefix("\ufeff"))
    except RecursionError:
        result.wrong((1, 1), "lists or blocks stand inside one another too deeply to read", "write the file like the packaged editions")
    except ReaderError as error:
        before = text[: error.position]
        place = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        result.wrong(place, f"a character that cannot stand in YAML (code {error.character})", "remove it and save the file as UTF-8")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        result.wrong(place, f"this is not YAML: {said(error)}", "check the indentation, the colons and the quotes here and just above")
    except YAMLError:
        result.wrong((1, 1), "this is not YAML", "write the file like the packaged editions")
    else:
        if root is None:
            result.wrong((1, 1), "the file is empty", "write the file like the packaged editions")
        else:
            result.value = value(root, (), result)
    return result


def said(error: MarkedYAMLError) -> str:
    """The problem in one line."""
    return " ".join(str(error.problem or error.context or "it ends too soon").split())


def refuse_shorthand(text: str, result: Sheet) -> None:
    """Anchors, aliases and tags: a reader must see at each place what holds there."""
    if not re.search(r"[&*!]", text):
        return
    for event in YAML(typ="safe", pure=True).parse(text.removeprefix("\ufeff")):
        for found in shorthand(event):
            result.wrong((event.start_mark.line + 1, event.start_mark.column + 1), found, "write it out in full, without & * or !")


def shorthand(event: Event) -> Iterator[str]:
    if isinstance(event, AliasEvent):
        yield f"an alias, '*{event.anchor}'"
    elif isinstance(event, NodeEvent) and event.anchor:
        yield f"an anchor, '&{event.anchor}'"
    tag = getattr(event, "tag", None)
    if tag and not (isinstance(event, ScalarEvent) and tag == "!"):
        yield f"a tag, '{tag}'"


def value(node: Node, path: Path, result: Sheet) -> Any:
    """The plain value of a node; lists become tuples, because an edition is frozen."""
    result.places.setdefault(path, at(node))
    match node:
        case MappingNode():
            return mapping(node, path, result)
        case SequenceNode():
            return tuple(value(each, (*path, nth), result) for nth, each in enumerate(node.value))
        case ScalarNode():
            return scalar(node, result)
        case _:
            raise AssertionError(node)


def mapping(node: MappingNode, path: Path, result: Sheet) -> dict[str, Any]:
    """A block of keys; one that stands twice is a mistake at its second place."""
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode):
            result.wrong(at(key_node), "a key that is a list or a block", "a key is a word")
            continue
        key = str(key_node.value)
        if plain(key_node) and SHIFTY.fullmatch(key):
            result.wrong(at(key_node), f"the key {key} without quotes is not text to every reader", f"put it in quotes: '{key}'")
        if key in made:
            first = result.places[*path, key]
            result.wrong(at(key_node), f"'{key}' stands here a second time", f"keep one; the first is in line {first[0]}")
            continue
        result.places[*path, key] = at(key_node)
        made[key] = value(value_node, (*path, key), result)
    return made


def scalar(node: ScalarNode, result: Sheet) -> Any:
    """Text, a whole number, true or false, or a date; plain text that some readers take for something else is refused."""
    said = str(node.value)
    if not plain(node):
        return said
    if not said:
        result.wrong(at(node), "nothing stands after the colon", "write a value, or remove the line")
        return said
    if WHOLE.fullmatch(said):
        return int(said)
    if said in ("true", "false"):
        return said == "true"
    if DAY.fullmatch(said):
        return day(said, node, result)
    if SHIFTY.fullmatch(said):
        result.wrong(at(node), f"{said} without quotes is not text to every reader", f"put it in quotes: '{said}'")
    return said


def day(said: str, node: ScalarNode, result: Sheet) -> Any:
    try:
        return date.fromisoformat(said)
    except ValueError:
        result.wrong(at(node), f"{said} is no day of the calendar", "write a day that exists, like 2013-07-01")
        return date.min


def plain(node: ScalarNode) -> bool:
    return not node.style


def at(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
