"""Contact kinds, forms and code lists: what can be recorded, under which names."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Limit

from duly.engine.parts import Keyed, Lasting, Names, Part, Sources, Text

Mode = Literal["in_person", "phone", "video", "email", "text", "mail"]
MODES: dict[str, str] = {
    "in_person": "in person", "phone": "by phone", "video": "by video", "email": "by email", "text": "by text",
    "mail": "by mail",
}
OUTCOMES: dict[str, str] = {
    "completed": "reached", "no_response": "no answer", "no_show": "no-show", "cancelled": "cancelled",
}
# Answers that are kept with the contact or the closing itself, not beside it.
ENTRY_FIELDS = ("occurred_on", "mode", "outcome", "minutes", "note", "closed_on", "reason")


class Added(Part):
    """Frozen: a service that goes on record by itself with an event."""

    service: Text
    delivery: Text


class Code(Keyed):
    """Frozen: an entry of a code list."""

    help: str = ""
    category: str | None = None
    short: str = ""  # its name in a narrow column; a milestone with one stands in the caseload
    expected: Lasting | None = None  # so long after the schedule begins, somebody without it is worth a look
    watch: Lasting | None = None  # for so long after it, people often go quiet
    adds: Added | None = None  # an event: what is recorded with it, without anybody doing it


class ContactKind(Keyed):
    """Frozen: a kind of contact: the modes offered, those in which it meets what is owed, its form."""

    purpose: str = ""
    modes: Annotated[tuple[Mode, ...], Limit(min_length=1)]
    counts_in: tuple[Mode, ...] = ()
    form: Text | None = None

    def counts(self, mode: str) -> bool:
        """Whether a completed contact of this kind counts when held this way; without a list every way counts."""
        return not self.counts_in or mode in self.counts_in


class Field(Keyed):
    """Frozen: a question of a form."""

    type: Literal["line", "text", "number", "money", "date", "choice", "choices", "yes_no"]
    help: str = ""
    required: bool = False
    required_when: dict[str, tuple[str, ...]] = {}
    choices: dict[str, str] = {}
    section: str = ""
    private: bool = False  # seen by the case manager and those who lead them only
    beside: bool = False  # stands beside the field before it
    known_as: str = ""  # the question of another form or program that asks the same: its answer is offered here

    @property
    def asks(self) -> str:
        """What is known once it is answered, whatever the form calls it."""
        return self.known_as or self.key

    @property
    def of_entry(self) -> bool:
        """Whether the answer is kept with the contact entry itself."""
        return self.key in ENTRY_FIELDS


class Recording(Part):
    """Frozen: when the answers of a form put an event on record: those given, on the day one of them names."""

    answered: Annotated[Names, Limit(min_length=1)]
    when: dict[str, tuple[str, ...]] = {}
    on: Text | None = None  # without one, the day of the entry
    says: Names = ()  # the answers that stand beside the event

    def due(self, said: Mapping[str, Any]) -> bool:
        """Whether these answers put it on record."""
        chosen = all(said.get(key) in values for key, values in self.when.items())
        return chosen and all(said.get(key) not in (None, "", []) for key in self.answered)


class Form(Keyed):
    """Frozen: questions asked with a contact, a closing or a step of the assessment, in the order of the file."""

    fields: dict[str, Field]
    yields: str = ""
    records: dict[str, Recording] = {}

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(field.section for field in self.fields.values()))


class Need(Keyed):
    """Frozen: one thing that must be in place before a step; exactly one of its four questions is asked."""

    missing: Text
    on_file: Names = ()  # any one of these
    none_open: Text | None = None  # a step rule with nothing left open
    lapsed: Text | None = None  # a lapse rule whose silence has run out
    answers: Names = ()  # questions of the form that must be answered


class Gate(Keyed):
    """Frozen: a step that needs things in place first."""

    opens: str = ""
    needs: dict[str, Need]


class ClosingReason(Keyed):
    """Frozen: a reason to close a case and what it needs."""

    help: str = ""
    form: Text | None = None
    needs: dict[str, Need] = {}


class ByTwo(Part):
    """Frozen: closing takes two: one suspends the case and asks, another who may decides within so long."""

    suspends: Text
    returns: Text
    answer_within: Lasting
    sources: Annotated[Sources, Limit(min_length=1)]


class Topics(Part):
    """Frozen: what a service was about: suggestions, and whether any other words are taken."""

    any_text: bool
    suggestions: Names = ()


class Phase(Keyed):
    """Frozen: a stretch of a case; it begins with any of these, or so long before an expected day."""

    begins: Names = ()
    ahead: Lasting | None = None
    before: Text | None = None


class Words(Part):
    """Frozen: what this program calls people and things; pages use these words."""

    participant: Text = "participant"
    case_manager: Text = "case manager"
    organization: Text = "organization"
