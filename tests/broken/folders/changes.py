"""Ways to break the good folder in one place."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from tests.broken.folders.good import GOOD, WHOLE

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Change:
    """One text in one file is another; what is not a change of one text is given as whole files."""

    file: str
    old: str
    new: str
    base: tuple[tuple[str, str], ...]

    @property
    def files(self) -> Files:
        return self.on(dict(self.base))

    def on(self, files: dict[str, str]) -> dict[str, str]:
        """These files with the change made."""
        assert self.old in files[self.file], f"{self.file} has no {self.old!r}"
        return {**files, self.file: files[self.file].replace(self.old, self.new, 1)}


def change(file: str, old: str, new: str) -> Change:
    return Change(file, old, new, tuple(GOOD.items()))


def later(file: str, old: str, new: str) -> Change:
    """A change in the folder that has the later files too."""
    return Change(file, old, new, tuple(WHOLE.items()))


def encoded(file: str, encoding: str, old: str, new: str) -> Files:
    return {**GOOD, file: GOOD[file].replace(old, new, 1).encode(encoding)}


def without(file: str) -> Files:
    return {name: text for name, text in GOOD.items() if name != file}


def widened(file: str, name: str, cell: str) -> Files:
    """One column more."""
    first, *rest = GOOD[file].splitlines()
    return {**GOOD, file: "".join(f"{line}\n" for line in [f"{first},{name}", *(f"{row},{cell}" for row in rest)])}


def narrowed(file: str, name: str) -> Files:
    """One column less."""
    rows = list(csv.reader(io.StringIO(GOOD[file])))
    at = rows[0].index(name)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*row[:at], *row[at + 1 :]] for row in rows)
    return {**GOOD, file: out.getvalue()}
