"""Forms for services and milestones, in the codes of the case's own edition."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.exchange import checks
from duly.casework.models.ids import uuid7
from duly.engine.program import Code, Edition

DATE = {"invalid": "Not a date; write it as 2015-04-09"}


def _options(codes: dict[str, Code]) -> list[tuple[str, str]]:
    return [(key, code.label[:1].upper() + code.label[1:]) for key, code in codes.items()]


class FactForm(forms.Form):
    """What every entry about a case has: an id of its own, days inside the case's life, and the import's own checks."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    days: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, edition: Edition, today: date, since: date) -> None:
        super().__init__(data, initial={"entry": uuid7()} | dict.fromkeys(self.days[:1], today))
        self.edition, self.today, self.since = edition, today, since

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        case = checks.Standing(checks.Rules(self.edition, self.today), self.since)
        for name, sentence in self.wrong(case, {key: said.get(key) for key in self.fields}):
            self.add_error(name, sentence)
        for name in self.days:
            day = said.get(name)
            if day and day < self.since and name not in self.errors:
                self.add_error(name, f"{day:%-d %b %Y} is before the case was assigned; check the year")
        return said

    def wrong(self, case: checks.Standing, said: dict[str, Any]) -> list[checks.Wrong]:
        """What the import would say of it."""
        raise NotImplementedError


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

    def wrong(self, case: checks.Standing, said: dict[str, Any]) -> list[checks.Wrong]:
        return checks.service(case, recorded_at=None, **said)


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


    def wrong(self, case: checks.Standing, said: dict[str, Any]) -> list[checks.Wrong]:
        return checks.milestone(case, recorded_at=None, **said)


class EndForm(FactForm):
    """A service that came to its end."""

    days = ("ended_on",)
    ended_on = forms.DateField(label="Ended on", widget=forms.DateInput(attrs={"type": "date"}), error_messages=DATE)
    began: date | None = None

    def wrong(self, case: checks.Standing, said: dict[str, Any]) -> list[checks.Wrong]:
        return checks.service_end(case, started_on=self.began, ended_on=said["ended_on"])
