"""Who gets many cases, and from which day on."""

from datetime import date, timedelta
from typing import Any

from django import forms

BEHIND = timedelta(days=60)  # so far back somebody may be named who took over without being written down


class MoveForm(forms.Form):
    """Who gets the cases, evenly where it is several, and from which day on."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)  # none where the move is only looked at
    to = forms.MultipleChoiceField(
        label="To",
        error_messages={
            "required": "Choose who gets them.",
            "invalid_choice": "Choose somebody who works here.",
        },
    )
    since = forms.DateField(
        label="From",
        error_messages={"required": "Say from which day.", "invalid": "Not a date; write it as 2015-04-09."},
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    def clean_since(self) -> date:
        said: date = self.cleaned_data["since"]
        if said > self.today:
            raise forms.ValidationError("That day is still to come: until then they stay with whoever has them.")
        if said < self.today - BEHIND:
            raise forms.ValidationError(f"More than {BEHIND.days} days ago. Check the day.")
        return said
