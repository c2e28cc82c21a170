"""The requirement ledger: each requirement with the rule, story or test that shows it, in docs/requirements.md.

`python -m tests.ledger` writes the page; `--check` fails where the page is not what the citations say, or where
something cites an id that no requirement has.
"""

import ast
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent.parent
TEXTS = HERE / "docs" / "requirements.csv"
PAGE = HERE / "docs" / "requirements.md"
ID = re.compile(r"\b((?:SET|MOS|LIFE|LEAP|AMB)-\d{2,3})\b")
PROGRAMS = {"SET": "Self-Employment Training", "MOS": "Massachusetts 04-34 (MOSES)", "LIFE": "Life Works",
            "LEAP": "LEAP", "AMB": "Readings where the sources are silent or disagree"}  # fmt: skip


@dataclass
class Shown:
    """Where one requirement is shown."""

    rules: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rules or self.stories or self.tests)


def texts() -> dict[str, str]:
    with TEXTS.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["text"] for row in csv.DictReader(file)}


def rules() -> Iterator[tuple[str, str]]:
    """(id, rule): every part of a program file that names the id among its sources."""
    for path in sorted((HERE / "duly" / "programs").glob("*/*.yaml")):
        edition = f"{path.parent.name}/{path.stem}"
        for place, ids in _sources(YAML(typ="safe").load(path), ()):
            for each in ids:
                yield each, f"{edition} {'.'.join(place) or 'head'}"


def _sources(part: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if isinstance(part, dict):
        if isinstance(part.get("sources"), list):
            yield place, part["sources"]
        for key, value in part.items():
            yield from _sources(value, (*place, str(key)))


def stories() -> Iterator[tuple[str, str]]:
    for path in sorted((HERE / "duly" / "programs").glob("*/stories/*.yaml")):
        for each in sorted(set(ID.findall(path.read_text("utf-8")))):
            yield each, f"{path.parent.parent.name}/{path.stem}"


def tests() -> Iterator[tuple[str, str]]:
    """(id, test): ids in a test's own lines; those that stand elsewhere in its file are the file's."""
    for path in sorted((HERE / "tests").glob("**/test_*.py")):
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        name = path.relative_to(HERE / "tests").as_posix()
        inside: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found = set(ID.findall(ast.get_source_segment(source, node) or ""))
                inside |= found
                yield from ((each, f"{name}::{node.name}") for each in sorted(found))
        yield from ((each, name) for each in sorted(set(ID.findall(source)) - inside))


def ledger() -> tuple[dict[str, Shown], list[str]]:
    """Every requirement with where it is shown, and every citation of an id that does not exist."""
    known = texts()
    shown: dict[str, Shown] = defaultdict(Shown)
    unknown = []
    for sort, found in (("rules", rules()), ("stories", stories()), ("tests", tests())):
        for each, where in found:
            if each in known:
                getattr(shown[each], sort).append(where)
            else:
                unknown.append(f"{where}: cites {each}, which is no requirement; see docs/requirements.csv")
    return {each: shown[each] for each in known}, unknown + list(_elsewhere(set(known)))


def _elsewhere(known: set[str]) -> Iterator[str]:
    """Ids cited in code and documents must exist too."""
    for path in sorted([*HERE.glob("duly/**/*.py"), *HERE.glob("docs/**/*.md"), *HERE.glob("*.md")]):
        if path != PAGE:
            for each in sorted(set(ID.findall(path.read_text("utf-8"))) - known):
                yield f"{path.relative_to(HERE)}: cites {each}, which is no requirement; see docs/requirements.csv"


def page(shown: dict[str, Shown]) -> str:
    known = texts()
    lines = [
        "# Requirements, and what shows them", "",
        "Made by `python -m tests.ledger` from the ids cited in program files, stories and tests;"
        " `make check` keeps it true.",
        "A citation says *this shows it*. Readings (AMB) settle what the sources leave open.", "",
    ]  # fmt: skip
    for prefix, name in PROGRAMS.items():
        ids = [each for each in known if each.startswith(prefix + "-")]
        done = [each for each in ids if shown[each]]
        lines += [
            f"## {name}: {len(done)} of {len(ids)} shown",
            "",
            "| id | requirement | rule | story | test |",
            "|---|---|---|---|---|",
        ]
        lines += [_row(each, known[each], shown[each]) for each in done]
        missing = [each for each in ids if not shown[each]]
        lines += ["", f"Not shown yet ({len(missing)}): {', '.join(missing) or 'none'}.", ""]
    return "\n".join(lines)


def _row(id_: str, text: str, shown: Shown) -> str:
    cells = [
        id_,
        text.replace("|", "\\|"),
        *("<br>".join(dict.fromkeys(each)) for each in (shown.rules, shown.stories, shown.tests)),
    ]
    return f"| {' | '.join(cells)} |"


def main(check: bool) -> int:
    shown, unknown = ledger()
    for each in unknown:
        print(each, file=sys.stderr)
    made = page(shown)
    if not check:
        PAGE.write_text(made, "utf-8")
        return 1 if unknown else 0
    stale = not PAGE.exists() or PAGE.read_text("utf-8") != made
    if stale:
        print("docs/requirements.md is not what the citations say; run: python -m tests.ledger", file=sys.stderr)
    return 1 if unknown or stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
