"""Whether what is derived was derived by the engine and the programs that run now; if not, it is derived again."""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from duly.casework.models import Derivation

ROOMS = ("duly.engine", "duly.programs", "duly.casework.obligations")


@cache
def fingerprint() -> str:
    """What decides the derived rows: the engine, the program files and the way rows become facts and back."""
    digest = hashlib.sha256()
    for room in ROOMS:
        _add(digest, resources.files(room))
    return digest.hexdigest()[:16]


def is_current() -> bool:
    """Whether the derived rows were made by what runs now."""
    return Derivation.objects.filter(id=1, made_by=fingerprint()).exists()


def mark() -> None:
    """Remember that they are now."""
    Derivation.objects.update_or_create(id=1, defaults={"made_by": fingerprint()})


def _add(digest: "hashlib._Hash", place: Traversable) -> None:
    for each in sorted(place.iterdir(), key=lambda found: found.name):
        if each.is_dir() and each.name not in ("stories", "__pycache__"):
            _add(digest, each)
        elif each.name.endswith((".py", ".yaml")):
            digest.update(each.read_bytes())
