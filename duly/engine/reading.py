"""From the text of a program file to an edition, or to every mistake with its place."""

import json
import sys
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from duly.engine.places import Key, Mistake, Path, Sheet, sheet
from duly.engine.program import Edition
from duly.engine.references import findings
from duly.engine.shape import keyed
from duly.engine.wording import path_of, shown, worded

__all__ = ["Mistake", "Unreadable", "editions", "load", "read", "schema", "text_of"]


class Unreadable(Exception):
    """The file is no edition; `mistakes` has every reason, in the order of the file."""

    def __init__(self, name: str, mistakes: tuple[Mistake, ...]) -> None:
        self.name, self.mistakes = name, mistakes
        lines = (f"{name}:{each.line}:{each.column}: {each.found}; {each.right}" for each in mistakes)
        super().__init__("\n".join(lines))


def read(name: str, text: str) -> Edition:
    """The edition in a file of this name, or Unreadable with every mistake in it."""
    read_as = sheet(text)
    edition = shaped(read_as) if isinstance(read_as.value, dict) else None
    if isinstance(read_as.value, dict):
        for path, found, right in findings(name, read_as.value):
            read_as.wrong_at(path, found, right)
    elif not read_as.mistakes:
        read_as.wrong((1, 1), f"the file holds {shown(read_as.value)}", "write it as 'key: value' lines")
    if read_as.mistakes or edition is None:
        raise Unreadable(name, tuple(sorted(read_as.mistakes)))
    return edition


def shaped(file: Sheet) -> Edition | None:
    """The values as an edition; what does not fit is noted with its place."""
    try:
        return Edition.model_validate(keyed(Edition, file.value))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            path = path_of(file.value, each["loc"])
            file.wrong_at(place_in(path, each["type"]), *worded(each, file.value, path))
        return None


def place_in(path: Path, kind: str) -> Path:
    """Where to point: at the key for one nobody knows, at the kind for an unknown kind, else at the value."""
    match kind:
        case "extra_forbidden":
            return (*path[:-1], Key(path[-1]))
        case "union_tag_invalid":
            return (*path, "kind")
        case _:
            return path


@cache
def load(program: str, edition: str | None = None) -> Edition:
    """A packaged edition; the newest of its program where none is named."""
    known = [each for name, each in editions() if name == program]
    if not known:
        programs = ", ".join(dict.fromkeys(name for name, _ in editions()))
        raise LookupError(f"No program is called '{program}'; there are: {programs}.")
    if edition is not None and edition not in known:
        raise LookupError(f"Program '{program}' has no edition '{edition}'; there are: {', '.join(known)}.")
    if edition is None:
        return load(program, known[-1])  # the same object by either name: what is remembered of one is found by it
    found = read(f"{program}/{edition}.yaml", text_of(program, edition))
    assert found.program == program, f"{program}/{edition}.yaml calls itself {found.program}"
    return found


@cache
def in_force(program: str, day: date) -> Edition:
    """The edition a case opened on that day stands under: the newest begun by then, or the first one."""
    known = [each for name, each in editions() if name == program]
    begun = [each for each in known if each <= day.isoformat()]
    return load(program, begun[-1] if begun else next(iter(known), None))


@cache
def editions() -> tuple[tuple[str, str], ...]:
    """Every packaged edition as (program, edition), oldest first within a program."""
    folders = (each for each in resources.files("duly.programs").iterdir() if each.is_dir())
    return tuple(
        (folder.name, name.removesuffix(".yaml"))
        for folder in sorted(folders, key=lambda each: each.name)
        for name in sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def text_of(program: str, edition: str) -> str:
    """The packaged file as written."""
    return resources.files("duly.programs").joinpath(program, f"{edition}.yaml").read_text("utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema by which editors complete and check a program file."""
    made = Edition.model_json_schema()
    for name, each in made["$defs"].items():
        each.get("properties", {}).pop("(key)", None)
        if "(key)" in each.get("required", ()):
            each["required"].remove("(key)")
        if name in ("Code", "Group"):
            made["$defs"][name] = {"anyOf": [{"type": "string"}, each]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


if __name__ == "__main__" and "--schema" in sys.argv:
    print(json.dumps(schema(), indent=2))
