"""Reads one file nobody trusts yet and says what it is, or why it stays out; runs in a process of its own.

`python -I -m duly.casework.documents.checking EXTENSION` takes the file from its input and answers with one line of
JSON, then the file as it is to be kept. It imports nothing of Django, reaches no network and writes no file.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

from duly.casework.documents.papers import checked_pdf
from duly.casework.documents.parcels import checked_docx
from duly.casework.documents.pictures import drawn_anew
from duly.casework.documents.plain import checked_text
from duly.casework.documents.refusals import (
    BEGINNINGS,
    BROKEN,
    EMPTY,
    HEIC,
    LARGEST,
    NOT_CHECKED,
    OTHER_INSIDE,
    TOO_LARGE,
    Refused,
)

MEMORY = 600_000_000  # bytes of addresses; about half of them are ever used
SECONDS = 10
CHECKS: dict[str, Callable[[bytes], bytes]] = {
    "pdf": checked_pdf,
    "jpg": drawn_anew,
    "png": drawn_anew,
    "docx": checked_docx,
    "txt": checked_text,
}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def check(content: bytes, extension: str) -> bytes:
    """The content as it is to be kept: a picture drawn anew, anything else as it came."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        raise Refused(HEIC)
    if not content.startswith(BEGINNINGS.get(extension, b"")):
        raise Refused(OTHER_INSIDE.format(extension))
    try:
        return CHECKS[extension](content)
    except MemoryError:
        raise Refused(NOT_CHECKED) from None
    except Refused:
        raise
    except Exception:  # noqa: BLE001 (whatever a parser stumbles over is a file that stays out)
        raise Refused(BROKEN) from None


def confine() -> None:
    """Little memory, little time, no files, and where the system lets us no network."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with suppress(OSError, AttributeError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


def main(extension: str) -> None:
    confine()
    content = sys.stdin.buffer.read(LARGEST + 1)
    try:
        kept = check(content, extension)
        answer: dict[str, object] = {"same": kept is content}
    except Refused as refused:
        kept, answer = content, {"refused": str(refused)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    if kept is not content:
        sys.stdout.buffer.write(kept)


if __name__ == "__main__":
    main(sys.argv[1])
