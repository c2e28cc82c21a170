"""Puts the static files where they are served from: named by their content, with compressed copies beside them."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from duly.config import home

SHRINKABLE = {".css", ".js", ".svg"}


def collect() -> None:
    """Collect when a file is new or changed since the last time."""
    now = _fingerprint()
    with home.locked():
        if home.read("static_files") == now and settings.STATIC_ROOT.exists():
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        for path in settings.STATIC_ROOT.rglob("*"):
            if path.suffix in SHRINKABLE and path.stat().st_size > 1000:
                _shrink(path)
        home.keep("static_files", now)


def _shrink(path: Path) -> None:
    """Quality 7 of 11: a tenth of the time, five hundredths more bytes."""
    content = path.read_bytes()
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=7))
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, compresslevel=6))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))
