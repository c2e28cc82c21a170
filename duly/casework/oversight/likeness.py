"""Whether notes are about this person: how alike they are once names and days are out of them (SET-103, SET-104).

A likeness is a question for somebody who reads both notes, never a verdict, and never touches a payment.
"""

import re
from calendar import day_name, month_name
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NAMED_DAYS = [each.casefold() for each in (*month_name[1:], *day_name)]
DAYS = frozenset([*NAMED_DAYS, *(each[:3] for each in NAMED_DAYS), "today", "yesterday", "tomorrow"])
NAME, DAY = "@", "#"
RUN = 3  # words that follow each other
ALIKE = 0.6  # of the runs of either note stand in both
NEIGHBORS = 30  # notes looked at for one run, and
CLOSEST = 10  # of all of them, those that share most
SHARE = 0.5  # of its notes alike, and an organization is worth a look
FEW_NOTES, FEW_PEOPLE = 10, 3  # with fewer nothing can be said

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """Local: what was written about one participant, without names and days."""

    participant: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Likeness:
    """Derived: how many notes of one organization are nearly the same as one about somebody else."""

    notes: int
    near_duplicates: int
    participants: int

    @property
    def share(self) -> float:
        return self.near_duplicates / self.notes if self.notes else 0.0

    @property
    def flagged(self) -> bool:
        """Whether somebody should read them side by side."""
        return self.notes >= FEW_NOTES and self.participants >= FEW_PEOPLE and self.share >= SHARE


def masked(text: str, names: Collection[str]) -> Runs:
    """The runs of three words of a note; a name is one sign, a day or number another, and several of one are one."""
    words: list[str] = []
    for found in WORD.findall(text.casefold()):
        word = NAME if found.removesuffix("'s").removesuffix("’s") in names else DAY if _is_day(found) else found
        if not (words and word in (NAME, DAY) and words[-1] == word):
            words.append(word)
    return frozenset(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def _is_day(word: str) -> bool:
    return word in DAYS or any(each.isdigit() for each in word)


def likeness(notes: Sequence[Note]) -> Likeness:
    """How alike the notes of one organization are, across participants."""
    return Likeness(len(notes), len(near(notes)), len({each.participant for each in notes}))


def near(notes: Sequence[Note]) -> dict[int, int]:
    """Each note that is nearly the same as one about another participant, with that one: by their places.

    Of the notes that share a run only some are looked at, so that ten thousand notes take a hundred times as long as
    a hundred and not ten thousand times; where nearly all are alike, any of them shows it.
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, note in enumerate(notes):
        for run in note.runs:
            places[run].append(at)
    found: dict[int, int] = {}
    for at, note in enumerate(notes):
        if at not in found and (other := _alike(at, note, notes, places)) is not None:
            found[at] = other
            found.setdefault(other, at)
    return found


def _alike(at: int, note: Note, notes: Sequence[Note], places: dict[tuple[str, ...], list[int]]) -> int | None:
    shared = Counter(each for run in note.runs for each in _others(note, notes, places[run]))
    for other, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:CLOSEST]:
        both = len(note.runs & notes[other].runs)
        if both >= ALIKE * len(note.runs | notes[other].runs):
            return other
    return None


def _others(note: Note, notes: Sequence[Note], places: Sequence[int]) -> Iterator[int]:
    """The first notes about other participants among these."""
    found = (each for each in places if notes[each].participant != note.participant)
    yield from (each for each, _ in zip(found, range(NEIGHBORS), strict=False))
