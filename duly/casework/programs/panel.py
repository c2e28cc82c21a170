"""One story beside its rule: what happened, and what the engine makes of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from duly.casework import words
from duly.casework.programs.book import Book, Entry, places_of
from duly.casework.programs.picture import Picture, on, picture
from duly.engine.explain import Segment, segments
from duly.engine.phrases import lower
from duly.engine.program import Edition, Need
from duly.engine.stories import Scene, Story, called, lines_owed, outcome, rules_of, scene_of, standing

DAY = re.compile(r"\d{4}-\d\d-\d\d")
SETTLES = re.compile(r"settles line (\d+)")
MARKS = {"met": "ok", "missed": "no", "late": "no", "lapsed": "no", "passes": "ok", "fails": "no", "not": "to"}


@dataclass(frozen=True, slots=True)
class Line:
    """Derived: one thing that came out; mark: ok, no or to."""

    mark: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Derived: a story as the page shows it."""

    story: Story
    title: str
    place: str  # the rule it stands beside
    entry: Entry | None
    happened: tuple[tuple[str, tuple[Segment, ...]], ...]
    as_of: str
    known_at: str  # only where it is another day
    lines: tuple[Line, ...]
    because: tuple[str, ...]
    picture: Picture | None
    holds: bool  # whether all of it comes out so now


def panel(book: Book, name: str, *, beside: str = "") -> Panel | None:
    """The story of this name, beside the rule asked for if it is about that; None if there is no such story."""
    story = next((each for each in book.stories if each.name == name), None)
    if story is None:
        return None
    edition, scene = book.edition, scene_of(story, book.edition)
    place = beside if beside in places_of(story, edition) else mainly(book, story)
    known = "" if story.known_at == story.as_of else f"{on(story.known_at, story.as_of)} {story.known_at.year}"
    return Panel(
        story=story,
        title=f"Story: {lower(story.title)}",
        place=place,
        entry=book.entry(place),
        happened=tuple(happening(each, story) for each in story.happened),
        as_of=f"{on(story.as_of, story.as_of)} {story.as_of.year}",
        known_at=known,
        lines=tuple(came_out(scene)),
        because=tuple(story.says.get("because", {}).values()),
        picture=picture(scene),
        holds=outcome(story, edition) == story.says,
    )


def opened(book: Book) -> str:
    """The story open at first: of those about the rule a caseload shows, the most rules in the fewest lines."""
    strip = book.edition.windows()
    about = {each.name: owed_in(each, book) for each in book.stories}
    first = [each for each in book.stories if strip and strip.key in about[each.name]] or book.stories
    found = max(first, key=lambda each: (len(about[each.name]), -len(each.lines())), default=None)
    return found.name if found else ""


def owed_in(story: Story, book: Book) -> frozenset[str]:
    """The rules under which it says something is owed."""
    return rules_of(replace(story, says={"owed": story.says.get("owed", ())}), book.edition)


def mainly(book: Book, story: Story) -> str:
    """The rule a story says most about."""
    places = places_of(story, book.edition)
    found = [each for each in book.entries if each.place in places]
    best = max(found, key=lambda each: says_about(story, each), default=None)
    return best.place if best else ""


def says_about(story: Story, entry: Entry) -> int:
    """How much a story says about a rule."""
    lacks = {"gates": "missing", "closing": "missing_to_close"}.get(entry.said.section)
    if lacks:
        return len(story.says.get(lacks, {}).get(entry.said.key, ()))
    said = [*story.says.get("owed", ()), *story.says.get("because", ())]
    return sum(each.startswith(entry.said.label) for each in said)


def said_days(text: str, as_of: date) -> str:
    """The text with its days as people write them."""
    return DAY.sub(lambda found: on(date.fromisoformat(found[0]), as_of), text)


def happening(line: str, story: Story) -> tuple[str, tuple[Segment, ...]]:
    """A line of a story: its day, and what happened."""
    day, what = line.split(" ", 1)
    what = SETTLES.sub(lambda found: f"for what was set on {story.happened[int(found[1]) - 1].split(' ', 1)[0]}", what)
    what = said_days(what.replace(", reached", ", **reached**"), story.as_of)
    return said_days(day, story.as_of) if day != "undated" else "no day", segments(what)


def came_out(scene: Scene) -> Iterator[Line]:
    """What the engine makes of the story, in the order in which the story asks."""
    for key, found in outcome(scene.told, scene.edition).items():
        yield from SAYS[key](scene, found) if key in SAYS else ()


def owing(scene: Scene, _: Any) -> Iterator[Line]:
    """The obligations the story speaks of, and how they stand."""
    as_of = scene.told.as_of
    for line in lines_owed(scene, scene.told.says["owed"]):
        each = scene.lines[line]
        rule, stands = scene.edition.owed[each.rule], standing(each, as_of)
        text = f"{called(each, scene.edition)}, {span(each.kind, each.opens_on, each.due_on, as_of)}: {stands}"
        if each.kind == "date_missing":
            text, stands = called(each, scene.edition), "late"
        yield Line(mark(stands), said_days(text, as_of) + tried(scene, line), first(rule.sources))


def span(kind: str, opens_on: date, due_on: date, as_of: date) -> str:
    if kind == "windows":
        return f"{words.short(opens_on, today=as_of).text} – {words.short(due_on, today=as_of).text}"
    return f"due {on(due_on, as_of)}"


def tried(scene: Scene, line: str) -> str:
    """How many tries a missed window saw."""
    each = scene.lines[line]
    if each.kind != "windows" or each.met_by or each.due_on > scene.told.as_of:
        return ""
    tries = sum(
        fact.kind == "contact" and fact.outcome != "completed"
        and fact.on is not None and each.opens_on <= fact.on <= each.due_on
        for fact in scene.known
    )
    return f", {words.spelled(tries)} {'try' if tries == 1 else 'tries'}" if tries else ""


def not_owing(scene: Scene, rules: tuple[str, ...]) -> Iterator[Line]:
    for key in rules:
        rule = scene.edition.owed[key]
        yield Line("ok", f"{rule.label}: nothing is owed", first(rule.sources))


def measured(scene: Scene, found: Mapping[str, str]) -> Iterator[Line]:
    for key, verdict in found.items():
        measure = scene.edition.measures[key]
        yield Line(mark(verdict), f"Measure “{measure.label}”: {verdict}", first(measure.sources))


def phase(scene: Scene, key: str) -> Iterator[Line]:
    each = scene.edition.phases[key]
    yield Line("ok", f"Phase: {lower(each.label)}", first(each.sources))


def gated(scene: Scene, found: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    for key, missing in found.items():
        gate = scene.edition.gates[key]
        yield from lacking(gate.label, gate.needs, missing, gate.sources)


def closing(scene: Scene, found: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    edition: Edition = scene.edition
    for key, missing in found.items():
        reason = edition.closing[key]
        label = f"To close, “{lower(reason.label)}”"
        yield from lacking(label, {**edition.every_closing, **reason.needs}, missing, reason.sources)


def lacking(
    label: str, needs: Mapping[str, Need], missing: tuple[str, ...], sources: tuple[str, ...]
) -> Iterator[Line]:
    """What is not in place yet, each with its own source."""
    if not missing:
        yield Line("ok", f"{label}: nothing is missing", first(sources))
    for key in missing:
        yield Line("no", f"{label}: {needs[key].missing}", first(needs[key].sources or sources))


def earning(scene: Scene, found: tuple[str, ...]) -> Iterator[Line]:
    """Every payment earned, or that nothing was."""
    payments = scene.edition.payments
    points = payments.points.values() if payments else ()
    for line in found:
        source = next((first(each.sources) for each in points if line.startswith(each.label)), "")
        yield Line("ok", f"Earned: {said_days(line, scene.told.as_of)}", source)
    if not found and payments:
        yield Line("to", "Earned: nothing", first(payments.sources))


def counting(scene: Scene, found: Mapping[str, str]) -> Iterator[Line]:
    for key, verdict in found.items():
        count = scene.edition.counts[key]
        yield Line("ok" if verdict == "counted" else "no", f"Count “{count.label}”: {verdict}", first(count.sources))


def advising(scene: Scene, found: tuple[str, ...]) -> Iterator[Line]:
    """What is recommended, a word and never a stop."""
    for key in found:
        advice = scene.edition.advice[key]
        yield Line("to", f"Recommended: {lower(advice.label)}", first(advice.sources))
    if not found:
        yield Line("ok", "Recommended: nothing", "")


def first(sources: tuple[str, ...]) -> str:
    return sources[0] if sources else ""


def mark(stands: str) -> str:
    """Check, cross or circle, by the first word of how it stands."""
    word = stands.split(" ")[0].rstrip(",:")
    return "ok" if word.isdigit() else MARKS.get(word, "to")


SAYS: Mapping[str, Callable[[Scene, Any], Iterator[Line]]] = {
    "owed": owing, "not_owed": not_owing, "measured": measured, "phase": phase, "missing": gated,
    "missing_to_close": closing, "earned": earning, "counted": counting, "advised": advising,
}
