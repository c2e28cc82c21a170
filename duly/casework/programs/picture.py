"""A story about windows as a picture: the windows, what fell into them, and what fell due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from duly.casework import words
from duly.engine.facts import COMPLETED, Fact
from duly.engine.owing import Obligation
from duly.engine.phrases import called, lower
from duly.engine.program import Rule, Windows
from duly.engine.record import by_date
from duly.engine.stories import Scene, lines_owed, outcome, standing
from duly.engine.stories import called as called_in_story

DAY = timedelta(days=1)

LEFT, WIDE = 14, 481  # where the first window begins, how wide all of them are
ROOMY = 4  # windows up to which there is room for words in them
APART = 56  # between two marks, or their words run into each other


@dataclass(frozen=True, slots=True)
class Window:
    """Local: a box."""

    x: float
    wide: float
    name: str
    number: int
    stands: str
    end: str
    end_on: str
    ended: bool
    ticked: bool  # its end stands under the axis; where there are many, only of two

    @property
    def met(self) -> bool:
        return self.stands == "met"


@dataclass(frozen=True, slots=True)
class Mark:
    """Local: a contact (counts) or a try, with what stands above and below it."""

    x: float
    counts: bool
    above: str
    below: str


@dataclass(frozen=True, slots=True)
class Due:
    """Local: something of another rule that falls due."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Derived: everything to draw, and the same in words."""

    title: str
    description: str
    headline: str
    anchor: str
    anchor_on: str
    windows: tuple[Window, ...]
    marks: tuple[Mark, ...]
    due: tuple[Due, ...]
    roomy: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Local: days across the picture."""

    start: date
    days: int

    def x(self, day: date) -> float:
        return round(LEFT + WIDE * (day - self.start).days / self.days, 1)

    def day(self, day: date) -> int:
        return (day - self.start).days


def picture(scene: Scene) -> Picture | None:
    """The windows a story speaks of; None where it speaks of none."""
    rule = next((each for each in spoken_of(scene) if isinstance(each, Windows)), None)
    found = [each for each in scene.lines.values() if rule and each.rule == rule.key and each.kind == rule.kind]
    if rule is None or not found:
        return None
    found.sort(key=lambda each: each.nth)
    start = found[0].opens_on - DAY
    scale = Scale(start, (found[-1].due_on - start).days)
    roomy = len(found) <= ROOMY
    ends = found if roomy else (found[len(found) // 2 - 1], found[-1])
    windows = tuple(window(each, scale, scene.told.as_of, ticked=each in ends) for each in found)
    facts = [each for each in scene.known if each.kind == "contact" and each.on and start < each.on <= found[-1].due_on]
    counted = {each.met_by for each in found}
    return Picture(
        title=titled(windows),
        description=described(scene, rule, scale, found, facts),
        headline=headline(scene, rule, windows),
        anchor=called(scene.edition, rule.after),
        anchor_on=on(start, scene.told.as_of),
        windows=windows,
        marks=tuple(marks(facts, scale, counted, roomy)),
        due=tuple(falls_due(scene, rule, scale, found[-1].due_on)),
        roomy=roomy,
    )


def spoken_of(scene: Scene) -> list[Rule]:
    """The rules under which the story says something is owed, or by which it is measured."""
    asked = {scene.lines[each].rule for each in lines_owed(scene, scene.told.says.get("owed", ()))}
    asked |= {getattr(scene.edition.measures[key], "rule", "") for key in scene.told.says.get("measured", ())}
    return [rule for key, rule in scene.edition.owed.items() if key in asked]


def window(each: Obligation, scale: Scale, as_of: date, *, ticked: bool) -> Window:
    x = scale.x(each.opens_on - DAY)
    return Window(
        x=x + 2,
        wide=round(scale.x(each.due_on) - x - 4, 1),
        name=f"window {each.nth}",
        number=each.nth,
        stands=standing(each, as_of).split(" ")[0],
        end=f"day {scale.day(each.due_on)}",
        end_on=on(each.due_on, as_of),
        ended=each.due_on <= as_of,
        ticked=ticked,
    )


def marks(facts: list[Fact], scale: Scale, counted: set[str | None], roomy: bool) -> Iterator[Mark]:
    """Contacts and tries in their order; words only where they do not run into the words before."""
    free = 0.0
    for fact in sorted(facts, key=by_date):
        x = scale.x(fact.on or scale.start)
        said = roomy and x >= free
        free = x + APART if said else free
        above, below = (words.mode(fact.mode), words.outcome(fact.outcome, fact.mode)) if said else ("", "")
        yield Mark(x, fact.id in counted or fact.outcome == COMPLETED, above, below)


def falls_due(scene: Scene, rule: Windows, scale: Scale, last: date) -> Iterator[Due]:
    """What of other rules falls due within the windows: the j-th of a series."""
    for each in scene.lines.values():
        if each.kind == "series" and each.rule != rule.key and scale.start < each.due_on <= last:
            yield Due(scale.x(each.due_on), f"{lower(called_in_story(each, scene.edition))} falls due")


def headline(scene: Scene, rule: Windows, windows: tuple[Window, ...]) -> str:
    """How many of the windows that have ended were met, and what that means where the story says it."""
    ended = [each for each in windows if each.ended]
    if not ended:
        return "no window has ended yet"
    said = f"{sum(each.met for each in ended)} of {words.plural(len(ended), 'window')} met"
    verdicts = outcome(scene.told, scene.edition).get("measured", {})
    found = next((each for key, each in verdicts.items() if measures(scene, key, rule)), "")
    return f"{said}: the case {found.split(',')[0]}" if found.startswith(("passes", "fails")) else said


def measures(scene: Scene, key: str, rule: Windows) -> bool:
    """Whether this measure is about the rule."""
    return getattr(scene.edition.measures[key], "rule", "") == rule.key


def titled(windows: tuple[Window, ...]) -> str:
    return f"{words.plural(len(windows), 'window')}, {sum(each.met for each in windows)} met"


def described(
    scene: Scene, rule: Windows, scale: Scale, found: list[Obligation], facts: list[Fact]
) -> str:
    """The picture in sentences, for those who hear it."""
    as_of = scene.told.as_of
    said = [f"{called(scene.edition, rule.after).capitalize()} on {on(scale.start, as_of)}."]
    for each in found:
        inside = [fact for fact in facts if fact.on and each.opens_on <= fact.on <= each.due_on]
        what = "; ".join(
            f"{words.contact(fact.mode, fact.outcome)} on day {scale.day(fact.on)}" for fact in inside if fact.on
        )
        days = f"days {scale.day(each.opens_on)} to {scale.day(each.due_on)}"
        said.append(f"Window {each.nth}, {days}: {what or 'nothing'}, {standing(each, as_of).split(' ')[0]}.")
    return " ".join(said)


def on(day: date, as_of: date) -> str:
    """Thu 1 Jan; the year only if it is another one than the story's day."""
    return f"{words.WEEKDAYS[day.weekday()][:3]} {words.short(day, today=as_of).text}"
