"""No spreadsheet runs what somebody typed."""

import csv
import io
import zipfile
from datetime import date

import pytest

from duly.casework.exchange.spreadsheet import as_csv, csv_text, guarded, xlsx_bytes

STARTS = [
    "=",
    "+",
    "-",
    "@",
    "%",
    "|",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u00a0=",
    "\ufeff=",
    "\u200b=",
    "\x00=",
    "\x1f=",
    "＝",
    "＋",
    "－",
    "＠",
    "\t",
    "\r",
]
BODIES = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example","y")',
    "SUM(A1:A9)",
    'DDE("a","b","c")',
    "1 312 555 0100",
    "5",
]
PAYLOADS = [start + body for start in STARTS for body in BODIES] + [
    start + "  " + body for start in STARTS for body in BODIES
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_would_be_calculated_becomes_text(payload):
    assert guarded(payload) == "'" + payload


@pytest.mark.parametrize("text", ["Ana", "a-b", "5 = five", "'quoted", "", "1+1", "O'Brien"])
def test_what_is_plain_stays_as_it_is(text):
    assert guarded(text) == text


def test_numbers_and_days_stay_what_they_are():
    assert [guarded(-5), guarded(0.5), guarded(None), guarded(date(2015, 5, 21))] == [-5, 0.5, None, "2015-05-21"]


def test_a_sheet_reads_back_cell_by_cell():
    rows = [[payload, -5] for payload in PAYLOADS]
    read = list(csv.reader(io.StringIO(csv_text(["note", "-total"], rows), newline="")))
    assert read[0] == ["note", "'-total"]
    assert [row[0] for row in read[1:]] == ["'" + payload for payload in PAYLOADS]
    assert {row[1] for row in read[1:]} == {"-5"}


def test_a_workbook_holds_text_cells_and_no_formula_or_link():
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes("Case/load", ["note"], [[each] for each in PAYLOADS]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet.lower()
        assert sheet.count('t="s"') == len(PAYLOADS) + 1
        assert not [name for name in book.namelist() if "externalLink" in name]


def test_the_name_of_a_download_is_given_and_it_is_never_shown_as_a_page():
    response = as_csv("caseload", ["who"], [["Ana"]])
    assert response.headers["Content-Disposition"] == 'attachment; filename="caseload.csv"'
    assert response.content.decode() == "\ufeffwho\r\nAna\r\n"
