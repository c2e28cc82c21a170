"""Asking for a transfer, and answering one."""

from collections.abc import Sequence
from typing import Any

from django import forms

LONG = 4000


class AskForm(forms.Form):
    """To which organization, and why."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label="To", error_messages={"required": "Choose where it goes.", "invalid_choice": "Choose one of these."}
    )
    because = forms.CharField(
        label="Why", max_length=400, help_text="Read by both organizations", error_messages={"required": "Say why."}
    )

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["to"].choices = places  # type: ignore[attr-defined]


class ReleaseForm(forms.Form):
    """Release the case, or keep it with a reason."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[("release", ""), ("keep", "")], error_messages={"required": "Choose one"})
    note = forms.CharField(label="Why", required=False, max_length=LONG)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "keep" and not said.get("note", "").strip():
            self.add_error("note", "Say why it stays; one line is enough")
        return said


class AnswerForm(forms.Form):
    """Accept with somebody who answers for the case, ask for something first, or decline with a reason."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        choices=[("accept", ""), ("first", ""), ("decline", "")], error_messages={"required": "Choose one"}
    )
    lead = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Choose somebody who works here"})
    letter = forms.CharField(required=False, max_length=LONG, strip=False)
    note = forms.CharField(label="Why", required=False, max_length=LONG)

    def __init__(self, data: Any = None, *, staff: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["lead"].choices = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "accept" and not said.get("lead") and "lead" not in self.errors:
            self.add_error("lead", "Say who answers for the case from today")
        if said.get("answer") in ("first", "decline") and not said.get("note", "").strip():
            self.add_error("note", "Say what you need first" if said["answer"] == "first" else "Say why")
        return said
