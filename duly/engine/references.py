"""What the parts of a program file say of one another: every name must mean something, every figure must fit."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from duly.engine.forms import ENTRY_FIELDS
from duly.engine.lengths import Length
from duly.engine.pieces import File, Finding, blocks, part, places
from duly.engine.places import Key, Path
from duly.engine.planned import forms_of_plan, plan
from duly.engine.planning import OFFERED
from duly.engine.program import BUILT_IN
from duly.engine.rules import ANY_CONTACT, REACHED, Once, Rule
from duly.engine.scoring import RANGE
from duly.engine.shape import kinds, names_of, parts_of
from duly.engine.wording import meant, shown

KEYED = (
    "phases", "staffing", "contacts", "events", "owed", "gates", "measures", "counts", "forms", "milestones",
    "categories", "services", "deliveries", "groups", "barriers", "engagement", "hold_reasons", "closing",
    "every_closing", "documents", "selection", "eligibility", "elsewhere", "assessment", "advice", "quality", "reviews",
)
KINDS = tuple(kind for shape in parts_of(Rule) for kind in kinds(shape))
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
HAPPENING = ("contacts", "events", "milestones", "eligibility", "assessment", "documents")

HAPPENS = "anything that happens"
# Where one part names another: the place, what it may name, what that is called.
NAMES: tuple[tuple[str, str], ...] = (
    ("owed.*.after", HAPPENS),
    ("owed.*.until", HAPPENS),
    ("owed.*.met_by.*", HAPPENS),
    ("owed.*.since.*", HAPPENS),
    ("owed.*.ends_with.*", HAPPENS),
    ("owed.*.paused_by.*", HAPPENS),
    ("owed.*.resumed_by.*", HAPPENS),
    ("owed.*.before", "event"),
    ("owed.*.extended_by.*", "event"),
    ("owed.*.shortened_by.*", "event"),
    ("owed.*.of", "fact with a day of its own"),
    ("owed.*.by_phase.+", "phase"),
    ("owed.*.reasons.*", "closing reason"),
    ("phases.*.begins.*", HAPPENS),
    ("phases.*.before", "event"),
    ("contacts.*.form", "form"),
    ("closing.*.form", "form"),
    ("plan.kinds.*.form", "form"),
    ("plan.kinds.*.means", "event"),
    ("plan.kinds.*.gate", "gate"),
    ("closing_by_two.suspends", "event"),
    ("closing_by_two.returns", "event"),
    ("events.*.adds.service", "service"),
    ("events.*.adds.delivery", "delivery"),
    ("services.*.category", "category"),
    ("measures.*.of", "contact kind"),
    ("measures.*.rule", "rule"),
    ("gates.*.needs.*.on_file.*", HAPPENS),
    ("closing.*.needs.*.on_file.*", HAPPENS),
    ("every_closing.*.on_file.*", HAPPENS),
    ("every_closing.*.none_open", "step rule"),
    ("every_closing.*.lapsed", "lapse rule"),
    ("gates.*.needs.*.none_open", "step rule"),
    ("closing.*.needs.*.none_open", "step rule"),
    ("gates.*.needs.*.lapsed", "lapse rule"),
    ("closing.*.needs.*.lapsed", "lapse rule"),
    ("payments.points.*.rule", "rule"),
    ("payments.points.*.each_window", "windows rule"),
    ("payments.points.*.on_file.*", HAPPENS),
    ("payments.points.*.after", HAPPENS),
    ("payments.points.*.instead_of", "payment point"),
    ("counts.*.needs.*", HAPPENS),
    ("counts.*.of.*", "group"),
    ("eligibility.*.groups.*", "group"),
    ("assessment.*.form", "form"),
    ("forms.*.records.+", "event"),
    ("advice.*.category", "category"),
    ("advice.*.wants.*", HAPPENS),
    ("quality.*.steps.*", "assessment step"),
    ("reviews.*.form", "form"),
    ("reviews.*.asks", "event"),
    ("reviews.*.settled_by", "event"),
)


def findings(name: str, file: File) -> Iterator[Finding]:
    """Everything the parts say of one another that does not hold."""
    checks: tuple[Callable[[File], Iterator[Finding]], ...] = (
        codes, doubles, dangling, onces, lengths, needs, fields, recordings, quality, groups, measures, classes,
        payments, zone, plan,
    )
    for check in checks:
        yield from check(file)
    yield from dated(name, file)


def of_kind(file: File, *wanted: str) -> tuple[str, ...]:
    return tuple(key for key, rule in blocks(file, "owed") if rule.get("kind") in wanted)


# Where the sections are not simply called after what stands in them.
SECTIONS = {
    "contact kind": "contacts", "category": "categories", "closing reason": "closing", "delivery": "deliveries",
    "assessment step": "assessment",
}


def known(file: File, what: str) -> tuple[str, ...]:
    """The names that mean something in a place."""
    if what == HAPPENS:
        defined = (key for section in HAPPENING for key in part(file, section))
        return (*defined, *BUILT_IN, ANY_CONTACT, REACHED)
    match what:
        case "fact with a day of its own":
            return ("step", "hold", *part(file, "events"))
        case "rule":
            return tuple(part(file, "owed"))
        case "payment point":
            return tuple(part(file, "payments", "points"))
        case _ if what.endswith(" rule"):
            return of_kind(file, what.removesuffix(" rule"))
        case _:
            return tuple(part(file, SECTIONS.get(what, f"{what}s")))


def dangling(file: File) -> Iterator[Finding]:
    """A name that nothing in the file answers to."""
    for pattern, what in NAMES:
        names = known(file, what)
        for path, name in places(file, tuple(pattern.split("."))):
            if name not in names:
                called = what if what != HAPPENS else "contact kind, event, milestone or document"
                yield path, f"no {called} is called '{name}'", meant(name, names)


def codes(file: File) -> Iterator[Finding]:
    """Keys are codes: small letters a to z, digits, underscores; a look-alike letter of another alphabet is named."""
    sections: list[tuple[str, ...]] = [(section,) for section in KEYED]
    sections += [("forms", key, "fields") for key in part(file, "forms")]
    sections += [(top, key, "needs") for top in ("gates", "closing") for key in part(file, top)]
    sections += [("plan", "kinds", key, "ends") for key in part(file, "plan", "kinds")]
    for path in (*sections, ("payments", "points"), ("plan", "kinds"), ("plan", "funding")):
        for key in part(file, *path):
            if not CODE.fullmatch(str(key)):
                strange = next((letter for letter in str(key) if not letter.isascii()), None)
                why = f" ('{strange}' is not a letter of a to z)" if strange else ""
                right = "use small letters a to z, digits and underscores, a letter first"
                yield (*path, Key(key)), f"the code '{key}' cannot be used{why}", right


def doubles(file: File) -> Iterator[Finding]:
    """A name that means two things."""
    taken = dict.fromkeys((*BUILT_IN, ANY_CONTACT, REACHED), "is a word of the engine")
    for section in HAPPENING:
        for key in part(file, section):
            if key in taken:
                yield (section, Key(key)), f"'{key}' already {taken[key]}", "give one of them another code"
            taken.setdefault(key, f"means something under '{section}'")


def onces(file: File) -> Iterator[Finding]:
    """A once rule counts forward from an anchor or back from an expected day."""
    for key, rule in blocks(file, "owed"):
        if rule.get("kind") == "once" and set(rule) <= set(names_of(Once)):
            has = {"within", "after", "ahead", "before"} & rule.keys()
            if has not in ({"within", "after"}, {"ahead", "before"}):
                right = "a once rule has 'within' and 'after', or 'ahead' and 'before'"
                yield ("owed", key), f"owed '{key}' has {listed(has)}", right


def listed(words: set[str]) -> str:
    return " and ".join(f"'{word}'" for word in sorted(words)) or "neither anchor nor length"


def lengths(file: File) -> Iterator[Finding]:
    """One length of the program at most; its warning comes before its end."""
    keys = of_kind(file, "length")
    for key in keys[1:]:
        yield ("owed", key), f"'{key}' is a second length of the program", f"keep one; the first is '{keys[0]}'"
    for key in keys:
        rule = part(file, "owed", key)
        lasts, warn = length(rule.get("lasts")), length(rule.get("warn"))
        if lasts and warn and warn.after(date(2001, 1, 1)) >= lasts.after(date(2001, 1, 1)):
            yield ("owed", key, "warn"), f"the warning after {warn} is not before the end after {lasts}", "warn earlier"


def length(said: Any) -> Length | None:
    try:
        return Length.said(said) if isinstance(said, str) else None
    except ValueError:
        return None


def needs(file: File) -> Iterator[Finding]:
    """A need asks exactly one question."""
    for section in ("gates", "closing"):
        for key, gate in blocks(file, section):
            for name, need in blocks(gate, "needs"):
                yield from one_question(name, need, (section, key, "needs", name))
                yield from answers(file, gate, need, (section, key, "needs", name))
    for name, need in blocks(file, "every_closing"):
        yield from one_question(name, need, ("every_closing", name))


def one_question(name: str, need: File, path: Path) -> Iterator[Finding]:
    asked = {"on_file", "none_open", "lapsed", "answers"}
    if len(asked & need.keys()) != 1:
        right = f"give it exactly one of: {', '.join(sorted(asked))}"
        yield path, f"need '{name}' asks {len(asked & need.keys())} questions", right


def answers(file: File, gate: File, need: File, path: Path) -> Iterator[Finding]:
    """Answers a need asks for are questions of the form."""
    wanted = need.get("answers")
    fields = tuple(part(file, "forms", str(gate.get("form")), "fields"))
    for nth, name in enumerate(wanted if isinstance(wanted, tuple) else ()):
        if name not in fields:
            found = f"form '{gate.get('form')}' has no question '{name}'"
            yield (*path, "answers", nth), found, meant(str(name), fields)


def fields(file: File) -> Iterator[Finding]:
    """Questions with choices list them, others do not; what makes one required is a question with that answer."""
    for form_key, form in blocks(file, "forms"):
        for key, field in blocks(form, "fields"):
            path: Path = ("forms", form_key, "fields", key)
            chooses, choices = field.get("type") in ("choice", "choices"), part(field, "choices")
            offered = key in ENTRY_FIELDS or (key in OFFERED and form_key in forms_of_plan(file))
            if chooses and not choices and not offered:
                yield path, f"question '{key}' has nothing to choose from", "add 'choices:'"
            if choices and not chooses:
                found = f"question '{key}' has choices but is of type {shown(field.get('type'))}"
                yield (*path, "choices"), found, "make it 'choice' or 'choices'"
            yield from conditions(form, field, path)


def conditions(form: File, field: File, path: Path) -> Iterator[Finding]:
    for other, wanted in part(field, "required_when").items():
        asked = part(form, "fields")
        if other not in asked and other not in ENTRY_FIELDS:
            place: Path = (*path, "required_when", Key(other))
            yield place, f"the form has no question '{other}'", meant(other, tuple(asked))
        choices = tuple(part(asked.get(other), "choices"))
        for nth, answer in enumerate(wanted if isinstance(wanted, tuple) and choices else ()):
            if answer not in choices:
                found = f"'{answer}' is no answer to '{other}'"
                yield (*path, "required_when", other, nth), found, meant(str(answer), choices)


def recordings(file: File) -> Iterator[Finding]:
    """What a form puts on record rests on its own questions; its day is the answer to one that asks for a day."""
    for form_key, form in blocks(file, "forms"):
        asked = part(form, "fields")
        for event, recording in blocks(form, "records"):
            path: Path = ("forms", form_key, "records", event)
            for name in ("answered", "says"):
                for nth, key in enumerate(recording.get(name) or ()):
                    yield from unasked(asked, key, (*path, name, nth))
            for key in part(recording, "when"):
                yield from unasked(asked, key, (*path, "when", Key(key)))
            on = recording.get("on")
            if isinstance(on, str) and part(asked, on).get("type") != "date":
                dates = tuple(key for key, field in asked.items() if part(asked, key).get("type") == "date")
                yield (*path, "on"), f"the form has no question '{on}' that asks for a day", meant(on, dates)


def unasked(asked: File, key: str, path: Path) -> Iterator[Finding]:
    if key not in asked:
        yield path, f"the form has no question '{key}'", meant(str(key), tuple(asked))


def quality(file: File) -> Iterator[Finding]:
    """A check of the record has what its kind needs."""
    wanted = {"written_late": ("after",), "step_missing": ("steps", "after")}
    for key, check in blocks(file, "quality"):
        for name in wanted.get(str(check.get("kind")), ()):
            if name not in check:
                yield ("quality", key), f"check '{key}' has no '{name}'", f"a check of kind '{check['kind']}' needs it"


def groups(file: File) -> Iterator[Finding]:
    """A group takes members from a day to a later one."""
    for key, group in blocks(file, "groups"):
        since, until = group.get("since"), group.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            yield ("groups", key, "until"), f"group '{key}' ends on {until}, before it begins", "check both days"


def measures(file: File) -> Iterator[Finding]:
    """A measure looks at a rule of the right kind; its bands hold every whole number."""
    wanted = {"share_on_time": "windows", "share_complete": "series"}
    for key, measure in blocks(file, "measures"):
        rule, kind = str(measure.get("rule")), wanted.get(str(measure.get("kind")))
        if kind and rule in of_kind(file, *KINDS) and rule not in of_kind(file, kind):
            yield ("measures", key, "rule"), f"'{rule}' is not a {kind} rule", meant(rule, of_kind(file, kind))
        said = [str(each) for each in part(measure, "bands").values()]
        for word, way in (("to", "down"), ("from", "up")):
            if all(map(RANGE.fullmatch, said)) and not any(each.startswith(f"{word} ") for each in said):
                yield ("measures", key, "bands"), f"no band of '{key}' goes on {way}", f"write one band as '{word} …'"


def classes(file: File) -> Iterator[Finding]:
    """The classes hold every total the measures can give."""
    said, sizes = part(file, "total", "classes"), [len(part(each, "bands")) for _, each in blocks(file, "measures")]
    ends = [int(each) for text in said.values() for each in re.findall(r"\d+", str(text))]
    if ends and sizes and all(sizes) and (min(ends), max(ends)) != (len(sizes), sum(sizes)):
        right = f"the {len(sizes)} measures give {len(sizes)} to {sum(sizes)}"
        yield ("total", "classes"), f"the classes hold {min(ends)} to {max(ends)}", right


def payments(file: File) -> Iterator[Finding]:
    """The points inside the limit reach it; each point has what its kind needs."""
    wanted = {"met": ("rule",), "each_met": ("rule",), "on_file": ("on_file",), "early_exit": ("after", "sooner_than")}
    total = 0
    for key, point in blocks(file, "payments", "points"):
        for name in wanted.get(str(point.get("kind")), ()):
            if name not in point:
                right = f"a payment of kind '{point['kind']}' needs it"
                yield ("payments", "points", key), f"payment '{key}' has no '{name}'", right
        amount, times = point.get("amount"), point.get("times", 1)
        if isinstance(amount, int) and isinstance(times, int) and not point.get("outside_limit"):
            total += amount * times
    limit = part(file, "payments").get("limit")
    if isinstance(limit, int) and total < limit:
        found = f"the points inside the limit add up to {total}, not {limit}"
        yield ("payments", "limit"), found, "lower the limit or correct the points"


def zone(file: File) -> Iterator[Finding]:
    said = file.get("time_zone")
    if isinstance(said, str) and not is_zone(said):
        yield ("time_zone",), f"no time zone is called '{said}'", meant(said, tuple(sorted(available_timezones())))


def is_zone(said: str) -> bool:
    try:
        return bool(ZoneInfo(said))
    except (KeyError, ValueError, OSError):
        return False


def dated(name: str, file: File) -> Iterator[Finding]:
    """A file called after a day holds the edition of that day."""
    stem, edition = PurePath(name).stem, file.get("edition")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stem) and isinstance(edition, date) and edition.isoformat() != stem:
        yield ("edition",), f"the edition is {edition} but the file is called '{stem}'", "let both name the same day"
