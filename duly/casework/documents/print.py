"""Prints one of our own templates to a tagged PDF (PDF/UA-1); what it is told is data and never markup."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from duly.casework import clock
from duly.casework.documents.letters import cleaned, each_text, fonts, in_latin_letters, in_our_letters

CASEWORK = Path(__file__).resolve().parent.parent
STANDARDS: Any = ["ua-1"]
LANGUAGE = re.compile(r"[a-z]{2,3}")
PAGE = re.compile(rb"/Type ?/Page\b")


def pdf(template: str, content: Mapping[str, Any], language: str = "en") -> bytes:
    """The PDF of a template of ours (`plans/plan.typ`, beside its view) told this content.

    The content is text, numbers, lists and mappings, days and amounts already in words; `title` and `foot` are
    asked for by `documents/sheet.typ`, which also says so when something stands in Latin letters instead of its own.
    """
    told = each_text(content, cleaned)
    try:
        return _compiled(template, told, each_text(told, in_our_letters), language)
    except typst.TypstError:
        # Signs our fonts have one by one may be missing where they meet.
        return _compiled(template, told, each_text(told, in_latin_letters), language)


def _compiled(template: str, told: object, spelled: object, language: str) -> bytes:
    made = typst.compile(
        str(CASEWORK / template),
        root=str(CASEWORK),
        font_paths=fonts(),
        ignore_system_fonts=True,  # the same document on every machine
        sys_inputs={
            "told": json.dumps(spelled),
            "language": language if LANGUAGE.fullmatch(language) else "en",
            "latin": "" if spelled == told else "yes",
        },
        pdf_standards=STANDARDS,
        timestamp=clock.now().replace(microsecond=0),  # the printer knows no parts of a second
    )
    assert isinstance(made, bytes)
    return made


def pages(printed: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(PAGE.findall(printed))
