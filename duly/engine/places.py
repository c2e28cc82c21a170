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
LIKE_OURS = "write the file like the packaged editions"
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


class Key(str):
    """Local: the last step of a path that means the key itself, not what stands under it."""

    __slots__ = ()


@dataclass(slots=True)
class Sheet:
    """Local: the values of a text while it is being read, where each and its key stand, the mistakes so far."""

    value: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    spoiled: set[Path] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, place: Place, found: str, right: str) -> None:
        mistake = Mistake(*place, found, right)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def wrong_at(self, path: Path, found: str, right: str) -> None:
        """A mistake at a path; nothing more is said where the text itself was already refused."""
        if path not in self.spoiled:
            self.wrong(self.place(path), found, right)

    def place(self, path: Path) -> Place:
        """Where it stands; a block is found by its key, what is missing by what lies around it."""
        while path:
            if isinstance(path[-1], Key) or path not in self.values:
                found = self.keys.get(path) or self.values.get(path)
            else:
                found = self.values[path]
            if found:
                return found
            path = path[:-1]
        return 1, 1


def sheet(text: str) -> Sheet:
    """The values of a YAML text with their places; a text that is no YAML leaves only mistakes."""
    result = Sheet()
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        found = f"the file has more than {LARGEST // 1024} KB"
        result.wrong((1, 1), found, "a program file is a few pages; check that this is the right file")
        return result
    try:
        refuse_shorthand(text, result)
        root = YAML(typ="safe", pure=True).compose(text.removeprefix("\ufeff"))
    except RecursionError:
        result.wrong((1, 1), "lists or blocks stand inside one another too deeply to read", LIKE_OURS)
    except ReaderError as error:
        found = f"a character that cannot stand in YAML (code {error.character})"
        result.wrong(place_of(text, error.position), found, "remove it and save the file as UTF-8")
    except MarkedYAMLError as error:
        right = "check the indentation, the colons and the quotes here and just above"
        result.wrong(began(error), f"this is not YAML: {said(error)}", right)
    except YAMLError:
        result.wrong((1, 1), "this is not YAML", LIKE_OURS)
    else:
        if root is None:
            result.wrong((1, 1), "the file is empty", LIKE_OURS)
        else:
            result.value = value(root, (), result)
    return result


def place_of(text: str, position: int) -> Place:
    """Line and column of a position in the text."""
    before = text[:position]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def began(error: MarkedYAMLError) -> Place:
    """Where to look: an open quote is found where it begins, not at the end of the file."""
    quoted = "quoted" in str(error.context)
    mark = (error.context_mark if quoted else error.problem_mark) or error.context_mark or error.problem_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def said(error: MarkedYAMLError) -> str:
    """The problem in one line."""
    return " ".join(", ".join(str(each) for each in (error.context, error.problem) if each).split())


def refuse_shorthand(text: str, result: Sheet) -> None:
    """Anchors, aliases and tags: a reader must see at each place what holds there."""
    if not re.search(r"[&*!]", text):
        return
    for event in YAML(typ="safe", pure=True).parse(text.removeprefix("\ufeff")):
        for found in shorthand(event):
            place = event.start_mark.line + 1, event.start_mark.column + 1
            result.wrong(place, found, "write it out in full, without & * or !")


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
    match node:
        case MappingNode():
            return mapping(node, path, result)
        case SequenceNode():
            result.values[path] = at(node)
            return tuple(value(each, (*path, nth), result) for nth, each in enumerate(node.value))
        case ScalarNode():
            result.values[path] = at(node)
            return scalar(node, path, result)
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
        if key in made:
            found = f"'{key}' stands here a second time"
            result.wrong(at(key_node), found, f"keep one; the first is in line {result.keys[*path, key][0]}")
            continue
        result.keys[*path, key] = at(key_node)
        if plain(key_node) and SHIFTY.fullmatch(key):
            found = f"the key {key} without quotes is not text to every reader"
            result.wrong(at(key_node), found, f"put it in quotes: '{key}'")
            result.spoiled.add((*path, key))
        made[key] = value(value_node, (*path, key), result)
    return made


def scalar(node: ScalarNode, path: Path, result: Sheet) -> Any:
    """Text, a whole number, true or false, or a day; plain text that readers take for different things is refused."""
    written = str(node.value)
    if not plain(node):
        return written
    if WHOLE.fullmatch(written):
        return int(written)
    if written in ("true", "false"):
        return written == "true"
    if DAY.fullmatch(written) and (day := day_of(written)):
        return day
    for found, right in refused(written):
        result.wrong(at(node), found, right)
        result.spoiled.add(path)
    return written


def refused(written: str) -> Iterator[tuple[str, str]]:
    """Why a plain value cannot stand as it is."""
    if not written:
        yield "nothing stands after the colon", "write a value, or remove the line"
    elif DAY.fullmatch(written):
        yield f"{written} is no day of the calendar", "write a day that exists, like 2013-07-01"
    elif SHIFTY.fullmatch(written):
        number = "write a plain whole number, or, if it is text, " if written[-1:].isdigit() else ""
        yield f"{written} without quotes is not text to every reader", f"{number}put it in quotes: '{written}'"


def day_of(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def plain(node: ScalarNode) -> bool:
    return not node.style


def at(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
