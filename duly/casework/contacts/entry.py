"""An entry somebody is about to make: about whom, filled in as far as it can be, and what it would count as."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.http import QueryDict

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.contacts import counting
from duly.casework.contacts.forms import LogForm
from duly.casework.contacts.queries import Subject, kind_in, kinds, modes, together, tries_since, usual_kind, usual_mode
from duly.casework.models import Case, Contact
from duly.casework.models.ids import uuid7
from duly.engine.reading import load

Option = tuple[str, str, str, str]
# In the form: the word, its key, and where the key leads; an unanswered try is saved at once.
MODES = {
    "phone": ("Phone", "p"),
    "in_person": ("In person", "i"),
    "email": ("Email", "e"),
    "text": ("Text", "t"),
    "video": ("Video", "v"),
    "mail": ("Mail", "m"),
}
SELDOM = ("video", "mail")
OUTCOMES = (
    ("completed", "Reached", "r", "[name=note]"),
    ("no_response", "No answer", "n", "save"),
    ("no_show", "No-show", "s", ""),
)
CALLED_OFF = (("cancelled", "Canceled by them", "c", ""),)


@dataclass
class Entry:
    """Local: the log form of one case or of several, with what stands around it."""

    subjects: list[Subject]
    form: LogForm
    actor: Actor

    @cached_property
    def others(self) -> list[Case]:
        """Other open cases of the one person, looked for when they are shown or ticked."""
        return together(self.first, self.actor) if self.alone else []

    @property
    def first(self) -> Subject:
        return self.subjects[0]

    @property
    def alone(self) -> bool:
        return len(self.subjects) == 1

    @property
    def modes(self) -> list[Option]:
        """The usual ways of the program; the others wait under More."""
        return [each for each in self._ways if each[0] not in SELDOM]

    @property
    def other_modes(self) -> list[Option]:
        return [each for each in self._ways if each[0] in SELDOM]

    @property
    def _ways(self) -> list[Option]:
        return [(mode, *MODES[mode], "") for mode in modes(self.first.edition)]

    @property
    def outcomes(self) -> tuple[Option, ...]:
        return OUTCOMES

    @property
    def other_outcomes(self) -> tuple[Option, ...]:
        return CALLED_OFF

    @property
    def seldom(self) -> bool:
        """Whether something under More is chosen, or wrong."""
        chosen = self.said("mode") in SELDOM or self.said("outcome") == CALLED_OFF[0][0]
        return chosen or bool(self.said("minutes") or self.form["minutes"].errors)

    def said(self, name: str) -> Any:
        """What the form holds now."""
        return self.form[name].value()

    @property
    def credits(self) -> list[tuple[str, str]]:
        """The other programs of the person: number, and what it would be there."""
        return [(each.ref, f"{load(each.program, each.edition).short}, case {each.ref}") for each in self.others]

    @property
    def strip(self) -> str:
        return self.first.strip

    @property
    def strip_label(self) -> str:
        closes = next((each.due_on for each in self.first.duties if each.kind == "windows"), None)
        return words.windows_label(self.strip, closes, today=self.first.today)

    @property
    def long_form(self) -> str:
        """The kind whose questions can be answered in full instead."""
        asked = self.first.edition.contacts.get(self.said("kind") or "")
        return asked.key if asked and asked.form else ""

    @property
    def nearest(self) -> str:
        return counting.nearest(self.first)

    @property
    def counts(self) -> str:
        return counting.counts(self.first)

    @property
    def tries(self) -> str:
        return tries_since(self.first)

    @property
    def purpose(self) -> str:
        return counting.purpose(self.first, self.said("kind") or "")

    @property
    def caution(self) -> str:
        return counting.caution(self.first, kind=self.said("kind") or "", mode=self.said("mode") or "")

    def name_duties(self) -> None:
        """Let the form say which duty each kind would be for, what is owed first; of several people there is no one."""
        if self.alone:
            self.form.fields["kind"].choices = kinds(self.first)  # type: ignore[attr-defined]

    def saying(self) -> dict[str, Any]:
        """What record_contact is told."""
        said = self.form.cleaned_data
        credited = [*self.credited(), *(each.case for each in self.subjects[1:])]
        also = [(case, kind_in(load(case.program, case.edition), said["kind"])) for case in credited]
        return {
            "entry": said["entry"],
            "kind": said["kind"],
            "on": said["occurred_on"],
            "mode": said["mode"],
            "outcome": said["outcome"],
            "note": said["note"],
            "minutes": said["minutes"],
            "also": also,
            "case": self.first.case,
        }

    def credited(self) -> list[Case]:
        """The other cases that were ticked."""
        ticked = self.form.cleaned_data["also"]
        return [each for each in self.others if each.ref in ticked] if ticked else []

    def again(self) -> "Entry":
        """The same words under a new id: saved on purpose, they are a second entry."""
        data = QueryDict(mutable=True)
        data.update(self.form.data)
        data["entry"] = str(uuid7())
        return entry_for(self.subjects, data, actor=self.actor)


def entry_for(subjects: list[Subject], data: QueryDict | None, *, actor: Actor) -> Entry:
    """The form for these cases, filled in already or with what was sent."""
    entry = Entry(subjects, _form(subjects, data), actor)
    entry.form.fields["also"].choices = lambda: [(each.ref, each.ref) for each in entry.others]  # type: ignore[attr-defined]
    if not entry.form.is_valid():
        entry.name_duties()
    return entry


def _form(subjects: list[Subject], data: QueryDict | None) -> LogForm:
    """What it is filled in with is worked out when it is shown: an entry that is merely saved reads no history."""
    first = subjects[0]
    initial = {
        "entry": uuid7(),
        "kind": lambda: usual_kind(first, usual_mode(first)),
        "occurred_on": first.today,
        "mode": partial(usual_mode, first),
        "outcome": Contact.Outcome.COMPLETED,
    }
    form = LogForm(data, subjects=subjects, initial=initial)
    form.fields["kind"].choices = [(key, each.label) for key, each in first.edition.contacts.items()]  # type: ignore[attr-defined]
    return form
