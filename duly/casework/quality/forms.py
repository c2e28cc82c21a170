"""The form that puts an entry on record an official count needs."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.models.ids import uuid7
from duly.casework.people.forms import DAY


class EntryForm(forms.Form):
    """The day of one entry, and a note."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label="On", **DAY)
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"entry": uuid7(), "on": today})
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("In the future; enter today or earlier")
        return on
