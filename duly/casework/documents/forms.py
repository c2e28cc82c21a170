"""Forms for attaching a document and for taking one back."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.documents.queries import full, kinds
from duly.casework.documents.refusals import LARGEST, TOO_LARGE, Refused
from duly.casework.documents.sandbox import Checked, checked
from duly.casework.models import Case
from duly.casework.models.ids import uuid7
from duly.engine.program import Edition

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.txt"  # a phone that could choose sends its photos as JPEG then


class AttachForm(forms.Form):
    """What the document is, and the file itself."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What it is", widget=forms.RadioSelect, error_messages={"required": "Choose one"})
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,
        help_text=f"PDF, a photo (JPEG or PNG), Word (docx) or plain text, up to {LARGEST // 1_000_000} MB",
        error_messages={"required": "Choose a file, or take a photo of the paper"},
    )
    dated_on = forms.DateField(
        label="Date on it",
        required=False,
        help_text="Optional: the day it was signed or issued",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Not a date; write it as 2015-04-09"},
    )
    note = forms.CharField(label="Note", required=False, max_length=200, help_text="Optional, one line")

    checked: Checked | None = None

    def __init__(
        self, data: Any = None, files: Any = None, *, case: Case, edition: Edition, today: date, too_large: bool = False
    ) -> None:
        super().__init__(data, files, initial={"entry": uuid7()})
        self.case, self.edition, self.today, self.too_large = case, edition, today, too_large
        codes = kinds(edition)
        self.fields["kind"].choices = [(key, code.label[:1].upper() + code.label[1:]) for key, code in codes.items()]
        if len(codes) == 1:
            self.initial["kind"] = next(iter(codes))
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_dated_on(self) -> date | None:
        day = self.cleaned_data["dated_on"]
        if day and day > self.today:
            raise forms.ValidationError(f"{day:%-d %b %Y} is in the future; enter today or earlier")
        return day

    def clean_file(self) -> Any:
        """The file checked by itself; what is wrong with the other fields is said at the same time."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        if says := full(self.case, file.size):
            raise forms.ValidationError(says)
        try:
            self.checked = checked(file.name, file.read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return file


class TakeBackForm(forms.Form):
    """Why a document does not belong here."""

    why = forms.CharField(
        label="Why it is taken back",
        max_length=400,
        help_text="Stands beside its name for good",
        error_messages={"required": "Say why; one line is enough"},
    )
