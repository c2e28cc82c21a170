"""What a case has earned under the program's payment schedule, with the facts that show it (SET-73 to SET-84)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from duly.engine.facts import Fact, History
from duly.engine.phrases import called, counted, said
from duly.engine.program import REACHED, Edition, Once, Payment, Series, Windows
from duly.engine.record import Record

CENTS = 100  # amounts stand in the file in whole dollars


@dataclass(frozen=True, slots=True)
class Claim:
    """Derived: one payment earned by one case: which, the how manieth, cents, the day, the facts, the sentence.

    `earned_on` is the latest day among the evidence, None where none of it has a day. Whether it was written down in
    time to be paid is no question of this module: that is asked when an invoice is made.
    """

    payment: str
    time: int
    cents: int
    earned_on: date | None
    evidence: tuple[str, ...]
    because: str


def claims(edition: Edition, history: History, *, as_of: date, known_at: datetime) -> tuple[Claim, ...]:
    """Every payment earned as of a day, from what was recorded by a moment, in the order of the file."""
    if edition.payments is None:
        return ()
    record = Record(edition, history.known(as_of, known_at))
    found: dict[str, tuple[Claim, ...]] = {}
    for key, point in edition.payments.points.items():
        if point.kind in EARNED:
            found[key] = tuple(EARNED[point.kind](key, point, record, found))
    return tuple(claim for each in found.values() for claim in each)


def _met(key: str, point: Payment, record: Record, _: Mapping[str, tuple[Claim, ...]]) -> Iterator[Claim]:
    """The rule is met: by the earliest such fact, or by one whose day nobody wrote down."""
    rule = record.edition.owed[point.rule or ""]
    assert isinstance(rule, Once)
    held = next(iter(record.ever(rule.met_by)), None) or record.undated(rule.met_by)
    if held:
        yield _claim(key, 1, point, [held], f"{_named(record, held)} {_when(held)}.")


def _each_met(key: str, point: Payment, record: Record, _: Mapping[str, tuple[Claim, ...]]) -> Iterator[Claim]:
    """The k-th of a series was held, and each window of the stretch that ends with its due day holds something."""
    rule = record.edition.owed[point.rule or ""]
    assert isinstance(rule, Series)
    start = _start(record, rule.after)
    if start is None:
        return
    held = [fact for fact in record.dated(rule.met_by) if fact.on and fact.on > start]
    for time, fact in enumerate(held[: point.times], 1):
        filled = [_first_within(point, record, window) for window in _windows(point, record, rule, start, time)]
        if all(filled):
            found = [each for each in filled if each]
            spans = counted(len(found), "window")
            holds = "a contact or a service" if point.or_service else "a contact"
            held_on = f"{_named(record, fact)} {time} {_when(fact)}"
            because = f"{held_on}; each of the {spans} before it is due holds {holds}."
            yield _claim(key, time, point, [fact, *found], because)


def _on_file(key: str, point: Payment, record: Record, _: Mapping[str, tuple[Claim, ...]]) -> Iterator[Claim]:
    """Any one of these is on file."""
    there = next(iter(record.ever(point.on_file)), None) or record.undated(point.on_file)
    if there:
        yield _claim(key, 1, point, [there], f"{_named(record, there)} {_when(there)}.")


def _early_exit(
    key: str, point: Payment, record: Record, found: Mapping[str, tuple[Claim, ...]]
) -> Iterator[Claim]:
    """Formally closed sooner than so long after the anchor, in place of payments that were not earned."""
    anchor, instead, most = point.after or "", point.instead_of or "", point.fewer_than or 0
    start = _start(record, anchor)
    earned = len(found.get(instead, ()))
    if start is None or record.exit is None or point.sooner_than is None or earned >= most:
        return
    if record.exit_on < point.sooner_than.after(start):
        days = counted((record.exit_on - start).days, "day")
        because = (
            f"Closed on {said(record.exit_on)}, {days} after the {called(record.edition, anchor)},"
            f" with {earned} of {most} payments earned that it stands in place of."
        )
        opened = tuple(each.id for each in record.ever(("assigned",))[:1])
        yield Claim(key, 1, point.amount * CENTS, record.exit_on, opened, because)


EARNED: Mapping[str, Callable[[str, Payment, Record, Mapping[str, tuple[Claim, ...]]], Iterator[Claim]]] = {
    "met": _met,
    "each_met": _each_met,
    "on_file": _on_file,
    "early_exit": _early_exit,
}  # an agreed slot is earned by the agreement, not by a case


def _claim(key: str, time: int, point: Payment, facts: list[Fact], because: str) -> Claim:
    """The claim with its evidence: each fact once, in the order of their ids."""
    days = [fact.on for fact in facts if fact.on]
    evidence = tuple(sorted({fact.id for fact in facts}))
    return Claim(key, time, point.amount * CENTS, max(days, default=None), evidence, because)


def _start(record: Record, name: str) -> date | None:
    """The day something counts from; that it came after the exit does not undo it."""
    return next((fact.on for fact in record.ever((name,))), None)


Window = tuple[date, date]


def _windows(point: Payment, record: Record, rule: Series, start: date, time: int) -> Iterator[Window]:
    """The windows that end in the stretch before the k-th of the series is due: after the first day, to the last."""
    if point.each_window is None:
        return
    cut = record.edition.owed[point.each_window]
    assert isinstance(cut, Windows)
    before, due = rule.every.after(start, time - 1), rule.every.after(start, time)
    for nth in range(1, cut.count + 1):
        if before < (end := cut.every.after(start, nth)) <= due:
            yield cut.every.after(start, nth - 1), end


def _first_within(point: Payment, record: Record, window: Window) -> Fact | None:
    """The earliest contact the participant answered, of any kind, or the earliest service started."""
    names = (REACHED, "service") if point.or_service else (REACHED,)
    after, last = window
    return next((fact for fact in record.dated(names) if fact.on and after < fact.on <= last), None)


def _named(record: Record, fact: Fact) -> str:
    """What a sentence begins with: Intake, Business plan complete."""
    name = called(record.edition, fact.what or fact.kind)
    return name[:1].upper() + name[1:]


def _when(fact: Fact) -> str:
    return f"on {said(fact.on)}" if fact.on else "on a day not recorded"
