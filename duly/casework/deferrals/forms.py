"""Which duty is put off, to which day, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from duly.casework import words
from duly.casework.deferrals.queries import last_day
from duly.casework.worklist import wording
from duly.casework.worklist.lines import Duty
from duly.engine.program import Edition

REASON = 200


def key_of(duty: Duty) -> str:
    return f"{duty.rule}:{duty.nth}"


class DeferForm(forms.Form):
    """A later day within the time of the duty, with a reason."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    duty = forms.ChoiceField(
        label="What", error_messages={"required": "Choose what.", "invalid_choice": "That is not owed any more."}
    )
    until = forms.DateField(
        label="To", error_messages={"required": "Say to which day.", "invalid": "Not a date; write it as 2015-04-09."}
    )
    reason = forms.CharField(
        label="Why",
        max_length=REASON,
        error_messages={"required": "Say why.", "max_length": f"At most {REASON} characters."},
    )

    def __init__(
        self, data: Any = None, *, edition: Edition, duties: Sequence[Duty], today: date, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        self.duties = {key_of(each): each for each in duties}
        said = [(key, _said(edition, each, today)) for key, each in self.duties.items()]
        self.fields["duty"].choices = said  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("duty") and said.get("until"):
            self._within(self.duties[said["duty"]], said["until"])
        return said

    def _within(self, duty: Duty, until: date) -> None:
        """A day after today, and no later than the duty allows."""
        last = last_day(duty, self.today)
        if last <= self.today:
            self.add_error("until", "It is due today: a later day would be late.")
        elif until <= self.today:
            self.add_error("until", "Choose a day after today.")
        elif until > last:
            on = words.on(last, today=self.today).text
            late = "then it lapses" if duty.lapses_on == last else "later would be late"
            self.add_error("until", f"At the latest {on}: {late if last >= duty.due_on else 'it is late already'}.")


def _said(edition: Edition, duty: Duty, today: date) -> str:
    return f"{wording.duty_name(edition, duty)}, due {words.on(duty.due_on, today=today).text}"
