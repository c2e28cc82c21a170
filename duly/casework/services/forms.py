"""Forms for services and milestones, in the codes of the case's own edition."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.models.ids import uuid7
from duly.engine.program import Code, Edition

DATE = {"invalid": "Not a date; write it as 2015-04-09"}


def _options(codes: dict[str, Code]) -> list[tuple[str, str]]:
    return [(key, code.label[:1].upper() + code.label[1:]) for key, code in codes.items()]


class FactForm(forms.Form):
    """What every entry about a case has: an id of its own, and days inside the case's life."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    days: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, edition: Edition, today: date, since: date) -> None:
        super().__init__(data, initial={"entry": uuid7()} | dict.fromkeys(self.days[:1], today))
        self.edition, self.today, self.since = edition, today, since

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.days:
            day = said.get(name)
            if day and day > self.today:
                self.add_error(name, f"{day:%-d %b %Y} is in the future; enter today or earlier")
            elif day and day < self.since:
                self.add_error(name, f"{day:%-d %b %Y} is before the case was assigned; check the year")
        return said


class ServiceForm(FactForm):
    """A service given or a referral made."""

    days = ("started_on", "ended_on")
    kind = forms.ChoiceField(label="Service", widget=forms.RadioSelect, error_messages={"required": "Choose one"})
    delivery = forms.ChoiceField(
        label="How it was given", widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )
    topic = forms.CharField(label="About", max_length=200, required=False, help_text="Optional")
    started_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}), error_messages=DATE)
    ended_on = forms.DateField(
        label="To",
        required=False,
        help_text="Leave empty while it goes on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=DATE,
    )

    def __init__(self, data: Any = None, **about: Any) -> None:
        super().__init__(data, **about)
        self.fields["kind"].choices = _options(self.edition.services)
        self.fields["delivery"].choices = _options(self.edition.deliveries)
        self.fields["topic"].widget.attrs["list"] = "topics"

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("started_on"), said.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", "The end is before the beginning; check both days")
        return said


class MilestoneForm(FactForm):
    """Something achieved."""

    days = ("achieved_on",)
    kind = forms.ChoiceField(label="Milestone", widget=forms.RadioSelect, error_messages={"required": "Choose one"})
    achieved_on = forms.DateField(
        label="Achieved on", widget=forms.DateInput(attrs={"type": "date"}), error_messages=DATE
    )

    def __init__(self, data: Any = None, **about: Any) -> None:
        super().__init__(data, **about)
        self.fields["kind"].choices = _options(self.edition.milestones)


class EndForm(FactForm):
    """A service that came to its end."""

    days = ("ended_on",)
    ended_on = forms.DateField(label="Ended on", widget=forms.DateInput(attrs={"type": "date"}), error_messages=DATE)
