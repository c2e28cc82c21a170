"""Stories: this happened, and this was owed. Test, manual and review sheet at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from duly.engine.advising import advised
from duly.engine.claims import claims
from duly.engine.counting import counted
from duly.engine.due import DATE_MISSING, Obligation, because, owed, phases
from duly.engine.facts import Fact, History
from duly.engine.gates import missing, missing_to_close
from duly.engine.judging import Judgement, judge
from duly.engine.lengths import Length
from duly.engine.phrases import lower
from duly.engine.places import sheet
from duly.engine.program import MODES, OUTCOMES, Edition, Keyed, MeanDays, ShareHeld

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
    name: str = ""

    def lines(self) -> tuple[str, ...]:
        """What must come out, a line each."""
        return tuple(line for key, said in self.says.items() for line in spoken(key, said))


def spoken(key: str, said: Any) -> Iterator[str]:
    """One part of what a story says, in words."""
    leads = {
        "not_owed": "nothing owed: ", "measured": "measure ", "phase": "phase: ", "counted": "count ",
        "advised": "recommended: ", "earned": "earned: ",
    }
    lead = leads.get(key, "")
    match said:
        case str():
            yield f"{lead}{said}"
        case tuple():
            yield from (f"{lead}{each}" for each in said)
        case dict() if key.startswith("missing"):
            step = "to close as " if key == "missing_to_close" else "for the "
            yield from (f"{step}{name}: {', '.join(needs) or 'nothing'} missing" for name, needs in said.items())
        case _:
            yield from (f"{lead}{name}: {each}" for name, each in said.items())


class Unclear(Exception):
    """The story says something nobody can read."""


def story(text: str) -> Story:
    """The story in a file, or Unclear."""
    read = sheet(text)
    if read.mistakes or not isinstance(read.value, dict):
        raise Unclear("; ".join(f"line {each.line}: {each.found}" for each in read.mistakes) or "not a story")
    said = dict(read.value)
    unknown = [key for key in said if key not in KEYS]
    absent = [key for key in ("story", "shows", "edition", "happened", "as_of") if key not in said]
    if unknown or absent:
        raise Unclear(f"unknown: {', '.join(unknown) or 'nothing'}; missing: {', '.join(absent) or 'nothing'}")
    as_of = said["as_of"]
    says = {key: said[key] for key in ANSWERS if key in said}
    return Story(
        said["story"], said["shows"], said["edition"].isoformat(), said["happened"], as_of, said.get("known_at", as_of),
        says, said.get("answers", {}),
    )


@cache
def stories_of(program: str, edition: str) -> tuple[Story, ...]:
    """The packaged stories of an edition, by file name."""
    folder = resources.files("duly.programs").joinpath(program, "stories")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    found = (replace(story(each.read_text("utf-8")), name=each.name.removesuffix(".yaml")) for each in files)
    return tuple(each for each in found if each.edition == edition)


def rules_of(told: Story, edition: Edition) -> frozenset[str]:
    """The rules, measures, gates and reasons to close a story is about, by key."""
    owed_lines = told.says.get("owed", ())
    rules = {rule for rule in edition.owed if any(names(each, edition, rule) for each in owed_lines)}
    others = ("not_owed", "measured", "missing", "missing_to_close", "counted")
    advice = (told.says["advised"] or edition.advice) if "advised" in told.says else ()
    earned = paid_in(told, edition) if "earned" in told.says else ()
    return frozenset(rules | {key for each in others for key in told.says.get(each, ())} | {*earned, *advice})


def paid_in(told: Story, edition: Edition) -> tuple[str, ...]:
    """The payments a story says were earned; all of them, where it says that nothing was."""
    points = edition.payments.points if edition.payments else {}
    lines = told.says["earned"]
    return tuple(key for key, each in points.items() if not lines or any(line.startswith(each.label) for line in lines))


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
        identifier, kind, day, moment(written, edition), what=what or given.get("every", ""),
        mode=next((mode for mode, said in MODES.items() if said == rest), ""),
        outcome=given.get("outcome", ""), about=given.get("about", ""), by=given.get("by"),
        until=moment(given["until"], edition) if "until" in given else None,
    )


JOINTS = (
    ("closed", " as "), ("hold", " for "), ("phase", " "), ("step", " "), ("service", " "), ("member", " of "),
    ("assessed", " "), ("eligible", " as "), ("not_eligible", " as "),
)


def happening(head: str, edition: Edition) -> tuple[str, str, str]:
    """What a line is about: kind of fact, its code, and what is left to say."""
    for kind, joint in JOINTS:
        said = kind.replace("_", " ")
        if head == said or head.startswith(f"{said}{joint}"):
            return kind, code(head[len(said + joint) :], edition), ""
    for phrase, (kind, what) in sorted(phrases(edition).items(), key=lambda each: -len(each[0])):
        if head == phrase or head.startswith(f"{phrase} "):
            return kind, what, head[len(phrase) + 1 :]
    raise Unclear(f"nothing in the program is called '{head}'")


def code(said: str, edition: Edition) -> str:
    """A code by its label or by itself."""
    sections: tuple[Mapping[str, Keyed], ...] = (
        edition.closing, edition.hold_reasons, edition.phases, edition.services, edition.groups, edition.eligibility,
        edition.assessment,
    )
    for codes in sections:
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
    for key, document in edition.documents.items():
        found |= {key: ("document", key), f"attached {lower(document.label)}": ("document", key)}
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
    if said.startswith("every "):
        return "every", str(Length.said(said.removeprefix("every ")))
    if found := re.fullmatch(r"settles line (\d+)", said):
        return "about", f"{int(found[1]):02}"
    raise Unclear(f"'{said}' says nothing a story knows")


def moment(day: date, edition: Edition) -> datetime:
    return datetime.combine(day, WRITTEN_AT, edition.zone)


@dataclass(frozen=True, slots=True)
class Scene:
    """Local: a story under an edition, as it stands on its day."""

    told: Story
    edition: Edition
    history: History
    known: History
    until: datetime
    lines: Mapping[str, Obligation]


def outcome(told: Story, edition: Edition) -> dict[str, Any]:
    """What comes out, in the words of the story; only of what the story speaks of."""
    scene = scene_of(told, edition)
    return {key: ANSWERS[key](scene, said) for key, said in told.says.items()}


def scene_of(told: Story, edition: Edition) -> Scene:
    """What the engine makes of what happened, as of the story's day."""
    until = datetime.combine(told.known_at, time.max, edition.zone)
    history = history_of(told, edition)
    known = history.known(told.as_of, until)
    shown = [each for each in owed(edition, known) if each.met_by or each.opens_on <= told.as_of]
    lines = {line(each, edition, told.as_of): each for each in shown}
    return Scene(told, edition, history, known, until, lines)


def lines_owed(scene: Scene, said: tuple[str, ...]) -> tuple[str, ...]:
    """Everything owed by the rules the story names."""
    asked = {rule for rule in scene.edition.owed if any(names(each, scene.edition, rule) for each in said)}
    return tuple(text for text, each in scene.lines.items() if each.rule in asked)


def rules_not_owing(scene: Scene, said: tuple[str, ...]) -> tuple[str, ...]:
    owing = {each.rule for each in scene.lines.values()}
    return tuple(rule for rule in said if rule not in owing)


def reasons(scene: Scene, said: Mapping[str, str]) -> dict[str, str]:
    """Why each obligation the story names, as 'Check-in 2', is owed."""
    found = {called(each, scene.edition): each for each in scene.lines.values()}
    return {
        each: because(scene.edition, found[each], scene.known) if each in found else "not owed" for each in said
    }


def judged(scene: Scene, said: Mapping[str, str]) -> dict[str, str]:
    """How the case stands in each measure the story names."""
    edition, as_of, until = scene.edition, scene.told.as_of, scene.until
    found = (judge(edition, each, scene.history, as_of=as_of, known_at=until) for each in said)
    return {each.measure: describe(each, edition) for each in found}


def phase(scene: Scene, _: str) -> str:
    begun = [key for on, key in phases(scene.edition, scene.known) if on <= scene.told.as_of]
    return begun[-1] if begun else ""


def lacking(scene: Scene, said: Mapping[str, Any], ask: Any) -> dict[str, tuple[str, ...]]:
    """What each gate, or each reason to close, still lacks."""
    told = scene.told
    found = {each: ask(scene.edition, each, scene.known, as_of=told.as_of, answers=told.answers) for each in said}
    return {each: tuple(need.need for need in needs) for each, needs in found.items()}


def in_counts(scene: Scene, said: Mapping[str, Any]) -> dict[str, str]:
    """How the case stands in each official count the story names."""
    found = {each: counted(scene.edition, each, scene.known, as_of=scene.told.as_of) for each in said}
    return {key: "counted" if each.counts else f"not counted: {'; '.join(each.why_not)}" for key, each in found.items()}


def recommended(scene: Scene, _: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.key for each in advised(scene.edition, scene.known, as_of=scene.told.as_of))


def earned(scene: Scene, _: tuple[str, ...]) -> tuple[str, ...]:
    """Every payment earned by the day of the story: 'Ongoing engagement 1, $75, on 2015-04-11'."""
    payments = scene.edition.payments
    assert payments is not None
    return tuple(
        f"{payments.points[each.payment].label}"
        f"{f' {each.time}' if payments.points[each.payment].times > 1 else ''}"
        f", ${each.cents // 100}, on {each.earned_on or 'a day not recorded'}"
        for each in claims(scene.edition, scene.history, as_of=scene.told.as_of, known_at=scene.until)
    )


ANSWERS: Mapping[str, Callable[[Scene, Any], Any]] = {
    "owed": lines_owed,
    "not_owed": rules_not_owing,
    "because": reasons,
    "measured": judged,
    "phase": phase,
    "missing": lambda scene, said: lacking(scene, said, missing),
    "counted": in_counts,
    "advised": recommended,
    "earned": earned,
    "missing_to_close": lambda scene, said: lacking(scene, said, missing_to_close),
}
KEYS = ("story", "shows", "edition", "happened", "as_of", "known_at", "answers", *ANSWERS)


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


def describe(found: Judgement, edition: Edition) -> str:
    """A judgement as a story says it."""
    if not found.in_sample:
        return f"not counted: {found.why_not}"
    measure = edition.measures[found.measure]
    if isinstance(measure, MeanDays):
        return f"{found.number} days"
    verdict = "passes" if found.passes else "fails"
    if isinstance(measure, ShareHeld):
        return verdict
    return f"{verdict}, {found.number} of {found.of}, needs {found.needs}"
