"""The form that puts a case on hold."""

from datetime import date, timedelta
from typing import Any

from django import forms

from duly.engine.program import Edition

REVIEW = timedelta(days=30)


class HoldForm(forms.Form):
    """Why the person cannot take part now, and when to look again."""

    reason = forms.ChoiceField(
        label="What keeps them away", widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )
    until = forms.DateField(
        label="Look again on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Until then the case is out of the daily list",
        error_messages={"required": "A hold needs a day to look again", "invalid": "Not a date: write 2015-04-09"},
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False, max_length=20_000, help_text="Optional")

    def __init__(self, data: Any = None, *, edition: Edition, today: date) -> None:
        super().__init__(data, initial={"until": today + REVIEW})
        self.today = today
        reasons = [(code, each.label) for code, each in edition.hold_reasons.items()]
        self.fields["reason"].choices = reasons or [("other", "Another reason")]  # type: ignore[attr-defined]

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError("Already past; choose a later day")
        return until
