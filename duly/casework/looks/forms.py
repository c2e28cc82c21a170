"""Naming a view; choosing columns."""

from typing import Any
from uuid import UUID

from django import forms

from duly.casework.looks.actions import has_view
from duly.casework.looks.columns import ALL


class ViewForm(forms.Form):
    """What the view is called, and whom it is for."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Give it a name.", "max_length": "At most 60 characters."},
    )
    shared = forms.BooleanField(label="For everybody in the organization", required=False)

    def __init__(self, data: Any = None, *, staff: UUID, agency: UUID, but: UUID | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.staff, self.agency, self.but = staff, agency, but

    def clean_name(self) -> str:
        said: str = self.cleaned_data["name"]
        if has_view(said, staff=self.staff, agency=self.agency, but=self.but):
            raise forms.ValidationError("There is a view of that name already.")
        return said


class ColumnsForm(forms.Form):
    """Which columns stand in the caseload, beside the name."""

    columns = forms.MultipleChoiceField(
        label="Columns",
        choices=[(key, each.name) for key, each in ALL.items()],
        error_messages={"required": "Choose at least one.", "invalid_choice": "There is no such column."},
        widget=forms.CheckboxSelectMultiple,
    )
