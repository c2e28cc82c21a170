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


def _why_closed(path: Path) -> str:
    if path.is_dir():
        return "This is a folder. Put the file itself here."
    try:
        if path.exists():
            path.open("rb").close()
    except OSError as error:
        return f"It cannot be read: {(error.strerror or 'no reason given').lower()}."
    return ""


@dataclass(frozen=True, slots=True)
class Folder:
    """Exchange files by name."""

    path: Path

    def __contains__(self, name: str) -> bool:
        path = self.path / FILES[name].csv
        return path.is_file() and not _why_closed(path)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        with open(self.path / FILES[name].csv, "rb") as stream:
            yield stream

    def check(self, findings: Findings) -> bool:
        """There is a folder, with exchange files in it, and no CSV file that may be one by another name."""
        if not self.path.is_dir():
            what = "a file; unpack it and name the folder" if self.path.exists() else "no folder; check its name"
            findings.wrong(self.path.name or str(self.path), 1, FILE, None, f"This is {what}.")
            return False
        for name, says in self.closed().items():
            findings.wrong(name, 1, FILE, None, says)
        strange = self.strange()
        for name, meant in strange.items():
            says = f"No exchange file has this name. {f'Did you mean {meant}?' if meant else words.one_of(OURS)}"
            findings.wrong(name, 1, FILE, None, says)
        if not strange and not self.closed() and not any(name in self for name in FILES):
            says = f"There is no exchange file in this folder. {words.one_of(OURS)}"
            findings.wrong(self.path.name, 1, FILE, None, says)
        return True

    def closed(self) -> dict[str, str]:
        """Files of ours that cannot be read, and why."""
        return {name: says for name in OURS if (says := _why_closed(self.path / name))}

    def strange(self) -> dict[str, str]:
        """CSV files that are none of ours, each with the one it may be meant for."""
        names = sorted(each.name for each in self.path.iterdir() if each.name.lower().endswith(".csv"))
        return {name: words.nearest(name, OURS) for name in names if name not in OURS}
