"""The log form: one contact or try, with one person or several."""

from typing import Any

from django import forms

from duly.casework import clock
from duly.casework.contacts.queries import Subject
from duly.casework.exchange import checks
from duly.casework.models import Contact

NOTE = 20_000


class LogForm(forms.Form):
    """What happened, on which day, how, with what outcome; every mistake at once, and the note is never lost."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="For")
    occurred_on = forms.DateField(
        label="On", error_messages={"required": "Say which day.", "invalid": "Not a date; write it as 2015-04-09."}
    )
    mode = forms.ChoiceField(label="How", choices=Contact.Mode.choices)
    outcome = forms.ChoiceField(label="Outcome", choices=Contact.Outcome.choices)
    note = forms.CharField(
        label="Progress, needs, help given, next step",
        required=False,
        max_length=NOTE,
        error_messages={
            "max_length": f"At most {NOTE:,} characters are kept. Shorten it, or split it into two entries."
        },
    )
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=1440,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Write the length in minutes: 45."),
    )
    also = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, subjects: list[Subject], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.subjects = subjects

    def clean(self) -> dict[str, Any]:
        """The checks the import asks too, for each case in turn; the same sentence once."""
        said = super().clean() or {}
        now = clock.now()
        for subject in self.subjects:
            case = checks.Standing(checks.Rules(subject.edition, subject.today), subject.case.assigned_on)
            kind = said.get("kind") if said.get("kind") in subject.edition.contacts else None
            for field, sentence in checks.contact(
                case, kind=kind, occurred_on=said.get("occurred_on"), recorded_at=now
            ):
                if field in self.fields and sentence not in self.errors.get(field, []):
                    self.add_error(field, sentence)
        return said
