"""Forms for a new participant and for what is known of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

NEW = "new"
OLDEST = 110  # years
LANGUAGES = (
    ("en", "English"), ("es", "Spanish"), ("zh", "Chinese"), ("vi", "Vietnamese"), ("ar", "Arabic"), ("fr", "French"),
    ("ht", "Haitian Creole"), ("ko", "Korean"), ("pl", "Polish"), ("pt", "Portuguese"), ("ru", "Russian"),
    ("so", "Somali"), ("tl", "Tagalog"), ("uk", "Ukrainian"), ("ur", "Urdu"),
)  # fmt: skip
DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}),
    "error_messages": {"invalid": "Not a date; write it as 1986-08-05"},
}


class ProfileForm(forms.Form):
    """How to call and reach somebody."""

    given_name = forms.CharField(
        label="Given name", max_length=200, error_messages={"required": "Needed to find them again"}
    )
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    birth_date = forms.DateField(label="Born", required=False, help_text="Tells people of the same name apart", **DAY)
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    email = forms.EmailField(
        label="Email", required=False, error_messages={"invalid": "Not an email address; it needs an @ and a domain"}
    )
    preferred_language = forms.ChoiceField(
        label="Language they prefer", choices=LANGUAGES, required=False, initial="en"
    )

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.today = today

    def clean_birth_date(self) -> date | None:
        born = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise forms.ValidationError("In the future; check the year")
        if born and self.today.year - born.year > OLDEST:
            raise forms.ValidationError(f"Would be {self.today.year - born.year} years old; check the year")
        return born

    def known(self) -> dict[str, Any]:
        """The fields of a profile."""
        return {name: self.cleaned_data[name] for name in ProfileForm.base_fields}


class EnrollForm(ProfileForm):
    """A person, and the case that begins with them."""

    program = forms.ChoiceField(label="Program")
    organization = forms.ChoiceField(label="Organization")
    assigned_on = forms.DateField(label="Assigned on", **DAY)
    accepted_on = forms.DateField(
        label="Accepted on", required=False, help_text="Day of the acceptance letter, if there is one", **DAY
    )
    lead = forms.ChoiceField(label="Who answers for the case", required=False)
    same = forms.ChoiceField(label="Somebody like this is on file", widget=forms.RadioSelect, required=False)

    def __init__(
        self, data: Any = None, *, today: date, programs: Sequence[tuple[str, str]],
        organizations: Sequence[tuple[UUID, str]], staff: Sequence[tuple[UUID, str]],
        similar: Sequence[tuple[UUID, str]] = (), lead: UUID | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, today=today, initial={"assigned_on": today, "lead": lead, "preferred_language": "en"})
        self.fields["program"].choices = programs
        self.fields["organization"].choices = organizations
        self.fields["lead"].choices = [("", "Nobody yet"), *staff]
        self.similar = similar
        if similar:
            choices = [*similar, (NEW, "None of these: a new person")]
            self.fields["same"].choices = choices
            self.fields["same"].required = True
            self.fields["same"].error_messages["required"] = "Choose the person, or say that this is somebody new"
        else:
            del self.fields["same"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        assigned, accepted = said.get("assigned_on"), said.get("accepted_on")
        if assigned and assigned > self.today:
            self.add_error("assigned_on", "In the future; enter today or earlier")
        if assigned and accepted and accepted > assigned:
            self.add_error("accepted_on", "After the assignment; a person is accepted first")
        return said
