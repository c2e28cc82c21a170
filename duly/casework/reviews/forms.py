"""Forms: draw a sample, say a correction was made."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from duly.casework.models.ids import uuid7


class DrawForm(forms.Form):
    """From which cases a sample is drawn, how many, and by which seed."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    review = forms.ChoiceField(label="Review")
    place = forms.ChoiceField(label="Open cases of")
    size = forms.IntegerField(label="How many", min_value=1, max_value=200)
    seed = forms.CharField(
        label="Seed", max_length=64, help_text="The same seed draws the same cases",
        error_messages={"required": "Write any words; who knows them can draw the sample again"},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, reviews: Sequence[tuple[str, str]], places: Sequence[tuple[UUID, str]], size: int,
        seed: str,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"entry": uuid7(), "size": size, "seed": seed})
        self.fields["review"].choices = reviews  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class MadeForm(forms.Form):
    """What was put right."""

    note = forms.CharField(
        label="What was put right", max_length=2000, widget=forms.Textarea,
        error_messages={"required": "Say what was put right; one line is enough"},
    )  # fmt: skip
