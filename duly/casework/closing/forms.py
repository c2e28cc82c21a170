"""The closing form of the case's edition, its reasons, and what each reason needs first."""

from datetime import date
from typing import Any

from django import forms

from duly.casework import words
from duly.casework.casefile.record import Record
from duly.casework.closing.checklist import Line
from duly.casework.questions.forms import Questions
from duly.engine.gates import Missing, missing_to_close
from duly.engine.program import Form

# For an edition that asks nothing of its own when a case is closed.
PLAIN = Form.model_validate(
    {
        "(key)": "closing",
        "label": "Closing",
        "fields": {
            "closed_on": {"(key)": "closed_on", "label": "Last day", "type": "date", "required": True},
            "reason": {"(key)": "reason", "label": "Reason", "type": "choice", "required": True},
            "note": {"(key)": "note", "label": "Note", "type": "text"},
        },
    }
)


class ClosingForm(Questions):
    """Why and when a case is closed; a reason whose needs are not met says what is missing."""

    def __init__(self, record: Record, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        self.record = record
        edition = record.edition
        key = next((each.form for each in edition.closing.values() if each.form), None)
        super().__init__(
            edition.forms[key] if key else PLAIN,
            edition,
            data,
            today=today,
            since=record.case.assigned_on,
            choices={"reason": tuple((code, reason.label) for code, reason in edition.closing.items())},
            initial={"closed_on": today, "reason": proposed(record, today=today)} | (initial or {}),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        reason = said.get("reason")
        if reason in self.edition.closing:
            for each in lacking(self.record, reason, answers=said, today=self.today):
                self.add_error("reason", f"{each.label}: {each.reason}.")
        return said


class SuspendForm(ClosingForm):
    """The same questions where another decides: what is missing is shown, and stops nobody from asking."""

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("closed_on"):
            self._check_day("closed_on", said["closed_on"])
        return said

    def what(self) -> dict[str, Any]:
        """What is asked, as it is kept."""
        said = self.cleaned_data
        return {
            "reason": said["reason"],
            "closed_on": said["closed_on"].isoformat(),
            "note": said.get("note", ""),
            "answers": self.answers(),
        }


def proposed(record: Record, *, today: date) -> str:
    """The reason the record suggests: the year is over, or nobody has answered for long; otherwise none."""
    ended = record.line.ends_on is not None and today > record.line.ends_on
    if ended and "program_complete" in record.edition.closing:
        return "program_complete"
    return ""


def lacking(record: Record, reason: str, *, answers: dict[str, Any], today: date) -> list[Missing]:
    """What the reason needs and the record lacks."""
    return missing_to_close(record.edition, reason, record.history.standing(), as_of=today, answers=answers)


class DecisionForm(forms.Form):
    """Close, ask for more, or put back to active; each says what it needs."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(each, each) for each in ("close", "more", "back")], error_messages={"required": "Choose one"}
    )
    about = forms.MultipleChoiceField(required=False)
    note = forms.CharField(required=False, max_length=2000)
    by = forms.DateField(required=False, error_messages={"invalid": "Not a date; write it as 2015-04-09"})

    def __init__(self, data: Any = None, *, lines: list[Line], today: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.today, self.lines = today, lines
        wanted = [each for each in lines if not each.ok]
        self.fields["about"].choices = [(each.key, each.label) for each in wanted]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Closing waits for what is missing; asking says what for and by when; refusing says why."""
        said = super().clean() or {}
        decision, note = said.get("decision"), said.get("note", "").strip()
        if decision == "close" and (gone := [each for each in self.lines if not each.ok]):
            things = words.plural(len(gone), "thing")
            self.add_error("decision", f"It cannot be closed yet: {things} missing. Ask for them.")
        if decision == "more" and not note and not said.get("about"):
            self.add_error("note", "Say what you need")
        if decision == "more" and not said.get("by") and "by" not in self.errors:
            self.add_error("by", "Say by when")
        if said.get("by") and said["by"] < self.today:
            self.add_error("by", "Already past; choose a later day")
        if decision == "back" and not note:
            self.add_error("note", "Say why it goes back; one line is enough")
        return said

    def look_again(self, seen: str) -> None:
        """The same answers, about what is seen now."""
        self.data = {**self.data.dict(), "about": self.data.getlist("about"), "seen": seen}

    def wanted(self) -> list[str]:
        """What more is asked for, in the words of the checklist."""
        known = {each.key: each.label for each in self.lines}
        return [known[key] for key in self.cleaned_data["about"]]
