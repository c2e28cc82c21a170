"""From the text of a program file to an edition, or to every mistake with its place."""

from dataclasses import dataclass

from duly.engine.program import Edition


@dataclass(frozen=True, slots=True)
class Mistake:
    """Frozen: a place in the file, what was found there, what would be right."""

    line: int
    column: int
    found: str
    right: str


class Unreadable(Exception):
    """The file is no edition; `mistakes` has every reason."""

    def __init__(self, name: str, mistakes: tuple[Mistake, ...]) -> None:
        self.name, self.mistakes = name, mistakes
        super().__init__("\n".join(f"{name}:{m.line}:{m.column}: {m.found}; {m.right}" for m in mistakes))


def read(name: str, text: str) -> Edition:
    """The edition, or Unreadable."""
    raise NotImplementedError


def load(program: str, edition: str | None = None) -> Edition:
    """A packaged edition; the newest where none is named."""
    raise NotImplementedError


def editions() -> tuple[tuple[str, str], ...]:
    """Every packaged edition as (program, edition)."""
    raise NotImplementedError
