"""How mistakes are said: one of these, did you mean, a letter of another script."""

import unicodedata
from collections.abc import Iterable, Sized
from typing import Protocol

from rapidfuzz import fuzz, process, utils

MANY = 20_000  # names beyond which nobody waits for a likeness to be found
LIKE = 70  # of 100
# Writing systems that stand together in one name.
TOGETHER = {
    "CJK": "JAPANESE",
    "HIRAGANA": "JAPANESE",
    "KATAKANA": "JAPANESE",
    "HANGUL": "JAPANESE",
    "FULLWIDTH": "LATIN",
}
LOOK_LATIN = frozenset("АВЕЅІЈКМНОРСТУХЗаеорсухіјѕ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα")  # Cyrillic and Greek
INVISIBLE = {"Cf", "Cc", "Co", "Cs"}


class Names(Iterable[str], Sized, Protocol):
    """A collection of names."""


def one_of(names: Iterable[str]) -> str:
    """One of a, b, c."""
    listed = list(names)
    return f"One of {', '.join(listed)}." if listed else "This program has none."


def nearest(found: str, names: Names) -> str:
    """The name that is most like what was found, if one is."""
    if not found or len(names) > MANY:
        return ""
    near = process.extractOne(found, list(names), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=LIKE)
    return near[0] if near and near[0] != found else ""


def did_you_mean(found: str, names: Names) -> str:
    """A sentence with the nearest name, or nothing."""
    near = nearest(found, names)
    return f" Did you mean {near}?" if near else ""


def likely(found: str, names: Names) -> str:
    """What is odd about an id, and what it may have been."""
    return odd_letters(found) + did_you_mean(found, names)


def unknown(what: str, found: str, names: Names) -> str:
    """The code is none of those; with what it may have been."""
    return f"Unknown {what}.{likely(found, names)} {one_of(names)}"


def odd_letters(text: str) -> str:
    """A sentence on what the eye cannot tell: letters of another script, spaces around, invisible characters."""
    if text != text.strip():
        return " There is a space before or after it."
    other = next((each for each in text if each.isalpha() and not each.isascii()), "")
    if other and (len(scripts(text)) > 1 or all(each.isascii() or each in LOOK_LATIN for each in text)):
        return f" {other!r} in it is {unicodedata.name(other, 'no letter').lower()} (U+{ord(other):04X})."
    hidden = invisible(text)
    return f" It holds {hidden}." if hidden else ""


def scripts(text: str) -> set[str]:
    """The writing systems of the letters in it, by the first word of their Unicode names."""
    if text.isascii():
        return {"LATIN"}
    found = {unicodedata.name(each, "").split(" ")[0].split("-")[0] for each in text if each.isalpha()}
    return {TOGETHER.get(each, each) for each in found} - {"", "MODIFIER", "MICRO", "FEMININE", "MASCULINE"}


def invisible(text: str) -> str:
    """The first character that no reader sees, by name; a line break or tab is seen."""
    found = next((each for each in text if unicodedata.category(each) in INVISIBLE and each not in "\t\n\r"), None)
    return f"{unicodedata.name(found, 'a control character').lower()} (U+{ord(found):04X})" if found else ""
