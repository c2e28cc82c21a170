"""One row a case that answers every as-of and every known-at: which dates were met, and when that was recorded.

Within an epoch of knowledge nothing already known changes, it only grows; each slot then carries the one day and
the one moment from which it counts, and any question about the past is arithmetic on fixed slots.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise

from duly.engine.facts import Fact, History
from duly.engine.lengths import Length
from duly.engine.program import Edition, MeanDays, Measure, Series, ShareComplete, ShareHeld, ShareOnTime, Windows
from duly.engine.record import names_of

ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
NEVER_AT = datetime(9999, 1, 1, tzinfo=UTC)
NEVER_ON = date(9999, 1, 1)

Named = dict[str, list[Fact]]


@dataclass(frozen=True, slots=True)
class MeasureSlots:
    """Frozen: where one measure finds its dates in a tally; positions count from 0.

    `every` and `tenure` are days. Where a rule counts in months they are None: then the slots from `due` on hold the
    days on which its windows end or its series falls due, and `qualifies` the first day in the sample.
    """

    key: str
    kind: str  # share_held, mean_days, share_on_time, share_complete
    undated: int  # its `at` is when an undated anchor was recorded
    dated: int  # the earliest dated anchor
    first: int = 0  # windows or series: slots first … first + count - 1
    count: int = 0
    every: int | None = None
    tenure: int | None = None
    at_least: tuple[int, int] = (1, 1)  # the part of those due that must be met
    due: int | None = None
    qualifies: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Frozen: the slots of an edition's tallies."""

    size: int
    measures: dict[str, MeasureSlots]
    anchors: dict[str, int]  # each anchor's undated slot; the dated one follows it
    rules: dict[str, int]  # each rule's first slot
    calendar: dict[str, int]  # "due RULE" and "in MEASURE": days of their own, where a length is in months


@dataclass(frozen=True, slots=True)
class Tally:
    """Derived: one case in one epoch of knowledge [known_from, known_until)."""

    known_from: datetime
    known_until: datetime
    started_on: date
    exit_on: date
    exit_at: datetime
    slot_on: tuple[date, ...]
    slot_at: tuple[datetime, ...]


@cache
def layout(edition: Edition) -> Layout:
    """The fixed slots of this edition's tallies."""
    anchors = dict.fromkeys(anchor_of(edition, each) for each in edition.measures.values())
    at = {name: 2 * nth for nth, name in enumerate(anchors)}
    rules, calendar, size = {}, {}, 2 * len(at)
    for rule in measured(edition):
        rules[rule.key] = size
        size += rule.count
    for key, count in in_months(edition):
        calendar[key] = size
        size += count
    slots = {each.key: slots_of(edition, each, at, rules, calendar) for each in edition.measures.values()}
    return Layout(size, slots, at, rules, calendar)


@cache
def measured(edition: Edition) -> tuple[Windows | Series, ...]:
    """The rules that measures look at, in the order of the file."""
    wanted = {each.rule for each in edition.measures.values() if isinstance(each, ShareOnTime | ShareComplete)}
    rules = (rule for key, rule in edition.owed.items() if key in wanted)
    return tuple(rule for rule in rules if isinstance(rule, Windows | Series))


def rule_of(edition: Edition, measure: ShareOnTime | ShareComplete) -> Windows | Series:
    return next(rule for rule in measured(edition) if rule.key == measure.rule)


def anchor_of(edition: Edition, measure: Measure) -> str:
    """What a measure counts from."""
    return measure.of if isinstance(measure, ShareHeld | MeanDays) else rule_of(edition, measure).after


def days(length: Length) -> int | None:
    return {"day": length.count, "week": 7 * length.count}.get(length.unit)


def in_months(edition: Edition) -> Iterator[tuple[str, int]]:
    """What needs slots of its own because months differ: when a series falls due, when a sample begins."""
    for rule in measured(edition):
        if isinstance(rule, Series) and days(rule.every) is None:
            yield f"due {rule.key}", rule.count
    for measure in edition.measures.values():
        if isinstance(measure, ShareOnTime | ShareComplete) and days(measure.tenure) is None:
            yield f"in {measure.key}", 1


def slots_of(
    edition: Edition, measure: Measure, at: dict[str, int], rules: dict[str, int], calendar: dict[str, int]
) -> MeasureSlots:
    """Where one measure finds its dates."""
    anchor = at[anchor_of(edition, measure)]
    if isinstance(measure, ShareHeld | MeanDays):
        return MeasureSlots(measure.key, measure.kind, anchor, anchor + 1)
    rule = rule_of(edition, measure)
    first = rules[rule.key]
    return MeasureSlots(
        measure.key, measure.kind, anchor, anchor + 1, first, rule.count, days(rule.every), days(measure.tenure),
        at_least=measure.at_least if isinstance(measure, ShareOnTime) else (1, 1),
        due=None if days(rule.every) else calendar.get(f"due {rule.key}", first),
        qualifies=calendar.get(f"in {measure.key}"),
    )


def tallies(edition: Edition, history: History) -> tuple[Tally, ...]:
    """The case in every epoch of knowledge, oldest first: one row unless something known has changed."""
    facts = tuple(fact for fact in history if not wanted(edition).isdisjoint(names_of(edition, fact)))
    started = min((fact.on for fact in history if fact.kind == "assigned" and fact.on), default=NEVER_ON)
    everything = named(edition, facts)
    rows = [(ALWAYS, Seen(edition, everything))] if only_grew(edition, everything) else epochs(edition, facts)
    ends = [*(since for since, _ in rows[1:]), NEVER_AT]
    return tuple(
        Tally(since, until, started, seen.exit_on, seen.exit_at, tuple(seen.on), tuple(seen.at))
        for (since, seen), until in zip(rows, ends, strict=True)
    )


@cache
def wanted(edition: Edition) -> frozenset[str]:
    """The names of facts on which tallies rest."""
    met_by = (name for rule in measured(edition) for name in rule.met_by)
    return frozenset({*layout(edition).anchors, *met_by, "closed"})


def named(edition: Edition, facts: Iterable[Fact]) -> Named:
    """Facts by the names they go by."""
    found: Named = {}
    for fact in facts:
        for name in names_of(edition, fact):
            found.setdefault(name, []).append(fact)
    return found


class Seen:
    """Local: what is known of a case at one moment, slot by slot."""

    __slots__ = ("at", "edition", "exit_at", "exit_on", "on")

    def __init__(self, edition: Edition, facts: Named) -> None:
        plan = layout(edition)
        self.edition = edition
        self.on, self.at = [NEVER_ON] * plan.size, [NEVER_AT] * plan.size
        self.exit_on, self.exit_at = earliest(facts.get("closed", ()))
        for name, slot in plan.anchors.items():
            undated = (fact.recorded_at for fact in facts.get(name, ()) if fact.on is None)
            self.at[slot] = min(undated, default=NEVER_AT)
            self.on[slot + 1], self.at[slot + 1] = earliest(facts.get(name, ()))
        for rule in measured(edition):
            start, since = self.anchor(rule)
            if start != NEVER_ON:
                self.fill(rule, start, since, chosen(facts, rule))
        for key, slot in plan.calendar.items():
            self.keep(key, slot)

    def anchor(self, rule: Windows | Series) -> tuple[date, datetime]:
        slot = layout(self.edition).anchors[rule.after] + 1
        return self.on[slot], self.at[slot]

    def fill(self, rule: Windows | Series, start: date, since: datetime, facts: list[Fact]) -> None:
        """Put the dates of one rule into its slots; nothing counts before its anchor was known."""
        first = layout(self.edition).rules[rule.key]
        if isinstance(rule, Windows):
            ends = [rule.every.after(start, nth) for nth in range(1, rule.count + 1)]
            self.on[first : first + rule.count] = ends
            for fact in facts:
                nth = bisect_left(ends, fact.on or NEVER_ON)
                if fact.on and start < fact.on and nth < rule.count:
                    self.at[first + nth] = min(self.at[first + nth], max(since, fact.recorded_at))
        else:
            for nth, (on, at) in enumerate(in_order(start, since, facts)):
                if nth < rule.count:
                    self.on[first + nth], self.at[first + nth] = on, at

    def keep(self, key: str, slot: int) -> None:
        """The days that only a calendar can tell: when a series falls due, when a sample begins."""
        what, _, name = key.partition(" ")
        measure = self.edition.measures.get(name) if what == "in" else None
        rule = next(each for each in measured(self.edition) if each.key == getattr(measure, "rule", name))
        start, since = self.anchor(rule)
        if start == NEVER_ON:
            return
        if isinstance(measure, ShareOnTime | ShareComplete):
            self.on[slot], self.at[slot] = measure.tenure.after(start), since
        else:
            for nth in range(rule.count):
                self.on[slot + nth], self.at[slot + nth] = rule.every.after(start, nth + 1), since

    def grows_into(self, later: "Seen", moment: datetime) -> bool:
        """Whether one row can stand for both: what was known stays, and what is new was recorded only now."""
        exits = stays(self.exit_on, self.exit_at, later.exit_on, later.exit_at, moment)
        return exits and all(
            stays(*slot, moment) for slot in zip(self.on, self.at, later.on, later.at, strict=True)
        )


def stays(on: date, at: datetime, later_on: date, later_at: datetime, moment: datetime) -> bool:
    return (on, at) == (later_on, later_at) or (at == NEVER_AT and later_at >= moment)


def earliest(facts: Iterable[Fact]) -> tuple[date, datetime]:
    """The earliest day, and since when it is known."""
    return min(((fact.on, fact.recorded_at) for fact in facts if fact.on), default=(NEVER_ON, NEVER_AT))


def chosen(facts: Named, rule: Windows | Series) -> list[Fact]:
    return [fact for name in rule.met_by for fact in facts.get(name, ())]


def in_order(start: date, since: datetime, facts: list[Fact]) -> Iterator[tuple[date, datetime]]:
    """The dates of a series, oldest first, and since when each is known; one put in between begins an epoch."""
    for on, at in sorted((fact.on, fact.recorded_at) for fact in facts if fact.on and fact.on > start):
        yield on, max(since, at)


def only_grew(edition: Edition, facts: Named) -> bool:
    """Whether nothing known was ever replaced, moved or put before something already known."""
    if any(fact.until for each in facts.values() for fact in each) or len(facts.get("closed", ())) > 1:
        return False
    for name in layout(edition).anchors:
        dated = [(fact.on, fact.recorded_at) for fact in facts.get(name, ()) if fact.on]
        if dated and min(dated)[1] > min(at for _, at in dated):
            return False
    return all(recorded_in_order(facts, rule) for rule in measured(edition) if isinstance(rule, Series))


def recorded_in_order(facts: Named, rule: Series) -> bool:
    """Whether a series was written down in the order of its dates, as far as that was known at all."""
    start, since = earliest(facts.get(rule.after, ()))
    held = sorted((fact.on, fact.recorded_at) for fact in chosen(facts, rule) if fact.on and fact.on > start)
    return all(max(since, a[1]) <= max(since, b[1]) for a, b in pairwise(held))


def epochs(edition: Edition, facts: tuple[Fact, ...]) -> list[tuple[datetime, Seen]]:
    """What was known at every moment something was recorded; a row goes on as long as knowledge only grows."""
    moments = sorted({moment for fact in facts for moment in (fact.recorded_at, fact.until) if moment})
    rows = [(ALWAYS, Seen(edition, {}))]
    for moment in moments:
        seen = Seen(edition, named(edition, (fact for fact in facts if stands(fact, moment))))
        if rows[-1][1].grows_into(seen, moment):
            rows[-1] = rows[-1][0], seen
        else:
            rows.append((moment, seen))
    return rows


def stands(fact: Fact, moment: datetime) -> bool:
    """Whether it was recorded by then, and not replaced yet."""
    return fact.recorded_at <= moment and (fact.until is None or fact.until > moment)


def score_tally(slots: MeasureSlots, tally: Tally, *, as_of: date, known_at: datetime) -> tuple[bool, bool, int]:
    """In the sample, passes, number: the arithmetic on a tally that holds at that moment."""
    anchor = tally.slot_on[slots.dated]
    dated = anchor <= as_of and tally.slot_at[slots.dated] <= known_at
    if slots.kind == "share_held":
        return True, dated or tally.slot_at[slots.undated] <= known_at, 0
    if slots.kind == "mean_days" or not dated:
        return dated, dated, (anchor - tally.started_on).days if dated else 0
    left = tally.exit_on <= as_of and tally.exit_at <= known_at
    last = min(tally.exit_on, as_of) if left else as_of
    if not in_sample(slots, tally, anchor, last):
        return False, False, 0
    due, met = due_by(slots, tally, anchor, last), met_by(slots, tally, last, known_at)
    part, whole = slots.at_least
    return True, met * whole >= part * due, met


def in_sample(slots: MeasureSlots, tally: Tally, anchor: date, last: date) -> bool:
    if slots.qualifies is not None:
        return tally.slot_on[slots.qualifies] <= last
    return (last - anchor).days >= (slots.tenure or 0)


def due_by(slots: MeasureSlots, tally: Tally, anchor: date, last: date) -> int:
    """How many windows have ended, or how many of the series have fallen due."""
    if slots.every:
        return min(slots.count, (last - anchor).days // slots.every)
    first = slots.due or 0
    return sum(on <= last for on in tally.slot_on[first : first + slots.count])


def met_by(slots: MeasureSlots, tally: Tally, last: date, known_at: datetime) -> int:
    """How many slots count: a window's day is its last, a series' the day it was held."""
    span = slice(slots.first, slots.first + slots.count)
    pairs = zip(tally.slot_on[span], tally.slot_at[span], strict=True)
    return sum(on <= last and at <= known_at for on, at in pairs)
