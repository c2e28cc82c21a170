"""Exchange folders, on a clock that stands at Thursday 21 May 2015, 9:00 in Chicago."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duly.casework import clock
from duly.casework.exchange import exporting, importing, sight
from duly.casework.exchange.importing import Outcome
from tests.casework.scene import stand_clock

NOW = datetime(2015, 5, 21, 14, 0, tzinfo=UTC)

Files = Mapping[str, str | bytes]


@pytest.fixture
def may_2015(db: None) -> Iterator[None]:
    stand_clock(NOW)
    yield
    clock.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a new folder: name without .csv, text (or bytes, as they are)."""

    count = iter(range(1000))

    def write(files: Files) -> Path:
        path = tmp_path / str(next(count)) / "folder"
        path.mkdir(parents=True)
        for file, text in files.items():
            where = path / (file if "." in file else f"{file}.csv")
            where.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def bring_in(may_2015: None, folder: Callable[..., Path]) -> Callable[..., Outcome]:
    """Import these files, as the command line does."""

    def run(files: Files, *, dry_run: bool = False) -> Outcome:
        return importing.bring_in(folder(files), sight.whole_home(), dry_run=dry_run)

    return run


@pytest.fixture
def take_out(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Export everything; the files by name."""
    count = iter(range(1000))

    def run() -> dict[str, str]:
        path = tmp_path / f"out-{next(count)}"
        exporting.write_out(path, sight.whole_home())
        return {file.stem: file.read_bytes().decode() for file in path.iterdir()}

    return run


def lines(outcome: Outcome) -> list[str]:
    """The mistakes as the command line prints them."""
    return [str(each) for each in outcome.mistakes]


def cautions(outcome: Outcome) -> list[str]:
    return [str(each) for each in outcome.warnings]
