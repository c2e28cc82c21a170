"""Asking for clearance, answering, and recording under it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

LONGEST = timedelta(days=90)
DAY = {"widget": forms.DateInput(attrs={"type": "date"}), "error_messages": {"invalid": "Not a date; write 2015-04-09"}}


class AskForm(forms.Form):
    """Whose case, where, and why."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    ref = forms.CharField(label="Case number", max_length=40, error_messages={"required": "They can tell you"})
    at = forms.ChoiceField(label="Kept by", error_messages={"required": "Choose who keeps the case"})
    because = forms.CharField(label="What for", max_length=400, error_messages={"required": "Say what for"})

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["at"].choices = places  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Grant until a day, or decline with a reason."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("grant", ""), ("decline", "")], error_messages={"required": "Choose one"})
    until = forms.DateField(label="Until", required=False, **DAY)
    note = forms.CharField(label="Why not", required=False, max_length=2000)

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        until = said.get("until")
        if said.get("answer") == "grant" and "until" not in self.errors:
            if until is None or until < self.today:
                self.add_error("until", "Say until which day, today or later")
            elif until > self.today + LONGEST:
                self.add_error("until", f"At most {LONGEST.days} days; it can be asked for again")
        if said.get("answer") == "decline" and not said.get("note", "").strip():
            self.add_error("note", "Say why; one line is enough")
        return said


class EntryForm(forms.Form):
    """What was given, or what is to be added to the plan."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label="What", error_messages={"required": "Choose one"})
    on = forms.DateField(label="Given on, or due by", **DAY)
    note = forms.CharField(label="In words", required=False, max_length=300, help_text="For the plan")

    def __init__(
        self, data: Any = None, *, choices: Sequence[tuple[str, str]], today: date, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        sort = said.get("what", "").partition(":")[0]
        if sort == "service" and said.get("on") and said["on"] > self.today:
            self.add_error("on", "In the future; enter the day it was given")
        if sort == "plan" and not said.get("note", "").strip():
            self.add_error("note", "Say what is to be done")
        return said
