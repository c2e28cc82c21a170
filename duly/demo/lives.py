"""What becomes of one case under the rules of its program: made up, seeded, and as untidy as a real record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from duly.demo.names import note
from duly.engine.program import (
    ANY_CONTACT,
    REACHED,
    Edition,
    FollowUp,
    Interval,
    Once,
    ProgramLength,
    Series,
    Windows,
)

TRY_MODES = ("phone", "phone", "email", "text")
SEVERAL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a provider works, drawn once for it: the differences a fidelity table shows."""

    held: float  # of the anchors a schedule starts from, how many come about
    delay: float  # mean days until they do
    regular: float  # of the windows, how many are met
    thorough: float  # of a series, how many are held
    tries: float  # tries for each contact
    late: float  # entries written down long after
    undated: float  # anchors held without a date on record
    same_words: bool  # notes and services nearly the same for everyone

    @classmethod
    def drawn(cls, chance: Random) -> "Manner":
        return cls(
            held=chance.uniform(0.72, 0.99), delay=chance.uniform(6, 26), regular=chance.uniform(0.35, 0.97),
            thorough=chance.uniform(0.1, 0.95), tries=chance.uniform(0.2, 1.2), late=chance.uniform(0.01, 0.12),
            undated=chance.uniform(0, 0.05), same_words=chance.random() < 0.25,
        )


@dataclass(slots=True)
class Entry:
    """A contact or a try as somebody wrote it down."""

    kind: str
    on: date | None
    written: date
    mode: str
    outcome: str
    note: str


@dataclass(slots=True)
class Life:
    """One case in the making."""

    edition: Edition
    manner: Manner
    chance: Random
    assigned: date
    last: date  # the last day of the record
    ends: date  # the day it ends, whether or not anybody closes it
    energy: float  # how much the participant brings
    entries: list[Entry] = field(default_factory=list)
    happened: dict[str, date] = field(default_factory=dict)
    closed: tuple[date, str, date] | None = None  # day, reason, written

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def some(self, most: int, least: int = 0) -> timedelta:
        return timedelta(days=least + int(self.chance.random() * (most - least + 1)))

    def pick(self, choices: tuple[str, ...]) -> str:
        return choices[int(self.chance.random() * len(choices))]


def live(edition: Edition, manner: Manner, chance: Random, *, assigned: date, last: date) -> Life:
    """Everything that happens to the case, rule by rule in the order of the program file."""
    energy = chance.choices((1.08, 0.9, 0.45), (50, 35, 15))[0]
    life = Life(edition, manner, chance, assigned, last, _end(edition, chance, assigned, energy), energy)
    life.happened["assigned"] = assigned
    for rule in edition.owed.values():
        match rule:
            case Once(after=str(anchor)):
                _once(life, rule, life.happened.get(anchor))
            case Windows() | Series():
                _schedule(life, rule, life.happened.get(rule.after))
            case Interval():
                _interval(life, rule, life.happened.get(rule.after))
            case FollowUp() | ProgramLength() | _:
                pass
    _close(life)
    life.entries.sort(key=lambda entry: entry.written)
    return life


def _end(edition: Edition, chance: Random, assigned: date, energy: float) -> date:
    """Some leave early; the others stay as long as the program lasts, some a little longer."""
    rule = edition.length()
    whole = (rule.lasts.after(assigned) - assigned).days if rule else 400
    if chance.random() < 0.55 - 0.35 * energy:
        return assigned + timedelta(days=20 + int(chance.random() * whole * 0.8))
    return assigned + timedelta(days=whole + int(chance.random() * 45))


def _once(life: Life, rule: Once, anchor: date | None) -> None:
    kind = _kind(life.edition, rule.met_by)
    if anchor is None or kind is None or not rule.within or any(name in (ANY_CONTACT, REACHED) for name in rule.met_by):
        return
    due = (rule.within.after(anchor) - anchor).days
    delay = int(life.chance.gammavariate(2.2, life.manner.delay / 2.2) * due / 14)
    if life.likely(life.manner.held * (0.85 + 0.15 * life.energy)):
        if _meet(life, kind, anchor + timedelta(days=max(1, delay)), undated=life.manner.undated):
            life.happened.setdefault(kind, anchor + timedelta(days=max(1, delay)))
    else:
        _try(life, kind, anchor + life.some(30, 3), times=1 + int(life.chance.random() * 4))


def _schedule(life: Life, rule: Windows | Series, anchor: date | None) -> None:
    """Each window or each of a series: met, tried for, or let pass; people bring less of themselves as time goes on."""
    kind = _kind(life.edition, rule.met_by)
    if anchor is None or kind is None:
        return
    share = life.manner.regular if isinstance(rule, Windows) else life.manner.thorough
    for nth in range(1, rule.count + 1):
        opens, closes = rule.every.after(anchor, nth - 1), rule.every.after(anchor, nth)
        if opens > life.last or opens > life.ends:
            return
        within = isinstance(rule, Windows)
        day = opens + life.some((closes - opens).days - 1, 1) if within else closes + life.some(12, -6)
        if life.likely(share * life.energy * (1 - 0.015 * nth)):
            _meet(life, kind, day)
        elif life.likely(0.5):
            _try(life, kind, day, times=1 + int(life.chance.random() * 2))


def _interval(life: Life, rule: Interval, anchor: date | None) -> None:
    kind = _kind(life.edition, rule.met_by)
    if kind is None:
        return
    day, length = anchor or life.assigned, (rule.every.after(life.assigned) - life.assigned).days
    while day <= min(life.ends, life.last):
        day += timedelta(days=1 + int(length * life.chance.uniform(0.4, 1.15 / life.energy)))
        _meet(life, kind, day)


def _kind(edition: Edition, names: tuple[str, ...]) -> str | None:
    """The kind of contact that meets a rule; any kind where the rule takes any."""
    known = next((name for name in names if name in edition.contacts), None)
    if known is None and any(name in (ANY_CONTACT, REACHED) for name in names):
        return next(iter(edition.contacts))
    return known


def _meet(life: Life, kind: str, day: date, *, undated: float = 0) -> bool:
    """A contact in which the participant was reached, after the tries it took; False if the case was over by then."""
    if day > life.ends or day > life.last:
        return False
    if life.likely(life.manner.tries * 0.4):
        _try(life, kind, day - life.some(4, 1), times=1 + int(life.chance.random() * 1.6))
    asked = life.edition.contacts[kind]
    counting = asked.counts_in or asked.modes
    mode = life.pick(counting if life.likely(0.97) else asked.modes)
    on = None if undated and life.likely(undated) else day
    said = note(life.chance, reached=True, same_words=life.manner.same_words)
    life.entries.append(Entry(kind, on, _written(life, day), mode, "completed", said))
    return True


def _try(life: Life, kind: str, day: date, *, times: int) -> None:
    modes = life.edition.contacts[kind].modes
    for _ in range(times):
        if not life.assigned <= day <= life.last:
            return
        mode = life.pick(TRY_MODES)
        mode = mode if mode in modes else modes[0]
        outcome = "no_show" if mode == "in_person" or life.likely(0.2) else "no_response"
        said = note(life.chance, reached=False, same_words=life.manner.same_words)
        life.entries.append(Entry(kind, day, _written(life, day), mode, outcome, said))
        day += SEVERAL


def _written(life: Life, day: date) -> date:
    """The day it is written down: mostly the same or the next, now and then much later."""
    if life.likely(life.manner.late):
        return day + life.some(150, 6)
    return day + timedelta(days=int(life.chance.expovariate(0.9)))


def _close(life: Life) -> None:
    """Most that are over get closed, some time later; the others stay open on paper."""
    closed = life.ends + life.some(20)
    written = closed + life.some(10)
    if written <= life.last and life.likely(0.9):
        life.closed = closed, life.pick(tuple(life.edition.closing)), written


def milestones(life: Life) -> Iterator[tuple[str, date, date]]:
    """Some of what can be achieved, in the order of the program file: what, day, written."""
    day = life.assigned + life.some(120, 40)
    for key in life.edition.milestones:
        if day > min(life.ends, life.last) or not life.likely(0.62 * life.energy):
            return
        written = _written(life, day)
        if written <= life.last:
            yield key, day, written
        day += life.some(70, 5)


def services(life: Life) -> Iterator[tuple[str, str, str, date, date | None, date]]:
    """Services given: kind, delivery, topic, started, ended, written."""
    codes, ways = tuple(life.edition.services), tuple(life.edition.deliveries)
    topics: tuple[str, ...] = life.edition.topics.suggestions or ("",)
    if life.manner.same_words:
        codes, ways, topics = codes[:1], ways[:1], topics[:1]
    for _ in range(int(life.chance.random() * 3.8 * life.energy) if codes and ways else 0):
        started = life.assigned + life.some(300, 10)
        written = _written(life, started)
        if started > min(life.ends, life.last) or written > life.last:
            continue
        ended = started + life.some(20, 1)
        what = life.pick(codes), life.pick(ways), life.pick(topics)
        yield *what, started, ended if ended <= written else None, written
