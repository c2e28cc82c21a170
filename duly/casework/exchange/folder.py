"""The files of one import, wherever they lie; a file that is none of ours is not passed over in silence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES
from duly.casework.exchange.findings import Findings
from duly.casework.exchange.reading import FILE

OURS = [file.csv for file in FILES.values()]


@dataclass(frozen=True, slots=True)
class Folder:
    """Exchange files by name."""

    path: Path

    def __contains__(self, name: str) -> bool:
        return (self.path / FILES[name].csv).is_file()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        with open(self.path / FILES[name].csv, "rb") as stream:
            yield stream

    def size(self, name: str) -> int:
        return (self.path / FILES[name].csv).stat().st_size

    def check(self, findings: Findings) -> bool:
        """There is a folder, with exchange files in it, and no CSV file that may be one by another name."""
        if not self.path.is_dir():
            what = "a file; unpack it and name the folder" if self.path.exists() else "no folder; check its name"
            findings.wrong(self.path.name or str(self.path), 1, FILE, None, f"This is {what}.")
            return False
        strange = self.strange()
        for name, meant in strange.items():
            says = f"No exchange file has this name. {f'Did you mean {meant}?' if meant else words.one_of(OURS)}"
            findings.wrong(name, 1, FILE, None, says)
        if not strange and not any(name in self for name in FILES):
            says = f"There is no exchange file in this folder. {words.one_of(OURS)}"
            findings.wrong(self.path.name, 1, FILE, None, says)
        return True

    def strange(self) -> dict[str, str]:
        """CSV files that are none of ours, each with the one it may be meant for."""
        names = sorted(each.name for each in self.path.iterdir() if each.name.lower().endswith(".csv"))
        return {name: words.nearest(name, OURS) for name in names if name not in OURS}
