"""Two ways of doing the same, one after the other in turns: the machine may be busy, the ratio holds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours over theirs: the median of the rounds, with the seconds each took in the middle."""

    ratio: float
    ours: float
    theirs: float

    def __str__(self) -> str:
        return f"{self.ratio:.2f} ({spent(self.ours)} to {spent(self.theirs)})"


def interleaved(ours: Act, theirs: Act, *, rounds: int = ROUNDS, times: int = 1) -> Ratio:
    """Each round does ours and theirs so many times; every other round theirs comes first. One round warms up."""
    pairs = []
    for number in range(rounds + 1):
        first, second = (ours, theirs) if number % 2 else (theirs, ours)
        one, two = seconds(first, times), seconds(second, times)
        pairs.append((one, two) if number % 2 else (two, one))
    kept = pairs[1:]
    middle = statistics.median
    return Ratio(middle(a / b for a, b in kept), middle(a for a, _ in kept), middle(b for _, b in kept))


def seconds(act: Act, times: int = 1) -> float:
    """How long one takes, of so many."""
    began = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - began) / times


def spent(length: float) -> str:
    """As people say it: 340 µs, 12 ms, 3.4 s."""
    for unit, size in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if length * size >= 1 or unit == "µs":
            shown = length * size
            return f"{shown:.{0 if shown >= 20 else 1}f} {unit}"
    return ""
