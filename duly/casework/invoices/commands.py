"""`duly report claims`: every payment earned, over every agency of this home, by case number and without names."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from duly.casework import context
from duly.casework.exchange.spreadsheet import guarded
from duly.casework.invoices.claims import COLUMNS, Earned, cells, earned
from duly.casework.models import Organization
from duly.casework.reports.asking import Moment, Unclear, asked
from duly.config.home import Sorry, say
from duly.engine.program import Edition
from duly.engine.reading import load


def claims(program: str, *, as_of: str, known_at: str | None, written_as: str) -> int:
    """Print the claims; what cannot be asked is refused with every reason."""
    edition = _paying(program)
    try:
        moment = asked(zone=edition.zone, as_of=as_of, known_at=known_at or "")
    except Unclear as mistakes:
        raise Sorry("\n".join(f"--{each}" for each in mistakes.mistakes.values())) from None
    WRITERS[written_as](_whole_home(program, moment), edition)
    return 0


def _paying(program: str) -> Edition:
    try:
        newest = load(program)
    except LookupError as sentence:
        raise Sorry(str(sentence)) from None
    if newest.payments is None:
        raise Sorry(f"Program '{program}' pays nothing: its file has no payments.")
    return newest


def _whole_home(program: str, moment: Moment) -> Iterator[Earned]:
    """Each agency in a transaction of its own: row security shows one at a time."""
    for agency in Organization.objects.filter(parent=None).order_by("ref").values_list("id", flat=True):
        with context.bound(agency=agency, whole_agency=True, names=False):
            yield from earned(agency, program, moment)


def as_json(found: Iterable[Earned], _: Edition) -> None:
    """One line a row, written as it is worked out: a large home fits no memory."""
    print('{"rows": [', end="")
    for nth, each in enumerate(found):
        row = dict(zip(COLUMNS, cells(each), strict=True))
        print(",\n" if nth else "\n", json.dumps(row, default=str, ensure_ascii=False), sep="", end="")
    print("\n]}")


def as_csv(found: Iterable[Earned], _: Edition) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in found:
        writer.writerow(" ".join(cell) if isinstance(cell, list) else guarded(cell) for cell in cells(each))


def as_table(found: Iterable[Earned], edition: Edition) -> None:
    """What each organization has earned by payment: how many, and dollars in all."""
    assert edition.payments is not None
    points = {key: point.label for key, point in edition.payments.points.items() if key}
    times: Counter[tuple[str, str]] = Counter()
    cents: Counter[str] = Counter()
    for each in found:
        times[each.organization, each.claim.payment] += 1
        cents[each.organization] += each.claim.cents
    used = [key for key in points if any(payment == key for _, payment in times)]
    if not cents:
        say(f"nothing of {edition.short} had been earned")
    print(f"{'':24}", *(f"{points[key]:>24}" for key in used), f"{'In all':>16}")
    for place in sorted(cents):
        counts = (f"{times[place, key]:>24,}" for key in used)
        print(f"{place:24}", *counts, f"{f'${cents[place] / 100:,.2f}':>16}")


WRITERS: dict[str, Callable[[Iterable[Earned], Edition], None]] = {
    "json": as_json,
    "csv": as_csv,
    "table": as_table,
}
