"""Shows how far something long has come, on standard error; what takes less than two seconds says nothing."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 2.0
WIDTH = 30


@contextmanager
def counting(what: str, total: int = 0) -> Iterator[Callable[[int], None]]:
    """`with counting("contacts", len(rows)) as step:` then `step(1)` for each one done."""
    bar = Bar(what, total)
    try:
        yield bar.step
    finally:
        bar.end()


class Bar:
    """One line that moves on a terminal; a line every ten seconds in a log."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0
        self.began = self.shown = time.monotonic()
        self.moving = sys.stderr.isatty()

    def step(self, more: int = 1) -> None:
        self.done += more
        now = time.monotonic()
        if now - self.began > PATIENCE and now - self.shown > (0.1 if self.moving else 10.0):
            self.shown = now
            self._show()

    def _show(self) -> None:
        sys.stderr.write(f"\r{self}" if self.moving else f"{self}\n")
        sys.stderr.flush()

    def __str__(self) -> str:
        if not self.total:
            return f"duly: {self.what} {self.done:,}"
        part = min(1.0, self.done / self.total)
        bar = "#" * round(part * WIDTH)
        return f"duly: {self.what} [{bar:<{WIDTH}}] {self.done:,} of {self.total:,}"

    def end(self) -> None:
        if self.moving and self.shown != self.began:
            sys.stderr.write(f"\r{self}\n")
