"""Forms made from a program file: its questions, its order, its own words; mistakes all at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from duly.casework.models.ids import uuid7
from duly.engine.program import Edition, Field, Form

LONG = 20_000
WRITTEN = ("line", "text", "number", "money", "date")  # a choice left alone explains itself
ENTER = {"required": "Enter a number"}
YES_NO = (("yes", "Yes"), ("no", "No"))


class Questions(forms.Form):
    """One form of one edition, about one case, on one day."""

    entry = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        asked: Form,
        edition: Edition,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        since: date,
        choices: dict[str, tuple[tuple[str, str], ...]] | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"entry": uuid7()} | (initial or {}))
        self.asked, self.edition, self.today, self.since = asked, edition, today, since
        for key, field in asked.fields.items():
            self.fields[key] = _field(field, (choices or {}).get(key))

    def clean(self) -> dict[str, Any]:
        """Days inside the case's life, and what is required only after certain answers."""
        said = super().clean() or {}
        for key in ("occurred_on", "closed_on"):
            if said.get(key):
                self._check_day(key, said[key])
        for key, field in self.asked.fields.items():
            if _is_wanted(field, said) and said.get(key) in (None, "", []):
                self.add_error(key, "Needed with the answers above; write at least a line.")
        return said

    def _check_day(self, key: str, day: date) -> None:
        if day > self.today:
            self.add_error(key, f"{day:%-d %b %Y} is in the future; enter today or earlier")
        elif day < self.since:
            self.add_error(
                key, f"{day:%-d %b %Y} is before the case was assigned ({self.since:%-d %b %Y}); check the year"
            )

    def sections(self) -> Iterator[tuple[str, list[list[forms.BoundField]]]]:
        """Each section with its rows; two fields share a row where the file puts one beside the other."""
        for section in self.asked.sections:
            rows: list[list[forms.BoundField]] = []
            for key, field in self.asked.fields.items():
                if field.section == section:
                    if field.beside and rows:
                        rows[-1].append(self[key])
                    else:
                        rows.append([self[key]])
            yield section, rows

    def steps(self) -> list[tuple[str, str, str]]:
        """(anchor, section, state) for the list of parts."""
        found = []
        for number, (section, rows) in enumerate(self.sections(), 1):
            bound = [each for row in rows for each in row]
            state = (
                "mistake"
                if any(each.errors for each in bound)
                else "done"
                if any(each.value() for each in bound)
                else "open"
            )
            found.append((f"#part-{number}", section, state))
        return found

    def entry_id(self) -> UUID:
        return self.cleaned_data["entry"]

    def answers(self) -> dict[str, Any]:
        """What is kept beside the entry: answered questions that are not the entry's own fields."""
        own = {"entry", "closed_on", "reason"}
        return {
            key: _kept(value)
            for key, value in self.cleaned_data.items()
            if key not in own and not self.asked.fields[key].of_entry and value not in (None, "", [])
        }


def _kept(value: Any) -> Any:
    """An answer as it is kept: days and sums of money as text."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _is_wanted(field: Field, said: Mapping[str, Any]) -> bool:
    return any(_chosen(said.get(other)) & set(values) for other, values in field.required_when.items())


def _chosen(said: Any) -> set[str]:
    """What was answered: one of the choices, or several."""
    return set(said) if isinstance(said, list) else {said} if isinstance(said, str) else set()


def _field(field: Field, offered: tuple[tuple[str, str], ...] | None) -> forms.Field:
    """A form field for a question, in the words of the program file."""
    said = {
        "label": field.label,
        "help_text": field.help or ("Optional" if field.type in WRITTEN and not field.required else ""),
        "required": field.required,
    }
    choices = offered or tuple(field.choices.items())
    wanted = {"required": "Choose one" if choices else "Needed; write at least a line"}
    match field.type:
        case "choice":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=wanted, **said)
        case "yes_no":
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **said)
        case "choices":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case "date":
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages={"invalid": "Not a date; write it as 2015-04-09", "required": "Enter the day"},
                **said,
            )
        case "number":
            return forms.IntegerField(min_value=0, max_value=10_000, error_messages=ENTER, **said)
        case "money":
            return forms.DecimalField(min_value=0, max_digits=9, decimal_places=2, error_messages=ENTER, **said)
        case "text":
            return forms.CharField(widget=forms.Textarea, max_length=LONG, error_messages=wanted, **said)
        case "line":
            return forms.CharField(max_length=400, error_messages=wanted, **said)
