"""Has a file checked by a process of its own, which may use little memory and little time and knows no secret."""

import json
import shlex
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from duly.casework.documents.refusals import (
    LARGEST,
    NO_SCANNER,
    NOT_CHECKED,
    SCANNED,
    TAKEN,
    TOO_LARGE,
    Refused,
    extension_of,
)

PATIENCE = 20  # seconds of waiting, on a machine with much to do
CHECKER = "duly.casework.documents.checking"
FOUND_SOMETHING = 1  # what a scanner's exit code says


@dataclass(frozen=True, slots=True)
class Checked:
    """Local: a file that may be kept, as it is to be kept."""

    extension: str
    media_type: str
    content: bytes
    sha256: str
    received_sha256: str


def checked(name: str, content: bytes) -> Checked:
    """The file, checked and without what pictures carry along; or Refused with the sentence that says why."""
    extension = extension_of(name)
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    _scanned(content)
    kept = _answer(extension, content)
    media_type = next(media_type for short, media_type in TAKEN.values() if short == extension)
    return Checked(extension, media_type, kept, sha256(kept).hexdigest(), sha256(content).hexdigest())


def _answer(extension: str, content: bytes) -> bytes:
    command = [sys.executable, "-I", "-m", CHECKER, extension]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, env={}, cwd="/")
    except subprocess.TimeoutExpired:
        raise Refused(NOT_CHECKED) from None
    head, _, kept = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Refused(NOT_CHECKED)
    answer = json.loads(head)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return content if answer["same"] else kept


def _scanned(content: bytes) -> None:
    """Ask the scanner the installation names, if it names one: 0 nothing found, 1 something, else no answer."""
    scanner = getattr(settings, "DOCUMENT_SCANNER", "")
    if not scanner:
        return
    try:
        done = subprocess.run(shlex.split(scanner), input=content, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        raise Refused(NO_SCANNER) from None
    if done.returncode == FOUND_SOMETHING:
        raise Refused(SCANNED)
    if done.returncode:
        raise Refused(NO_SCANNER)
