"""`duly report fidelity`: over every agency of this home, without names; only the answer goes to standard output."""

from duly.casework import context
from duly.casework.exchange.spreadsheet import csv_text
from duly.casework.models import Organization
from duly.casework.reports import formats
from duly.casework.reports.asking import Moment, Unclear, asked
from duly.casework.reports.fidelity import Report, assembled, editions_of
from duly.casework.reports.sums import sums
from duly.config.home import Sorry, say
from duly.engine.program import Edition
from duly.engine.reading import load


def fidelity(
    program: str,
    *,
    as_of: str,
    assigned_by: str | None,
    known_at: str | None,
    format: str,  # noqa: A002 (the option is called so)
) -> int:
    """Print the report; what cannot be asked is refused with every reason."""
    known = _scored(program)
    try:
        moment = asked(zone=known[-1].zone, as_of=as_of, assigned_by=assigned_by or "", known_at=known_at or "")
    except Unclear as mistakes:
        raise Sorry("\n".join(f"--{each}" for each in mistakes.mistakes.values())) from None
    report = _whole_home(known, moment)
    if not report.lines:
        say(f"no case of {report.rating.short} had been assigned by {moment.started_by}")
    _print(report, format)
    return 0


def _scored(program: str) -> list[Edition]:
    try:
        newest = load(program)
    except LookupError as sentence:
        raise Sorry(str(sentence)) from None
    if not newest.measures:
        raise Sorry(f"Program '{program}' is not scored: its file has no measures.")
    return editions_of(program)


def _whole_home(known: list[Edition], moment: Moment) -> Report:
    """Each agency in a transaction of its own: row security shows one at a time."""
    found = []
    for agency in Organization.objects.filter(parent=None).order_by("ref").values_list("id", flat=True):
        with context.bound(agency=agency, whole_agency=True, names=False):
            found += sums(agency, known, [moment])
    return assembled(known, moment, found)


def _print(report: Report, written_as: str) -> None:
    if written_as == "json":
        print(formats.as_json(report))
    elif written_as == "csv":
        print(csv_text(*formats.sheet(report)).replace("\r\n", "\n"), end="")
    else:
        print(formats.as_table(report))
