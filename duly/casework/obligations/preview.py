"""What an entry would change before it is saved: duties it would meet, duties it would start."""

from dataclasses import dataclass
from datetime import date, datetime

from duly.engine.due import Obligation, owed
from duly.engine.facts import Fact, History
from duly.engine.program import Edition

IMAGINED = "imagined"


@dataclass(frozen=True, slots=True)
class Effect:
    """What would follow: duties met by the entry, and the first duty of each rule that it starts."""

    met: tuple[Obligation, ...]
    started: tuple[Obligation, ...]


def effect_of(
    edition: Edition, history: History, *, kind: str, mode: str, on: date, at: datetime, outcome: str = "completed"
) -> Effect:
    """Add the contact in mind to the history and ask the engine again."""
    imagined = Fact(id=IMAGINED, kind="contact", on=on, recorded_at=at, what=kind, mode=mode, outcome=outcome)
    before = {(each.rule, each.nth) for each in owed(edition, history)}
    after = owed(edition, History((*history.facts, imagined)))
    new = [each for each in after if (each.rule, each.nth) not in before]
    first = {each.rule: each for each in reversed(new)}
    return Effect(met=tuple(each for each in after if each.met_by == IMAGINED), started=tuple(reversed(first.values())))
