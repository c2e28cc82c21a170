"""The one writer of spreadsheets that people open: what somebody typed is text there, never a formula (TRUST R-33)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse

# What a spreadsheet may calculate, run or fetch, after anything it would skip.
DANGEROUS = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\x00-\x1f\x7f-\x9f]*[=+\-@%|＝＋－＠]|[\t\r]")
LONGEST = 32_767  # characters of a cell of a workbook
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)  # the same question gives the same bytes, whenever it is asked
BOM = "\ufeff"  # without it a spreadsheet takes the text for its own country's

Rows = Iterable[Sequence[Any]]


def guarded(value: Any) -> Any:
    """Text that would be calculated gets an apostrophe before it; numbers and days stay what they are."""
    if isinstance(value, str):
        return "'" + value if DANGEROUS.match(value) else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def csv_text(header: Sequence[str], rows: Rows) -> str:
    """CSV as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue()


def xlsx_bytes(sheet: str, header: Sequence[str], rows: Rows) -> bytes:
    """A workbook of one sheet, its first row bold and standing; every text a text cell, nothing looked at twice."""
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain | {"in_memory": True, "remove_timezone": True}) as book:
        book.set_properties({"created": NO_DAY})
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet)[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.freeze_panes(1, 0)
        for at, name in enumerate(header):
            page.write_string(0, at, name, bold)
        for line, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                _write(page, line, at, value, day, moment)
    return out.getvalue()


def _write(page: Any, line: int, at: int, value: Any, day: Any, moment: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        page.write_string(line, at, str(value)[:LONGEST])
    elif isinstance(value, date):
        page.write_datetime(line, at, value, moment if isinstance(value, datetime) else day)
    else:
        page.write_number(line, at, value)


def as_csv(name: str, header: Sequence[str], rows: Rows) -> HttpResponse:
    """The sheet to keep, as CSV. The name says what it is, never whom it is about."""
    return _kept(f"{name}.csv", BOM + csv_text(header, rows), "text/csv; charset=utf-8")


def as_xlsx(name: str, header: Sequence[str], rows: Rows) -> HttpResponse:
    """The sheet to keep, as a workbook."""
    return _kept(f"{name}.xlsx", xlsx_bytes(name, header, rows), XLSX)


def _kept(name: str, content: str | bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
