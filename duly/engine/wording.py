"""What is wrong with the shape of a program file, in words: what was found, what would be right."""

import re
from datetime import date
from functools import reduce
from typing import Any

from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from duly.engine.places import Path
from duly.engine.program import Edition
from duly.engine.shape import at, chosen, kinds, names_of, shapes_at

Found = tuple[str, str]


def meant(word: str, known: tuple[str, ...]) -> str:
    """What was probably meant, or what there is to choose from."""
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
    if best:
        return f"did you mean '{best[0]}'?"
    return f"write one of: {', '.join(known)}" if known else "none is defined in this file"


def path_of(value: Any, loc: tuple[str | int, ...]) -> Path:
    """The path in the file; the checker also names the kind it chose, which is no key of the file."""
    path: list[str | int] = []
    for step in loc:
        if at(value, step) is not None:
            value = at(value, step)
            path.append(step)
    return tuple(path)


def named(path: Path) -> str:
    """The part as a reader would call it: 'within' of owed 'intake'."""
    words = [str(step) for step in path if isinstance(step, str)]
    match words:
        case []:
            return "the file"
        case [only]:
            return f"'{only}'"
        case [section, key]:
            return f"{section} '{key}'"
        case _:
            return f"'{words[-1]}' of {words[0]} '{words[1]}'"


def shown(value: Any) -> str:
    """A value as it stands in the file."""
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case dict():
            return "a block of keys"
        case tuple():
            return "a list"
        case str():
            return f"'{value[:60]}'"
        case _:
            return str(value)


def worded(error: ErrorDetails, file: Any, path: Path) -> Found:
    """The sentence for one finding of the checker."""
    said, context = error["input"], error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{named(path)} has no '{error['loc'][-1]}'", f"add '{error['loc'][-1]}: …'"
        case "extra_forbidden":
            return unknown_key(file, path)
        case "union_tag_not_found":
            return f"{named(path)} has no 'kind'", f"add 'kind:', one of: {', '.join(kinds_at(file, path))}"
        case "union_tag_invalid":
            return f"kind '{context['tag']}' is not known", meant(context["tag"], quoted(context["expected_tags"]))
        case "literal_error":
            return f"{named(path)} is {shown(said)}", meant(str(said), quoted(context["expected"]))
        case "value_error":
            found, _, right = str(context["error"]).rpartition("; ")
            return found or f"{named(path)} is {shown(said)}", right
        case _:
            return plain(error["type"], said, context, path)


def plain(kind: str, said: Any, context: Any, path: Path) -> Found:
    """The sentences about single values."""
    here, value = named(path), shown(said)
    match kind:
        case "string_pattern_mismatch":
            return f"{value} is no source id", "a source is written like SET-19 or AMB-14"
        case "string_type" if isinstance(said, (int, date)):
            return f"{here} is {value} where text belongs", f"put it in quotes: '{value}'"
        case "string_type":
            return f"{here} is {value} where text belongs", "write one line of text"
        case "int_type":
            return f"{here} is {value}", "write a whole number without quotes"
        case "bool_type":
            return f"{here} is {value}", "write true or false"
        case "date_type":
            return f"{here} is {value}", "write a day like 2013-07-01, without quotes"
        case "tuple_type":
            return f"{here} is {value} where a list belongs", f"write it in brackets: [{str(said)[:60]}]"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{here} is {value} where a block of keys belongs", "write 'key: value' lines below it, indented"
        case "string_too_short" | "too_short":
            return f"{here} is empty", "write at least one"
        case "string_too_long":
            return f"{here} is {len(said)} characters long", f"say it in {context['max_length']}"
        case "greater_than_equal":
            return f"{here} is {value}", f"write {context['ge']} or more"
        case "less_than_equal":
            return f"{here} is {value}", f"write {context['le']} or less"
        case _:
            return f"{here} is {value}", f"this does not fit here ({kind})"


def unknown_key(file: Any, path: Path) -> Found:
    """A key nobody asked for, with the one that was probably meant."""
    shape = chosen(shapes_at(Edition, file, path[:-1]), reduce(at, path[:-1], file))
    known = names_of(shape) if shape else ()
    return f"{named(path[:-1])} does not know the key '{path[-1]}'", meant(str(path[-1]), known)


def quoted(said: str) -> tuple[str, ...]:
    """The words of a list such as "'once', 'windows' or 'series'"."""
    return tuple(re.findall(r"'([^']+)'", said))


def kinds_at(file: Any, path: Path) -> tuple[str, ...]:
    """The kinds of parts that may stand here."""
    return tuple(kind for shape in shapes_at(Edition, file, path) for kind in kinds(shape))
