"""Forms of a group of one's own, its end, and of somebody referred elsewhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from duly.casework.models.ids import uuid7
from duly.casework.people.forms import DAY, ProfileForm
from duly.engine.reading import load

# Where a program names no reasons of its own.
REASONS = (("other", "Another reason"),)


class LocalGroupForm(forms.Form):
    """One more group, whose it is, and from which day to which."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    label = forms.CharField(label="Group", max_length=120, error_messages={"required": "Give it a name"})
    organization = forms.ChoiceField(label="Kept by")
    since = forms.DateField(label="Takes members from", **DAY)
    until = forms.DateField(label="To", required=False, help_text="Empty: no end yet", **DAY)
    reason = forms.CharField(
        label="Why", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Decision of the local board, with its day",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, places: Sequence[tuple[UUID, str]], taken: Sequence[str], today: date
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"entry": uuid7(), "since": today})
        self.fields["organization"].choices = places  # type: ignore[attr-defined]
        self.taken = {each.lower() for each in taken}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("label", "").lower() in self.taken:
            self.add_error("label", "There is a group of this name; give it another")
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "Before it begins; check both days")
        return said


class EndGroupForm(forms.Form):
    """The last day on which the group takes members."""

    until = forms.DateField(label="Last day", **DAY)


class ElsewhereForm(ProfileForm):
    """Who came, for which program, why not there, and where to instead."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    program = forms.ChoiceField(label="They came for")
    organization = forms.ChoiceField(label="Seen at")
    reason = forms.ChoiceField(label="Why not here", error_messages={"required": "Say why"})
    to = forms.CharField(
        label="Referred to", max_length=200, help_text="The place, and whom to ask for",
        error_messages={"required": "Say where they were referred to"},
    )  # fmt: skip
    on = forms.DateField(label="On", **DAY)
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea)

    def __init__(
        self, data: Any = None, *, today: date, programs: Sequence[tuple[str, str]], places: Sequence[tuple[UUID, str]]
    ) -> None:  # fmt: skip
        super().__init__(data, today=today, initial={"entry": uuid7(), "on": today, "preferred_language": "en"})
        self.fields["program"].choices = programs  # type: ignore[attr-defined]
        self.fields["organization"].choices = places  # type: ignore[attr-defined]
        self.fields["reason"].choices = reasons([code for code, _ in programs])  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("In the future; enter today or earlier")
        return on


def reasons(programs: Sequence[str]) -> list[tuple[str, str]]:
    """Every reason the programs know, each once, and another one."""
    found = {key: each.label for program in programs for key, each in load(program).elsewhere.items()}
    return [*found.items(), *REASONS]
