"""Stories: this happened, and this was owed. Test, manual and review sheet at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from duly.engine.due import DATE_MISSING, Obligation, because, owed, phases
from duly.engine.facts import Fact, History
from duly.engine.gates import missing, missing_to_close
from duly.engine.judging import Judgement, judge
from duly.engine.phrases import lower
from duly.engine.places import sheet
from duly.engine.program import MODES, OUTCOMES, Edition, MeanDays, ShareHeld

KEYS = (
    "story", "shows", "edition", "happened", "as_of", "known_at", "owed", "not_owed", "because", "measured", "phase",
    "missing", "missing_to_close", "answers",
)
LINE = re.compile(r"(?P<day>\d{4}-\d\d-\d\d|undated) (?P<what>.+)")
WRITTEN_AT = time(17)


@dataclass(frozen=True, slots=True)
class Story:
    """Frozen: one story as written."""

    title: str
    shows: tuple[str, ...]
    edition: str
    happened: tuple[str, ...]
    as_of: date
    known_at: date
    says: Mapping[str, Any]  # what must come out: owed, not_owed, because, measured, phase, missing, missing_to_close
    answers: Mapping[str, Any]


class Unclear(Exception):
    """The story says something nobody can read."""


def story(text: str) -> Story:
    """The story in a file, or Unclear."""
    read = sheet(text)
    if read.mistakes or not isinstance(read.value, dict):
        raise Unclear("; ".join(f"line {each.line}: {each.found}" for each in read.mistakes) or "not a story")
    said = dict(read.value)
    unknown = [key for key in said if key not in KEYS]
    lacking = [key for key in ("story", "shows", "edition", "happened", "as_of") if key not in said]
    if unknown or lacking:
        raise Unclear(f"unknown: {', '.join(unknown) or 'nothing'}; lacking: {', '.join(lacking) or 'nothing'}")
    as_of = said["as_of"]
    outcome = {key: said[key] for key in KEYS[6:13] if key in said}
    return Story(
        said["story"], said["shows"], said["edition"].isoformat(), said["happened"], as_of, said.get("known_at", as_of),
        outcome, said.get("answers", {}),
    )


def history_of(told: Story, edition: Edition) -> History:
    """What happened, as facts; the number of the line is the id of the fact."""
    return History(tuple(fact(line, f"{nth:02}", edition) for nth, line in enumerate(told.happened, 1)))


def fact(line: str, identifier: str, edition: Edition) -> Fact:
    """One line as a fact: '2015-01-22 check-in by phone, reached, written 2015-01-25'."""
    found = LINE.fullmatch(line)
    if not found:
        raise Unclear(f"'{line}' does not begin with a day, or 'undated'")
    day = None if found["day"] == "undated" else date.fromisoformat(found["day"])
    head, *clauses = found["what"].split(", ")
    kind, what, rest = happening(head, edition)
    given = dict(clause(each) for each in clauses)
    written = given.get("written") or day
    if written is None:
        raise Unclear(f"'{line}' has no day, so it needs 'written'")
    return Fact(
        identifier, kind, day, moment(written, edition), what=what,
        mode=next((mode for mode, said in MODES.items() if said == rest), ""),
        outcome=given.get("outcome", ""), about=given.get("about", ""), by=given.get("by"),
        until=moment(given["until"], edition) if "until" in given else None,
    )


def happening(head: str, edition: Edition) -> tuple[str, str, str]:
    """What a line is about: kind of fact, its code, and what is left to say."""
    for kind, joint in (("closed", " as "), ("hold", " for "), ("phase", " "), ("step", " "), ("service", " ")):
        if head == kind or head.startswith(f"{kind}{joint}"):
            return kind, code(head[len(kind + joint) :], edition), ""
    for phrase, (kind, what) in sorted(phrases(edition).items(), key=lambda each: -len(each[0])):
        if head == phrase or head.startswith(f"{phrase} "):
            return kind, what, head[len(phrase) + 1 :]
    raise Unclear(f"nothing in the program is called '{head}'")


def code(said: str, edition: Edition) -> str:
    """A code by its label or by itself."""
    for codes in (edition.closing, edition.hold_reasons, edition.phases, edition.services):
        for key, each in codes.items():
            if said in (key, lower(each.label)):
                return key
    return said.replace(" ", "_")


def phrases(edition: Edition) -> dict[str, tuple[str, str]]:
    """What lines may call things: labels and codes of the file, and the words of the engine."""
    found = {word: (word, "") for word in ("assigned", "acknowledged", "resumed")} | {"done": ("step_done", "")}
    for key, each in edition.contacts.items():
        found |= {key: ("contact", key), lower(each.label): ("contact", key)}
    for key, event in edition.events.items():
        found |= {key: (key, ""), lower(event.label): (key, "")}
    for key, milestone in edition.milestones.items():
        found |= {key: ("milestone", key), lower(milestone.label): ("milestone", key)}
    return found


def clause(said: str) -> tuple[str, Any]:
    """What follows a comma."""
    outcome = next((key for key, word in OUTCOMES.items() if word == said), None)
    if outcome:
        return "outcome", outcome
    words = {"written": "written", "taken back": "until", "until": "by", "by": "by", "for": "by"}
    for word, name in words.items():
        if said.startswith(f"{word} ") and re.fullmatch(r"\d{4}-\d\d-\d\d", said[len(word) + 1 :]):
            return name, date.fromisoformat(said[len(word) + 1 :])
    if found := re.fullmatch(r"settles line (\d+)", said):
        return "about", f"{int(found[1]):02}"
    raise Unclear(f"'{said}' says nothing a story knows")


def moment(day: date, edition: Edition) -> datetime:
    return datetime.combine(day, WRITTEN_AT, edition.zone)


def outcome(told: Story, edition: Edition) -> dict[str, Any]:
    """What comes out, in the words of the story; only of what the story speaks of."""
    end = datetime.combine(told.known_at, time.max, edition.zone)
    history = history_of(told, edition)
    known = history.known(told.as_of, end)
    every = [each for each in owed(edition, known) if each.met_by or each.opens_on <= told.as_of]
    lines = {line(each, edition, told.as_of): each for each in every}
    asked = {rule for rule in edition.owed if any(names(said, edition, rule) for said in told.says.get("owed", ()))}
    made: dict[str, Any] = {}
    for key, said in told.says.items():
        match key:
            case "owed":
                made[key] = tuple(text for text, each in lines.items() if each.rule in asked)
            case "not_owed":
                made[key] = tuple(each for each in said if not any(owes.rule == each for owes in every))
            case "because":
                made[key] = {each: why(each, lines, edition, known) for each in said}
            case "measured":
                made[key] = {
                    each: describe(judge(edition, each, history, as_of=told.as_of, known_at=end), edition) for each in said
                }
            case "phase":
                begun = [phase for on, phase in phases(edition, known) if on <= told.as_of]
                made[key] = begun[-1] if begun else ""
            case "missing":
                made[key] = {
                    each: tuple(need.need for need in missing(edition, each, known, as_of=told.as_of, answers=told.answers))
                    for each in said
                }
            case _:
                made[key] = {
                    each: tuple(
                        need.need
                        for need in missing_to_close(edition, each, known, as_of=told.as_of, answers=told.answers)
                    )
                    for each in said
                }
    return made


def called(each: Obligation, edition: Edition) -> str:
    """An obligation as a story names it."""
    label = edition.owed[each.rule].label
    if each.kind == DATE_MISSING:
        return f"{label}, its day is missing"
    return f"{label} {each.nth}" if each.kind in ("windows", "series", "step", "follow_up") else label


def line(each: Obligation, edition: Edition, as_of: date) -> str:
    """An obligation and how it stands on a day."""
    if each.kind == DATE_MISSING:
        return called(each, edition)
    return f"{called(each, edition)}, due {each.due_on}, {standing(each, as_of)}"


def standing(each: Obligation, as_of: date) -> str:
    """How it stands on a day."""
    if each.met_by:
        return f"met {each.met_on}" if each.met_on else "met, day not recorded"
    if each.lapses_on and each.lapses_on < as_of:
        return "missed" if each.kind in ("windows", "follow_up") else "lapsed"
    if each.kind == "lapse":
        return "proposed"
    if each.due_on < as_of:
        return "ready to close" if each.kind == "length" else "late"
    return "open"


def names(said: str, edition: Edition, rule: str) -> bool:
    """Whether a line of a story is about this rule."""
    return re.match(rf"{re.escape(edition.owed[rule].label)}( \d+)?,", said) is not None


def why(asked: str, lines: Mapping[str, Obligation], edition: Edition, history: History) -> str:
    """The reason for the obligation a story names, as 'Check-in 2'."""
    found: Iterator[Obligation] = (each for each in lines.values() if called(each, edition) == asked)
    each = next(found, None)
    return because(edition, each, history) if each else "not owed"


def describe(found: Judgement, edition: Edition) -> str:
    """A judgement as a story says it."""
    if not found.in_sample:
        return f"not counted: {found.why_not}"
    measure = edition.measures[found.measure]
    if isinstance(measure, MeanDays):
        return f"{found.number} days"
    verdict = "passes" if found.passes else "fails"
    return verdict if isinstance(measure, ShareHeld) else f"{verdict}, {found.number} of {found.of}, needs {found.needs}"
