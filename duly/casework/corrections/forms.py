"""Forms for putting a fact right: its own fields as they stand, and why."""

from datetime import date
from typing import Any

from django import forms

from duly.casework.exchange import checks
from duly.casework.models import Appointment, CaseEvent, Closing, Contact, Milestone, Service, ServiceEnd
from duly.casework.models.owned import Fact
from duly.engine.program import Edition

DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}),
    "error_messages": {"invalid": "Not a date; write it as 2015-04-09"},
}
FIELDS: dict[type[Fact], tuple[str, ...]] = {
    Contact: ("kind", "occurred_on", "mode", "outcome", "note"),
    Service: ("kind", "delivery", "topic", "started_on", "ended_on"),
    ServiceEnd: ("ended_on", "status"),
    Milestone: ("kind", "achieved_on"),
    CaseEvent: ("occurred_on", "until_on", "note"),
    Appointment: ("mode", "place"),
    Closing: ("closed_on", "reason", "note"),
}
LABELS = {
    "kind": "For",
    "occurred_on": "On",
    "mode": "How",
    "outcome": "Outcome",
    "note": "Note",
    "delivery": "How it was given",
    "topic": "About",
    "started_on": "From",
    "ended_on": "To",
    "status": "How it ended",
    "achieved_on": "Achieved on",
    "until_on": "Look again on",
    "place": "Where",
    "closed_on": "Last day",
    "reason": "Closing reason",
}
REQUIRED = {"kind", "mode", "outcome", "delivery", "closed_on", "reason"}
REQUIRED_OF = {(ServiceEnd, "ended_on")}
PAST = {"occurred_on", "started_on", "ended_on", "achieved_on", "closed_on"}


class CorrectionForm(forms.Form):
    """The fact as it should have been, and the reason for the change."""

    def __init__(self, data: Any = None, *, fact: Fact, edition: Edition, today: date, since: date) -> None:
        self.names = FIELDS[type(fact)]
        super().__init__(data, initial={name: getattr(fact, name) for name in self.names})
        self.fact, self.edition, self.today, self.since = fact, edition, today, since
        for name in self.names:
            self.fields[name] = self._field(name)
        self.fields["why"] = forms.CharField(
            label="Why it is changed",
            max_length=400,
            help_text="Stands beside the entry for good",
            error_messages={"required": "Say why; one line is enough"},
        )

    def _field(self, name: str) -> forms.Field:
        about = {"label": self._label(name), "required": name in REQUIRED or (type(self.fact), name) in REQUIRED_OF}
        if choices := self._choices(name):
            return forms.ChoiceField(choices=choices, widget=forms.Select, **about)
        if name.endswith("_on"):
            return forms.DateField(**about, **DAY)
        if name == "note":
            return forms.CharField(widget=forms.Textarea, max_length=20_000, **about)
        return forms.CharField(max_length=200, **about)

    def _label(self, name: str) -> str:
        """What the field is called; a hold ends with a look, anything else on a day."""
        held = isinstance(self.fact, CaseEvent) and self.fact.kind == "hold"
        return "Until" if name == "until_on" and not held else LABELS[name]

    def _choices(self, name: str) -> list[tuple[str, str]]:
        """The codes of the case's own edition; an older code that stands there stays choosable."""
        codes = {
            ("kind", Contact): self.edition.contacts,
            ("kind", Service): self.edition.services,
            ("kind", Milestone): self.edition.milestones,
            ("delivery", Service): self.edition.deliveries,
            ("reason", Closing): self.edition.closing,
        }.get((name, type(self.fact)))
        if codes is None:
            return {"mode": list(Contact.Mode.choices), "outcome": list(Contact.Outcome.choices)}.get(name, [])
        return [(key, code.label) for key, code in codes.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in PAST.intersection(self.names):
            day = said.get(name)
            if day and day > self.today:
                self.add_error(name, f"{day:%-d %b %Y} is in the future; enter today or earlier")
            elif day and day < self.since:
                self.add_error(name, f"{day:%-d %b %Y} is before the case was assigned; check the year")
        case = checks.Standing(checks.Rules(self.edition, self.today), self.since)
        for name, sentence in checks.service_end(case, started_on=self._began(said), ended_on=said.get("ended_on")):
            if name not in self.errors:
                self.add_error(name, sentence)
        if not self.errors and not self.changes():
            self.add_error(None, "Nothing is different from what stands there; change a field, or take the entry back.")
        return said

    def _began(self, said: dict[str, Any]) -> date | None:
        """The day the service began that this is, or is the end of."""
        return self.fact.service.started_on if isinstance(self.fact, ServiceEnd) else said.get("started_on")

    def changes(self) -> dict[str, Any]:
        """What differs from the fact as it stands."""
        return {
            name: self.cleaned_data[name] for name in self.names if self.cleaned_data[name] != getattr(self.fact, name)
        }
