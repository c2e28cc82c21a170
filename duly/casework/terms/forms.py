"""Forms for the terms of one case: until when it goes on, how often there is contact, and why."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.models.ids import uuid7
from duly.engine.lengths import Length
from duly.engine.program import Interval

DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}),
    "error_messages": {"required": "Enter a day", "invalid": "Not a date; write it as 2015-04-09"},
}


class TermsForm(forms.Form):
    """An entry of its own, and why."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Why",
        max_length=20_000,
        widget=forms.Textarea,
        help_text="Stands beside the entry for good",
        error_messages={"required": "Say why; one line is enough"},
    )
    field_order = ("entry", "until", "days", "since", "note")

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, initial={"entry": uuid7(), **initial})


class ExtendForm(TermsForm):
    """The new last day."""

    until = forms.DateField(label="New last day", **DAY)

    def __init__(self, data: Any = None, *, ends_on: date, today: date) -> None:
        super().__init__(data)
        self.ends_on, self.today = ends_on, today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.ends_on:
            raise forms.ValidationError(f"The case goes on to {self.ends_on:%-d %b %Y} already; choose a later day")
        if until < self.today:
            raise forms.ValidationError("Already past; choose a later day")
        return until


class ShortenForm(TermsForm):
    """No longer than so many days without contact, from a day on."""

    days = forms.IntegerField(
        label="Days between contacts, at most",
        min_value=1,
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Not a whole number",
            "min_value": "At least 1",
        },
    )
    since = forms.DateField(label="From", **DAY)

    def __init__(self, data: Any = None, *, rule: Interval, assigned_on: date, today: date) -> None:
        super().__init__(data, since=today)
        self.rule, self.assigned_on, self.today = rule, assigned_on, today
        self.fields["days"].help_text = f"The program says {rule.every}; entering that ends what was agreed before"

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if Length(days).after(self.today) > self.rule.every.after(self.today):
            raise forms.ValidationError(f"The program says {self.rule.every} at most; enter fewer days")
        return days

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self.today:
            raise forms.ValidationError(f"{since:%-d %b %Y} is in the future; enter today or earlier")
        if since < self.assigned_on:
            raise forms.ValidationError(f"{since:%-d %b %Y} is before the case was assigned; check the year")
        return since
