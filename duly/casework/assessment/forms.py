"""Forms of a step of the assessment, of a decision on eligibility, of a membership in a group."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from duly.casework.models.ids import uuid7
from duly.casework.questions.forms import Questions
from duly.engine.assessing import AssessmentStep
from duly.engine.program import Edition

DAY = {
    "widget": forms.DateInput(attrs={"type": "date"}),
    "error_messages": {"invalid": "Not a date; write it as 2015-04-09", "required": "Say which day"},
}
BASIS = 2_000


def future(day: date) -> str:
    return f"{day:%-d %b %Y} is in the future; enter today or earlier"


class StepForm(Questions):
    """One step of the assessment: the questions of its form, and the day it was done."""

    def __init__(self, step: AssessmentStep, edition: Edition, data: Any = None, **given: Any) -> None:
        super().__init__(edition.forms[step.form], edition, data, **given)
        self.fields["done_on"] = forms.DateField(label="Done on", **DAY)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        days = {"done_on", *(each.on for each in self.asked.records.values() if each.on)}
        for key in days & said.keys():
            if said[key] and said[key] > self.today:
                self.add_error(key, future(said[key]))
        return said

    def answers(self) -> dict[str, Any]:
        """The answers to the form's own questions."""
        own = self.cleaned_data.pop("done_on")
        found = super().answers()
        self.cleaned_data["done_on"] = own
        return found


class DecisionForm(forms.Form):
    """One rule, decided: yes or no, on what it rests, on which day, by whom."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    rule = forms.ChoiceField(
        label="Rule", widget=forms.RadioSelect, error_messages={"required": "Choose the rule that was applied"}
    )
    eligible = forms.ChoiceField(
        label="Decision", choices=(("yes", "Eligible"), ("no", "Not eligible")), widget=forms.RadioSelect,
        error_messages={"required": "Say how it was decided"},
    )  # fmt: skip
    basis = forms.MultipleChoiceField(
        label="What was seen", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "That is no proof of this rule"},
    )  # fmt: skip
    note = forms.CharField(
        label="What it rests on", widget=forms.Textarea, max_length=BASIS,
        help_text="Which paper, of which day; or why it speaks against it",
        error_messages={"required": "Say what the decision rests on; one line is enough"},
    )  # fmt: skip
    on = forms.DateField(label="Decided on", **DAY)
    until = forms.DateField(label="Holds until", required=False, **DAY)
    decider = forms.ChoiceField(label="Decided by")

    def __init__(
        self, data: Any = None, *, edition: Edition, staff: Sequence[tuple[UUID, str]], today: date,
        initial: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"entry": uuid7(), "on": today} | initial)
        self.edition, self.today = edition, today
        rules = edition.eligibility
        self.explained = [(key, each.label, each.asks) for key, each in rules.items()]
        self.fields["rule"].choices = [(key, label) for key, label, _ in self.explained]  # type: ignore[attr-defined]
        proofs = {key: text for each in rules.values() for key, text in each.basis.items()}
        self.fields["basis"].choices = list(proofs.items())  # type: ignore[attr-defined]
        self.fields["decider"].choices = staff  # type: ignore[attr-defined]
        until = "Empty: " + ("as long as the rule says" if any(each.lasts for each in rules.values()) else "for good")
        self.fields["until"].help_text = until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, until, rule = said.get("on"), said.get("until"), self.edition.eligibility.get(said.get("rule", ""))
        if on and on > self.today:
            self.add_error("on", future(on))
        if on and until and until < on:
            self.add_error("until", "Before the day it was decided; check both")
        if rule and rule.basis:
            self._proven(said, rule.basis)
        if rule and rule.lasts and on and not until and said.get("eligible") == "yes":
            said["until"] = rule.lasts.after(on)
        return said

    def _proven(self, said: dict[str, Any], basis: dict[str, str]) -> None:
        """A yes rests on one of the proofs of its rule, and on no proof of another."""
        strange = [each for each in said.get("basis", ()) if each not in basis]
        if strange or (said.get("eligible") == "yes" and not said.get("basis")):
            self.add_error("basis", f"Choose what was seen for this rule: {', '.join(basis.values())}")


class GroupForm(forms.Form):
    """A group, from which day, and how the person came to it."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    group = forms.ChoiceField(
        label="Group", widget=forms.RadioSelect, error_messages={"required": "Choose the group"}
    )  # fmt: skip
    since = forms.DateField(label="Member since", **DAY)
    until = forms.DateField(label="Until", required=False, help_text="Empty: it goes on", **DAY)
    source = forms.ChoiceField(
        label="How they were selected", widget=forms.RadioSelect, error_messages={"required": "Say how"}
    )  # fmt: skip
    note = forms.CharField(label="Why, or on what it rests", required=False, widget=forms.Textarea, max_length=BASIS)

    def __init__(self, data: Any = None, *, edition: Edition, local: Sequence[Any], today: date) -> None:
        super().__init__(data, initial={"entry": uuid7(), "since": today})
        self.today, self.edition = today, edition
        self.local = {each.code: each for each in local}
        named = [(key, each.label, each.help) for key, each in edition.groups.items()]
        named += [(each.code, each.label, f"Group of {each.organization.name}") for each in local]
        self.explained = named
        self.fields["group"].choices = [(key, label) for key, label, _ in named]  # type: ignore[attr-defined]
        sources = [(key, each.label) for key, each in edition.selection.items()]
        self.fields["source"].choices = sources or [("staff", "Named by staff")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        group = self.edition.groups.get(said.get("group", "")) or self.local.get(said.get("group", ""))
        if since and since > self.today:
            self.add_error("since", future(since))
        if since and until and until < since:
            self.add_error("until", "Before it began; check both days")
        if since and group and not group.takes(since):
            first = f" from {group.since:%-d %b %Y}" if group.since else ""
            last = f" to {group.until:%-d %b %Y}" if group.until else ""
            self.add_error("since", f"{group.label} takes members{first}{last}; check the day, or the group")
        return said


class EndForm(forms.Form):
    """The last day of a membership, and why it ends."""

    on = forms.DateField(label="Last day", **DAY)
    why = forms.CharField(label="Why it ends", max_length=400, error_messages={"required": "Say why"})
