"""Naming who answers for a case; agreeing a meeting on the clock of the program."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from duly.casework import clock, words
from duly.casework.models import Contact, Staff
from duly.engine.program import Edition

AHEAD = timedelta(days=730)


class LeadForm(forms.Form):
    """Who answers for the case from today on."""

    staff = forms.ChoiceField(
        label="Who",
        error_messages={"required": "Choose somebody.", "invalid_choice": "Choose somebody who works here."},
    )

    def __init__(self, data: Any = None, *, workers: list[Staff]) -> None:
        super().__init__(data)
        self.fields["staff"].choices = [(str(each.pk), each.name) for each in workers]  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """What the meeting is for, when, how and where."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="For")
    day = forms.DateField(
        label="On", error_messages={"required": "Say which day.", "invalid": "Not a date; write it as 2015-04-09."}
    )
    time = forms.TimeField(
        label="At", error_messages={"required": "Say at what time.", "invalid": "Not a time; write it as 14:30."}
    )
    mode = forms.ChoiceField(label="How", choices=Contact.Mode.choices)
    place = forms.CharField(
        label="Where", required=False, max_length=200, error_messages={"max_length": "At most 200 characters."}
    )

    def __init__(self, data: Any = None, *, edition: Edition, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.edition = edition
        kinds = [(key, kind.label) for key, kind in (edition.contacts | edition.services).items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day") and said.get("time"):
            self._moment(said)
        return said

    def _moment(self, said: dict[str, Any]) -> None:
        """The moment on the program's clock: one that exists, and has not passed."""
        there = datetime.combine(said["day"], said["time"], ZoneInfo(self.edition.time_zone))
        moment = there.astimezone(UTC)
        city = words.zone(self.edition.time_zone)
        if moment.astimezone(there.tzinfo).time() != said["time"]:
            self.add_error("time", f"Clocks in {city} skip this time on that day; choose an hour later.")
        elif moment <= clock.now():
            self.add_error(
                "day", f"That is over: in {city} it is {_now(self.edition.time_zone)}. Log a meeting that was held."
            )
        elif moment > clock.now() + AHEAD:
            self.add_error("day", "More than two years ahead. Check the year.")
        said["starts_at"] = moment


def _now(zone: str) -> str:
    today = clock.today(zone)
    return f"{words.on(today, today=today).text}, {words.clock(clock.now(), zone)}"
