"""The columns of the caseload: what each is called, how wide it is, and which stand there unless somebody chose."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its name where people choose, its heading, its width and kind, what it sorts by."""

    key: str
    name: str
    head: str
    width: str
    sort: str = ""
    cls: str = ""
    usual: bool = True


ALL = {
    each.key: each
    for each in (
        Column("ref", "Case number", "Case", "k-ref", usual=False),
        Column("program", "Program", "Program", "k-program", usual=False),
        Column("phone", "Phone", "Phone", "k-phone", usual=False),
        Column("language", "Language", "Language", "k-language", usual=False),
        Column("lead", "Advisor", "Adv.", "k-adv", sort="lead"),
        Column("assigned", "Assigned", "Assigned", "k-day", usual=False),
        Column("stage", "Stage", "Stage", "k-stage", sort="stage"),
        Column("windows", "Check-ins, one mark a window", "", "k-wins", sort="windows"),
        Column("series", "Reassessments", "", "k-re", sort="series", cls="num"),
        Column("last", "Last completed contact", "Last completed", "k-last", sort="last", cls="spaced"),
        Column("tries", "Tries since", "Tries", "k-tries", sort="tries", cls="num"),
        Column("next", "Next due", "Next due", "k-next", sort="next", cls="spaced"),
        Column("due", "Day it is due", "Due", "k-due", sort="due"),
        Column("left", "Days left", "Left", "k-left", sort="due", cls="num"),
        Column("steps", "Steps", "Steps", "k-plan", sort="steps"),
        Column("ends", "When the time ends", "", "k-ends", sort="ends", cls="num"),
        Column("flags", "Flags", "Flags", "k-flag"),
    )
}
USUAL = tuple(key for key, each in ALL.items() if each.usual)


def known(keys: Iterable[str]) -> tuple[str, ...]:
    """Those of them that there are, in the order of the page."""
    wanted = set(keys)
    return tuple(key for key in ALL if key in wanted)
