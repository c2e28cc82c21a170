"""Files somebody uploaded, kept in a private place of theirs between looking and confirming, and for an hour at most.

What lies here was checked once to be shown; on confirmation all of it is checked again.
"""

import json
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from duly.casework import clock
from duly.casework.models import Staff
from duly.config import home

LARGEST = 30_000_000  # bytes, unpacked; more is brought in on the server
LINES = 100_000
FILES = 40
KEPT_FOR = 3600  # seconds
AT_ONCE = 1 << 16
TOKEN = re.compile(r"[\w-]{20,60}", re.ASCII)
ON_THE_SERVER = "Bring it in on the server instead (duly import)."


class Refused(Exception):
    """The files cannot be taken; the sentence says why, and the way out."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Local: the files of one upload, of one of the staff."""

    token: str
    path: Path

    @property
    def folder(self) -> Path:
        return self.path / "files"

    @property
    def name(self) -> str:
        """What the uploader called it."""
        return (self.path / "name").read_text("utf-8")

    def finish(self, result: dict[str, object]) -> None:
        """Keep what came of it; the files are no longer needed."""
        (self.path / "result").write_text(json.dumps(result), "utf-8")
        shutil.rmtree(self.folder)

    @property
    def result(self) -> dict[str, object] | None:
        done = self.path / "result"
        return json.loads(done.read_text("utf-8")) if done.exists() else None


def keep(files: Sequence[UploadedFile], staff: Staff) -> Upload:
    """Put the files away, unpacked; or refuse them, and keep nothing."""
    _forget_old()
    token = secrets.token_urlsafe(24)
    upload = Upload(token, _place(staff) / token)
    upload.folder.mkdir(parents=True, mode=0o700)
    try:
        names = _unpack(files, upload.folder)
    except BaseException:
        shutil.rmtree(upload.path)
        raise
    (upload.path / "name").write_text(names, "utf-8")
    return upload


def find(token: str, staff: Staff) -> Upload | None:
    """The upload, if it is theirs and not older than an hour."""
    _forget_old()
    path = _place(staff) / token
    return Upload(token, path) if TOKEN.fullmatch(token) and path.is_dir() else None


def _place(staff: Staff) -> Path:
    place = home.folder() / "uploads" / str(staff.pk)
    place.mkdir(parents=True, mode=0o700, exist_ok=True)
    return place


def _forget_old() -> None:
    oldest = clock.real().timestamp() - KEPT_FOR
    for path in (home.folder() / "uploads").glob("*/*"):
        with suppress(FileNotFoundError):  # another request was quicker
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path)


def _unpack(files: Sequence[UploadedFile], folder: Path) -> str:
    """Write each CSV file under its own plain name; returns what to call them all."""
    room = Room()
    for file in files:
        name = file.name or ""
        if name.lower().endswith(".csv"):
            room.take(PurePosixPath(name).name, file, folder)
        elif name.lower().endswith(".zip"):
            for entry, stream in _entries(file):
                room.take(entry, stream, folder)
        else:
            raise Refused(f"{name} is neither a zip nor a CSV file. Save spreadsheets as CSV (UTF-8).")
    if not room.names:
        raise Refused("There is no CSV file in this. Choose a zip of a folder, or its CSV files.")
    return files[0].name or "" if len(files) == 1 else f"{len(room.names)} files"


def _entries(file: UploadedFile) -> Iterator[tuple[str, IO[bytes]]]:
    """The CSV files of a zip; only the last part of a name is used, so that none lands anywhere else."""
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                if entry.is_dir() or path.suffix.lower() != ".csv" or "__MACOSX" in path.parts:
                    continue
                if path.is_absolute() or ".." in path.parts:
                    raise Refused(f"{file.name} holds a file that wants to lie elsewhere. Pack the folder anew.")
                with archive.open(entry) as stream:
                    yield path.name, stream
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        locked = "encrypted" in str(error)
        says = "is locked with a password. Pack it without one." if locked else "cannot be unpacked. Pack it anew."
        raise Refused(f"{file.name} {says}") from None


class Room:
    """How much more may be taken: a zip of a few bytes can hold more than a disk does."""

    def __init__(self) -> None:
        self.bytes, self.lines, self.names = LARGEST, LINES, set[str]()

    def take(self, name: str, stream: IO[bytes] | UploadedFile, folder: Path) -> None:
        if name in self.names:
            raise Refused(f"{name} is there twice. Choose one folder at a time.")
        self.names.add(name)
        if len(self.names) > FILES:
            raise Refused(f"More than {FILES} files. Choose one folder at a time.")
        with (folder / name).open("xb") as out:
            while part := stream.read(AT_ONCE):
                self.bytes -= len(part)
                self.lines -= part.count(b"\n")
                if self.bytes < 0 or self.lines < 0:
                    raise Refused(f"More than {LARGEST // 1_000_000} MB or {LINES:,} lines. {ON_THE_SERVER}")
                out.write(part)
