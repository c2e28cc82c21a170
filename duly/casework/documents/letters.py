"""Which letters this installation can print, and what stands in for those it cannot."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

from duly.config import home

OURS = Path(__file__).resolve().parent / "fonts"
# Controls other than tab and line end, halves of a sign, marks that turn the order of the others round.
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Up to here Latin; our face has all of it.
BEYOND_LATIN = re.compile("[^\x00-\u024f]+")
STANDS_IN = "*"  # after a run of other letters; sheet.typ says what it means
PROBE = b'#set document(title: "Letters")\n#for each in sys.inputs.letters.clusters() [#each \\ ]'

Spelling = Callable[[str], str]


def each_text(content: Any, spell: Spelling) -> Any:
    """The same content with every text in it spelled anew; keys are ours and stay."""
    if isinstance(content, str):
        return spell(content)
    if isinstance(content, Mapping):
        return {key: each_text(value, spell) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [each_text(value, spell) for value in content]
    return content


def cleaned(text: str) -> str:
    """Text without what is none; letters with their marks as one sign where there is one."""
    return unicodedata.normalize("NFC", NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def in_our_letters(text: str) -> str:
    """The text, with a run of signs that no font here has spelled in Latin letters and marked."""
    return BEYOND_LATIN.sub(lambda found: _spelled(found[0]), text)


def in_latin_letters(text: str) -> str:
    """The text with everything beyond Latin spelled in Latin letters and marked."""
    return BEYOND_LATIN.sub(lambda found: _latin(found[0]), text)


def _spelled(run: str) -> str:
    if shown(run):
        return run
    missing = {letter for letter in run if not shown(letter)}
    pattern = "[" + "".join(re.escape(letter) for letter in missing) + "]+"
    return re.sub(pattern, lambda found: _latin(found[0]), run)


def _latin(run: str) -> str:
    return (anyascii(run).strip() or "?") + STANDS_IN


@lru_cache(maxsize=20_000)
def shown(letters: str) -> bool:
    """Whether our fonts have all these letters; asked of the printer itself, in two thousandths of a second."""
    try:
        typst.compile(
            PROBE,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"letters": letters},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


def fonts() -> typst.Fonts:
    """Ours, those the printer brings, and any put into the folder `fonts` of this home."""
    return _fonts(home.folder() / "fonts")


@lru_cache(maxsize=4)
def _fonts(brought: Path) -> typst.Fonts:
    paths = [str(path) for path in (OURS, brought) if path.is_dir()]
    return typst.Fonts(include_system_fonts=False, font_paths=paths)
