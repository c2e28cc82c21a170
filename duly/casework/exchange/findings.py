"""What a check found: every mistake and every warning with its place, what stood there and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

SHOWN = 60  # characters of a cell that a message repeats


class Finding(NamedTuple):
    """A place in a file, what was found there, what is wrong with it and what would be right."""

    file: str
    line: int
    column: str
    found: str | None
    says: str

    def __str__(self) -> str:
        return self.line_as("")

    def line_as(self, mark: str) -> str:
        """One line of output, whatever the cell held."""
        found = "" if self.found is None else f"found '{self.seen}'. " if self.found else "found nothing. "
        return visible(f"{self.file}:{self.line}: {self.column}: {mark}{found}{self.says}")

    @property
    def seen(self) -> str:
        """The cell as people can see it: shortened, with what is invisible written out."""
        found = self.found or ""
        return visible(found if len(found) <= SHOWN else found[: SHOWN - 1] + "…")


def visible(text: str) -> str:
    """The text with what cannot be printed written out."""
    return (
        text if text.isprintable() else "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
    )


class Wrong(Exception):
    """A cell that cannot be read; the sentence says what is wrong and what would be right."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


@dataclass(slots=True)
class Findings:
    """Mistakes and warnings of one import, as they come; `sorted` gives them in the order of files and lines."""

    mistakes: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def wrong(self, file: str, line: int, column: str, found: str | None, says: str) -> None:
        self.mistakes.append(Finding(file, line, column, found, says))

    def warn(self, file: str, line: int, column: str, found: str | None, says: str) -> None:
        self.warnings.append(Finding(file, line, column, found, says))


def in_order(findings: Iterable[Finding], files: Iterable[str]) -> list[Finding]:
    """By file as the contract lists them, then by line; the same place only once for the same reason."""
    place = {name: number for number, name in enumerate(files)}
    return sorted(dict.fromkeys(findings), key=lambda each: (place.get(each.file, len(place)), each.file, each.line))
