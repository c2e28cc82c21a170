"""What a meeting's page knows before anybody types: answers given before, and what saving will change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.casework import clock, words
from duly.casework.casefile.entries import duty_name
from duly.casework.casefile.record import Record
from duly.casework.obligations.preview import effect_of
from duly.engine.owing import Obligation
from duly.engine.program import ContactKind


@dataclass(frozen=True, slots=True)
class Follows:
    """What the page says of due dates: the duty itself, and what saving it in this way would do."""

    owed: str
    sources: tuple[str, ...]
    meets: tuple[str, ...]
    starts: tuple[str, ...]
    otherwise: str


def form_key(asked: ContactKind) -> str:
    """The key of its form; only kinds of contact that have one come here."""
    assert asked.form is not None
    return asked.form


def known_before(record: Record, asked: ContactKind, *, today: date) -> dict[str, Any]:
    """Answers to the same questions from the latest form of this case, so that nothing is asked twice; and the day."""
    wanted = record.edition.forms[form_key(asked)].fields
    earlier = sorted(record.answers.values(), key=lambda each: each.recorded_at)
    before = {key: value for each in earlier for key, value in each.answers.items() if key in wanted}
    kept = {key: value for key, value in before.items() if wanted[key].type in ("choice", "choices", "yes_no")}
    return kept | {
        "occurred_on": today,
        "mode": asked.counts_in[0] if asked.counts_in else asked.modes[0],
        "outcome": "completed",
    }


def would_follow(record: Record, asked: ContactKind, *, today: date) -> Follows:
    """What this contact is owed for, and what saving it today, held the way that counts, would meet and start."""
    mode = asked.counts_in[0] if asked.counts_in else asked.modes[0]
    effect = effect_of(record.edition, record.history, kind=asked.key, mode=mode, on=today, at=clock.now())
    duty = next((each for each in record.duties if each.rule == asked.key and not each.met_by and each.nth), None)
    return Follows(
        owed=_due(record, duty, today) if duty else "",
        sources=tuple(record.edition.owed[duty.rule].sources) if duty else (),
        meets=tuple(duty_name(record, each) for each in effect.met),
        starts=tuple(
            f"{duty_name(record, each)}: to {words.on(each.due_on, today=today).text}" for each in effect.started
        ),
        otherwise=f"Counts only {words.listed([words.mode(each) for each in asked.counts_in], 'or')}."
        if asked.counts_in
        else "",
    )


def _due(record: Record, duty: Obligation, today: date) -> str:
    due, left = words.on(duty.due_on, today=today).text, words.left(duty.due_on, today=today).text
    return f"{duty_name(record, duty)} due {due}, {left}"
