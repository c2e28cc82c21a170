"""Finding the pieces of a program file before it is an edition: blocks, and every text at a pattern."""

from collections.abc import Iterator
from typing import Any

from duly.engine.places import Key, Path

Finding = tuple[Path, str, str]
File = dict[str, Any]


def part(file: Any, *path: str) -> dict[str, Any]:
    """The block at a path, or an empty one: other checks say what is wrong with it."""
    for step in path:
        file = file.get(step) if isinstance(file, dict) else None
    return file if isinstance(file, dict) else {}


def blocks(file: Any, *path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of a block that are blocks themselves."""
    return ((key, each) for key, each in part(file, *path).items() if isinstance(each, dict))


def places(value: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text at a pattern: * is each key or each item, + is each key itself."""
    if not pattern:
        if isinstance(value, str):
            yield path, value
        return
    step, rest = pattern[0], pattern[1:]
    if step == "+":
        yield from (((*path, Key(key)), key) for key in value) if isinstance(value, dict) else ()
    elif step == "*":
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
        for key, each in items:
            yield from places(each, rest, (*path, key))
    elif isinstance(value, dict) and step in value:
        yield from places(value[step], rest, (*path, step))
