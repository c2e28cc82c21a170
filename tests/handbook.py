"""The handbook: `python -m tests.handbook` writes docs/programs from the program files and their stories."""

import json
from pathlib import Path

from duly.engine.explain import TITLES, Sentence, explain, told
from duly.engine.phrases import said
from duly.engine.program import Edition
from duly.engine.reading import editions, load, schema
from duly.engine.stories import Story, stories_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "programs"


def pages() -> dict[str, str]:
    """Every page of the handbook by file name."""
    made = {f"{program}-{edition}.md": page(load(program, edition), program) for program, edition in editions()}
    return {"README.md": index(), "program.schema.json": json.dumps(schema(), indent=2) + "\n", **made}


def index() -> str:
    rows = [
        f"- [{load(program, edition).name}, edition of {said(load(program, edition).edition)}]({program}-{edition}.md)"
        for program, edition in editions()
    ]
    return "\n".join([
        "# Programs", "", "Made from the program files and their stories by `python -m tests.handbook`.",
        "Editors complete and check a program file with [the schema](program.schema.json).", "", *rows, "",
    ])  # fmt: skip


def page(edition: Edition, program: str) -> str:
    """One edition: its rules as sentences, its stories, and the whole of it as `duly program explain` prints it."""
    lines = [f"# {edition.name} ({edition.short})", "", f"Edition of {said(edition.edition)}. {edition.about}", ""]
    every = list(told(edition))
    for section, title in TITLES.items():
        parts = [each for each in every if each.section == section]
        lines += [f"## {title}", "", *map(entry, parts), ""] if parts else []
    lines += ["## Stories", ""]
    for story in stories_of(program, edition.id):
        lines += chapter(story)
    return "\n".join([*lines, "## The whole file", "", "```text", explain(edition).rstrip(), "```", ""])


def entry(each: Sentence) -> str:
    text = "".join(f"**{part.text}**" if part.strong else part.text for part in each.segments)
    return " ".join(filter(None, ("-", text, each.note, *(f"`{source}`" for source in each.sources))))


def chapter(story: Story) -> list[str]:
    """One story: this happened, this was owed."""
    lines = [f"### {story.title}", "", f"Shows {', '.join(story.shows)}.", "", "This happened:", ""]
    lines += [f"- {each}" for each in story.happened]
    lines += ["", f"So it stands on {said(story.as_of)}, from what was written down by {said(story.known_at)}:", ""]
    return [*lines, *(f"- {each}" for each in story.lines()), ""]


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
