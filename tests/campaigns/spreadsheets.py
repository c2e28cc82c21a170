"""What LibreOffice makes of our spreadsheets: text, and no formula, link or picture from elsewhere (R-33)."""

import re
import shutil
import subprocess
from pathlib import Path

from duly.casework.exchange.spreadsheet import csv_text, xlsx_bytes
from tests.casework.exchange.test_spreadsheet import PAYLOADS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FORMULA = re.compile(r"table:formula=|<text:a |xlink:href=\"http")


def opened(file: Path) -> str:
    """The flat XML of the sheet as the office program understood it."""
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "fods", "--outdir", str(file.parent / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (file.parent / "out" / f"{file.stem}.fods").read_text(encoding="utf-8")


def test_no_payload_becomes_a_formula(tmp_path, tell, give_up):
    if not OFFICE:
        give_up("Spreadsheets in LibreOffice", "no LibreOffice is installed on this machine")
    rows = [[payload, f"x {payload}"] for payload in PAYLOADS]
    made = {"ours.csv": csv_text(["one", "two"], rows).encode(), "ours.xlsx": xlsx_bytes("s", ["one", "two"], rows)}
    made["bare.csv"] = "\r\n".join(f'"{payload}"' for payload in ("=1+1", '=HYPERLINK(""http://x.example"")')).encode()
    found = {}
    for name, content in made.items():
        (tmp_path / name.replace(".", "-") / name).parent.mkdir()
        file = tmp_path / name.replace(".", "-") / name
        file.write_bytes(content)
        found[name] = len(FORMULA.findall(opened(file)))
    tell("Spreadsheets in LibreOffice", tried=f"{len(PAYLOADS)} payloads in CSV and in a workbook",
         found=f"{found['ours.csv'] + found['ours.xlsx']} formulas or links",
         control=f"written bare: {found['bare.csv']} formulas")  # fmt: skip
    assert found["ours.csv"] == found["ours.xlsx"] == 0
    assert found["bare.csv"]
