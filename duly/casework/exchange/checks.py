"""What makes an entry wrong, said once: the pages' forms and the import ask the same functions.

Each takes values that have been read, and answers with every mistake as (field, sentence). A value that could not be
read is None and has been complained of elsewhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from duly.casework.exchange import words
from duly.engine.assessing import BESIDE
from duly.engine.lengths import Length
from duly.engine.program import BUILT_IN, Edition, Interval, Once, Series, Windows
from duly.engine.reading import editions, in_force, load

Wrong = tuple[str, str]
DELIVERIES = ("direct", "in_house_referral", "external_referral")
OLDEST = 110
SOME_DAY = date(2001, 1, 1)  # from which two lengths are laid side by side


@dataclass(frozen=True)
class Rules:
    """An edition, with what day it is where the program runs."""

    edition: Edition
    today: date

    @classmethod
    def at(cls, program: str, now: datetime, *, edition: str | None = None, assigned_on: date | None = None) -> "Rules":
        """The rules of a named edition, or of the one in force on a day."""
        found = load(program, edition) if edition else in_force(program, assigned_on or now.date())
        return cls(found, now.astimezone(found.zone).date())

    @cached_property
    def deliveries(self) -> Collection[str]:
        return self.edition.deliveries or DELIVERIES

    @cached_property
    def events(self) -> Collection[str]:
        return (*(each for each in BUILT_IN if each not in ("assigned", "closed", "service")), *self.edition.events)

    @cached_property
    def held_once(self) -> frozenset[str]:
        """Kinds of contact that a case has one of: what meets a `once` rule and nothing that comes back."""
        rules = self.edition.owed.values()
        once = {kind for rule in rules if isinstance(rule, Once) for kind in rule.met_by}
        again = {kind for rule in rules if isinstance(rule, Windows | Series | Interval) for kind in rule.met_by}
        return frozenset((once - again) & set(self.edition.contacts))


@dataclass(slots=True)
class Standing:
    """What the checks need to know of a case: its rules, when it was assigned and closed."""

    rules: Rules | None
    assigned_on: date | None
    closed_on: date | None = None
    held: frozenset[str] = frozenset()  # kinds of contact held once, and held already


def contact(
    case: Standing, *, kind: str | None, occurred_on: date | None, recorded_at: datetime | None, **_: Any
) -> list[Wrong]:
    """A contact or a try: of a kind the program knows, not before the case, not after it was written down."""
    if case.rules is None:
        return []
    wrong = code("kind", "kind of contact", kind, case.rules.edition.contacts)
    wrong += happened(case.rules, "occurred_on", occurred_on, recorded_at)
    if case.assigned_on and (occurred_on or recorded_at):
        day = occurred_on or (
            recorded_at.astimezone(case.rules.edition.zone).date() if recorded_at else case.assigned_on
        )
        if day < case.assigned_on:
            column = "occurred_on" if occurred_on else "recorded_at"
            wrong.append((column, f"Before the case was assigned ({case.assigned_on}). Check the day, or the case."))
    return wrong


def milestone(
    case: Standing, *, kind: str | None, achieved_on: date | None, recorded_at: datetime | None, **_: Any
) -> list[Wrong]:
    """Something achieved: of a kind the program knows, on a day that has come."""
    if case.rules is None:
        return []
    return [
        *code("kind", "milestone", kind, case.rules.edition.milestones),
        *happened(case.rules, "achieved_on", achieved_on, recorded_at),
    ]


def service(
    case: Standing,
    *,
    kind: str | None,
    delivery: str | None,
    topic: str | None,
    started_on: date | None,
    ended_on: date | None,
    recorded_at: datetime | None,
    **_: Any,
) -> list[Wrong]:
    """A service or referral: its kind, delivery and topic known to the program; ended after it began."""
    if case.rules is None:
        return []
    edition = case.rules.edition
    wrong = code("kind", "service", kind, edition.services)
    wrong += code("delivery", "way of delivery", delivery, case.rules.deliveries)
    if topic and not edition.topics.any_text:
        wrong += code("topic", "topic", topic, edition.topics.suggestions)
    wrong += happened(case.rules, "started_on", started_on, recorded_at)
    return wrong + service_end(case, started_on=started_on, ended_on=ended_on)


def service_end(case: Standing, *, started_on: date | None, ended_on: date | None, **_: Any) -> list[Wrong]:
    """An end that has come, and not before the beginning."""
    if case.rules is None or ended_on is None:
        return []
    if started_on and ended_on < started_on:
        return [("ended_on", f"Before it began ({started_on}). Check both days.")]
    return future(case.rules, "ended_on", ended_on)


def closing(
    case: Standing,
    *,
    closed_on: date | None,
    reason: str | None,
    recorded_at: datetime | None,
    **_: Any,
) -> list[Wrong]:
    """A closing: for a reason the program knows, not before the case was assigned."""
    if case.rules is None:
        return []
    wrong = code("reason", "closing reason", reason, case.rules.edition.closing)
    wrong += happened(case.rules, "closed_on", closed_on, recorded_at)
    if closed_on and case.assigned_on and closed_on < case.assigned_on:
        wrong.append(("closed_on", f"Before the case was assigned ({case.assigned_on}). Check both days."))
    return wrong


def event(
    case: Standing, *, kind: str | None, occurred_on: date | None, recorded_at: datetime | None, **said: Any
) -> list[Wrong]:
    """A turn in a case that the program's rules know by name."""
    if case.rules is None:
        return []
    return [
        *code("kind", "event", kind, case.rules.events),
        *happened(case.rules, "occurred_on", occurred_on, recorded_at),
        *own_terms(case.rules.edition, kind or "", said),
    ]


def own_terms(edition: Edition, kind: str, said: Mapping[str, Any]) -> list[Wrong]:
    """What changes the terms of one case says to what, and why; a later last day says who approved it."""
    length = edition.length()
    extends = length is not None and kind in length.extended_by
    shortens = [rule for rule in edition.owed.values() if isinstance(rule, Interval) and kind in rule.shortened_by]
    needs = {"note": "The reason is missing. Write why."} if extends or shortens else {}
    if extends:
        needs["until_on"] = "The later last day is missing."
        needs["author_id"] = "Nobody approved it. Name who did."
    wrong = [(name, says) for name, says in needs.items() if not said.get(name)]
    return wrong + [("what", says) for rule in shortens if (says := shorter(rule, said.get("what") or ""))]


def shorter(rule: Interval, what: str) -> str:
    """What is wrong with an interval for one case, if anything is."""
    try:
        every = Length.said(what)
    except ValueError as error:
        return f"{str(error)[0].upper()}{str(error)[1:]}."
    longer = every.after(SOME_DAY) > rule.every.after(SOME_DAY)
    return f"Longer than the program's own interval ({rule.every}). Write a shorter one." if longer else ""


def appointment(case: Standing, *, kind: str | None, **_: Any) -> list[Wrong]:
    """A meeting agreed, of a kind of contact the program knows; it may well be to come."""
    return code("kind", "kind of contact", kind, case.rules.edition.contacts) if case.rules else []


def answers(case: Standing, *, form: str | None, answers: Mapping[str, Any] | None, **_: Any) -> list[Wrong]:
    """Answers to questions that the form asks."""
    if case.rules is None:
        return []
    forms = case.rules.edition.forms
    if form is None or form not in {**forms, **BESIDE}:
        return code("form", "form", form, forms)
    asked: Collection[str] = BESIDE[form] if form in BESIDE else forms[form].fields
    return [
        ("answers", f"The form '{form}' does not ask '{each}'.{words.did_you_mean(each, asked)}")
        for each in answers or {}
        if each not in asked
    ]


def program(name: str) -> list[Wrong]:
    """A program that Duly knows."""
    return code("program", "program", name, list(dict.fromkeys(known for known, _ in editions())))


def birth_date(day: date | None, *, today: date) -> list[Wrong]:
    """The birthday of somebody who may be alive."""
    if day is None:
        return []
    if day > today:
        return [("birth_date", f"In the future. Today is {today}.")]
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return [("birth_date", f"Would be {years} years old. Check the year.")] if years > OLDEST else []


def code(name: str, what: str, found: str | None, known: Collection[str]) -> list[Wrong]:
    """A code of the program file."""
    if found is None or found in known:
        return []
    return [(name, words.unknown(what, found, known) if found else words.one_of(known))]


def future(rules: Rules, name: str, day: date | None) -> list[Wrong]:
    """Nothing happens tomorrow."""
    return [(name, f"In the future. Today is {rules.today}.")] if day and day > rules.today else []


def happened(rules: Rules, name: str, day: date | None, recorded_at: datetime | None) -> list[Wrong]:
    """A day that has come, and was not written down before it came, on the calendar where the program runs."""
    if day is None:
        return []
    if day > rules.today:
        return future(rules, name, day)
    if recorded_at is not None and (written := recorded_at.astimezone(rules.edition.zone).date()) < day:
        return [("recorded_at", f"Written down on {written}, before the day it tells of ({day}). Check both.")]
    return []
