"""The closing form of the case's edition, its reasons, and what each reason needs first."""

from datetime import date
from typing import Any

from duly.casework.casefile.record import Record
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

    def __init__(self, record: Record, data: Any = None, *, today: date) -> None:
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
            initial={"closed_on": today, "reason": proposed(record, today=today)},
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        reason = said.get("reason")
        if reason in self.edition.closing:
            for each in lacking(self.record, reason, answers=said, today=self.today):
                self.add_error("reason", f"{each.label}: {each.reason}.")
        return said


def proposed(record: Record, *, today: date) -> str:
    """The reason the record suggests: the year is over, or nobody has answered for long; otherwise none."""
    ended = record.line.ends_on is not None and today > record.line.ends_on
    if ended and "program_complete" in record.edition.closing:
        return "program_complete"
    return ""


def lacking(record: Record, reason: str, *, answers: dict[str, Any], today: date) -> list[Missing]:
    """What the reason needs and the record lacks."""
    return missing_to_close(record.edition, reason, record.history.standing(), as_of=today, answers=answers)
