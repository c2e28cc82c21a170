"""What is printed: tagged, of one look everywhere, and never run as the printer's own language."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from duly.casework import clock
from duly.casework.documents import letters
from duly.casework.documents.print import pdf
from tests.casework.scene import NINE

CASEWORK = Path(__file__).resolve().parents[3] / "duly" / "casework"


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NINE)


def told(**said: Any) -> dict[str, Any]:
    plain = {
        "title": "Summary of case C00092",
        "foot": "C00092",
        "place": "Provider C",
        "program": "Self-employment training",
        "kind": "Summary",
        "day": "Monday 6 April 2015",
        "heading": "Jo Reyes",
        "facts": [["Stage", "Intake due"]],
        "parts": [],
    }
    return plain | said


def read(made: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_printed_document_is_tagged_and_says_its_language_and_title() -> None:
    made = pdf("casefile/file.typ", told(), "es")
    root = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "es"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert PdfReader(io.BytesIO(made)).metadata["/Title"] == "Summary of case C00092"


def test_a_language_that_is_none_is_english() -> None:
    made = pdf("casefile/file.typ", told(), '"); panic("')
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "en"


def test_it_is_printed_at_any_moment_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NINE.replace(microsecond=123_456))
    assert pdf("casefile/file.typ", told())


def test_the_same_document_is_the_same_bytes() -> None:
    assert pdf("casefile/file.typ", told()) == pdf("casefile/file.typ", told())


HOSTILE = (
    '#panic("run")',
    '#import "/documents/sheet.typ": told',
    '#read("/documents/print.py")',
    '#eval("1+1")',
    "] #panic() [",
    '"); #panic("',
    "$ sum_(k=1)^n $ *bold* _slanted_ `raw` <label> @label",
    "= Heading\n- item\n/ term: said\n+ one",
    "https://evil.example/#link",
    "```typ #panic() ```",
    "\\u{202e} \\ // not a comment /* nor this */",
    "{{ 7 * 7 }} {% raw %} %s %(x)s",
    "</script><script>alert(1)</script>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_printed_as_written_and_never_run(text: str) -> None:
    entry = {"day": "6 Apr", "title": text, "text": text, "aside": text, "said": [text], "body": text}
    part = {"heading": text, "facts": [[text, text]], "columns": [text, "x"], "widths": [1, 1], "rows": [[text, text]],
            "lines": [text], "entries": [text, entry], "note": text}  # fmt: skip
    made = pdf("casefile/file.typ", told(title=text, foot=text, heading=text, parts=[part]))
    assert squeezed(read(made)).count(squeezed(text)) >= 10
    assert b"/URI" not in made
    assert b"/JavaScript" not in made


def test_no_template_of_ours_evaluates_reads_or_links_what_it_is_told() -> None:
    templates = list(CASEWORK.rglob("*.typ"))
    assert templates
    for template in templates:
        code = re.sub(r"//.*", "", template.read_text("utf-8"))
        assert not re.search(r"\b(eval|read|plugin|link|include|cbor|yaml|toml|xml|csv|image)\s*\(", code), template
        assert set(re.findall(r'#?import "([^"]+)"', code)) <= {"/documents/sheet.typ"}, template


def test_an_eval_would_run_what_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the rule above, the same words are a program."""
    monkeypatch.setattr("duly.casework.documents.print.CASEWORK", tmp_path)
    (tmp_path / "bad.typ").write_text(
        '#set document(title: "x")\n#let told = json(bytes(sys.inputs.told))\n#eval(told.said, mode: "markup")'
    )
    assert "42" in read(pdf("bad.typ", {"said": "#(6 * 7)"}))


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Nguyễn Thị Hồng", "Иван Петров", "Ελένη", "Zoë O’Hara"])
def test_names_of_many_languages_are_printed_in_their_letters(name: str) -> None:
    text = read(pdf("casefile/file.typ", told(heading=name)))
    assert squeezed(name) in squeezed(text)
    assert "Latin letters" not in text


def test_an_arabic_name_is_printed_in_its_letters() -> None:
    made = pdf("casefile/file.typ", told(heading="محمد علي"))
    assert "Latin letters" not in read(made)
    assert any("\u0600" <= sign <= "\u06ff" or "\ufb50" <= sign <= "\ufeff" for sign in read(made))


def test_a_chinese_name_is_legible_and_the_paper_says_that_its_letters_are_others() -> None:
    text = read(pdf("casefile/file.typ", told(heading="王小明 Wang")))
    assert "WangXiaoMing* Wang" in text
    assert "Written here in Latin letters" in text


def test_a_font_put_into_the_home_prints_its_letters(tmp_path: Path) -> None:
    """The way out the how-to names: files in the folder `fonts` are used (here one of ours, moved there)."""
    (tmp_path / "brought.ttf").write_bytes(next(letters.OURS.glob("*-bold-*")).read_bytes())
    assert any(font.path == str(tmp_path / "brought.ttf") for font in letters._fonts(tmp_path).fonts())


@pytest.mark.parametrize("text", ["\x00", "\x07bell", "\ud800", "\u202egnp.exe", "a\u0301", "\U0001f600", "\ue000", ""])
def test_signs_that_are_no_letters_never_stop_the_printer(text: str) -> None:
    made = pdf("casefile/file.typ", told(heading="Jo Reyes " + text))
    assert "Jo Reyes" in read(made)


def test_signs_that_turn_text_round_are_left_out() -> None:
    assert letters.cleaned("a\u202eb\u2066c\x00d") == "abcd"
