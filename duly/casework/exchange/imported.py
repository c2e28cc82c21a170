"""What was imported, in words: every batch in a list, and one of them with what was taken back."""

from datetime import datetime
from typing import Any

from django.conf import settings

from duly.casework import clock, words
from duly.casework.exchange.resting import Resting
from duly.casework.exchange.undoing import counted, staying
from duly.casework.models import Batch, Undoing

SHOWN = 200  # cases on the page that keep an import from being taken back whole
ZONE = settings.TIME_ZONE


def whole(found: Batch, rests: list[Resting]) -> dict[str, Any]:
    """An import on its own page, with the cases worked in since."""
    return line(found) | {
        "rows": list(counted(found.rows)),
        "undoings": [_undoing(each) for each in found.undoings.all()],
        "staying": staying(found),
        "rests": [(each.ref, each.entries, _at(each.at)) for each in rests[:SHOWN]],
        "resting": len(rests),
    }


def line(found: Batch) -> dict[str, Any]:
    """An import in a list."""
    undoings = list(found.undoings.all())
    return {
        "id": found.pk,
        "name": found.name,
        "at": _at(found.imported_at),
        "by": found.by.name if found.by else "the command line",
        "count": sum(count for table, count in found.rows.items() if table != "ended"),
        "undone": _at(undoings[-1].undone_at) if undoings else None,
        "kept": len(undoings[-1].kept) if undoings else 0,
    }


def _undoing(each: Undoing) -> dict[str, Any]:
    return {
        "at": _at(each.undone_at),
        "by": each.by.name if each.by else "the command line",
        "reason": each.reason,
        "rows": words.listed([f"{count:,} {called}" for called, count in counted(each.rows)]),
        "kept": each.kept,
    }


def _at(moment: datetime) -> words.Day:
    return words.at(moment, today=clock.today(ZONE), zone=ZONE)
