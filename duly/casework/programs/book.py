"""A program file as its page shows it: each rule with what it needs, its stories, and where its sources lead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from duly.engine.explain import LISTS, TITLES, Sentence, told
from duly.engine.program import Code, Edition, Need
from duly.engine.stories import Story, rules_of, stories_of

# What a story says, and the section of the file it says it about.
ABOUT = {
    "owed": "owed", "not_owed": "owed", "measured": "measures", "missing": "gates", "missing_to_close": "closing",
    "earned": "payments", "counted": "counts", "advised": "advice",
}
CODES = {**LISTS, "categories": "Categories of services"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Derived: one rule in words, what it needs, and its stories."""

    said: Sentence
    needs: tuple[Need, ...]
    stories: tuple[Story, ...]

    @property
    def place(self) -> str:
        return f"{self.said.section}.{self.said.key}"


@dataclass(frozen=True, slots=True)
class Book:
    """Derived: an edition in the order of its page."""

    edition: Edition
    entries: tuple[Entry, ...]
    stories: tuple[Story, ...]
    anchors: dict[str, str]  # source: the one place on the page where a link to it arrives

    def section(self, name: str) -> tuple[Entry, ...]:
        return tuple(each for each in self.entries if each.said.section == name)

    @property
    def beside(self) -> list[tuple[str, str]]:
        """The sections that look alike: plan, counts, eligibility … of which the file has any."""
        own = ("owed", "gates", "measures", "payments", "closing")
        return [(key, title) for key, title in TITLES.items() if key not in own and self.section(key)]

    def entry(self, place: str) -> Entry | None:
        return next((each for each in self.entries if each.place == place), None)

    def codes(self) -> list[tuple[str, str, list[Code]]]:
        """The code lists that are not empty: name, title, codes."""
        found = ((name, title, list(getattr(self.edition, name).values())) for name, title in CODES.items())
        return [(name, title, codes) for name, title, codes in found if codes]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """The headings of the bands: Low, 1; every measure of an edition has the same levels."""
        first = next(iter(self.edition.measures.values()), None)
        levels = [each.level for each in first.bands] if first else []
        return [(f"{level.capitalize()}, {nth}", "num") for nth, level in enumerate(levels, 1)]

    @property
    def all_sourced(self) -> bool:
        return all(each.said.sources for each in self.entries)


@cache
def book_of(edition: Edition) -> Book:
    """The edition with its packaged stories; files do not change while a process runs."""
    stories = stories_of(edition.program, edition.id)
    about = {each.name: places_of(each, edition) for each in stories}
    entries = tuple(entry(edition, said, stories, about) for said in told(edition))
    anchors: dict[str, str] = {}
    for place, sources in cited(edition, entries):
        for source in sources:
            anchors.setdefault(source, place)
    return Book(edition, entries, stories, anchors)


def entry(edition: Edition, said: Sentence, stories: Iterable[Story], about: dict[str, frozenset[str]]) -> Entry:
    place = f"{said.section}.{said.key}"
    return Entry(said, needs_of(edition, said), tuple(each for each in stories if place in about[each.name]))


def needs_of(edition: Edition, said: Sentence) -> tuple[Need, ...]:
    """What a gate or a reason to close wants in place first."""
    match said.section:
        case "gates":
            return tuple(edition.gates[said.key].needs.values())
        case "closing":
            return (*edition.every_closing.values(), *edition.closing[said.key].needs.values())
        case _:
            return ()


def places_of(story: Story, edition: Edition) -> frozenset[str]:
    """What a story is about: 'owed.intake' is a rule, 'measures.intake' a measure."""
    return frozenset(
        f"{section}.{key}"
        for says, section in ABOUT.items() if says in story.says
        for key in rules_of(replace(story, says={says: story.says[says]}), edition)
    )


def cited(edition: Edition, entries: Iterable[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that names its sources, what a reader means by a source first: the rules before the words."""
    for each in entries:
        yield each.place, each.said.sources
    for each in entries:
        yield from ((f"{each.place}.{need.key}", need.sources) for need in each.needs)
    for place, part in (("total", edition.total), ("payments", edition.payments)):
        if part:
            yield place, part.sources
    yield from ((f"contacts.{kind.key}", kind.sources) for kind in edition.contacts.values())
    for form in edition.forms.values():
        yield f"forms.{form.key}", form.sources
        yield from ((f"forms.{form.key}.{field.key}", field.sources) for field in form.fields.values())
    for name in CODES:
        yield from ((f"{name}.{code.key}", code.sources) for code in getattr(edition, name).values())
    yield "edition", edition.sources


def tabs(book: Book) -> list[tuple[str, str, int | None, bool]]:
    """The parts of the page that this edition has."""
    owed = len(book.section("owed")) + len(book.section("gates"))
    parts = [
        ("#owed", TITLES["owed"], owed), ("#measures", TITLES["measures"], len(book.section("measures"))),
        ("#payments", TITLES["payments"], len(book.section("payments"))), ("#codes", "Forms and codes", None),
        ("#stories", "Stories", len(book.stories)), ("#editions", "Editions", None),
    ]
    return [(href, text, count, href == "#owed") for href, text, count in parts if count != 0]
