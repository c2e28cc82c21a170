"""Asking for one thing of a plan in the words of its kind's form; and for its end, an agreement, a signature."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from duly.casework import words
from duly.casework.models import Contact, PlanItem
from duly.casework.models.ids import uuid7
from duly.casework.plans.actions import Wording
from duly.casework.plans.plan import Plan, Thing
from duly.casework.questions.forms import Questions
from duly.engine.facts import COMPLETED
from duly.engine.planning import ITEM_FIELDS, PlanKind

LATELY = timedelta(days=30)  # a change is agreed in a contact of the last days
DAY: dict[str, Any] = {
    "widget": forms.DateInput(attrs={"type": "date"}),
    "error_messages": {"invalid": "Not a date; write it as 2015-04-09", "required": "Enter the day"},
}
Choices = tuple[tuple[str, str], ...]


class ItemForm(Questions):
    """One thing of a plan: the questions of its kind, and for a change what was seen and why it changes."""

    talk = forms.ChoiceField(label="Agreed in", required=False, help_text="The contact this comes from")

    def __init__(
        self, plan: Plan, kind: PlanKind, data: Any = None, *, today: date, thing: Thing | None = None
    ) -> None:
        self.plan, self.kind, self.thing = plan, kind, thing
        # The wording the page shows; sent with a change, it says what was seen.
        self.shows = data.get("seen", "") if data else str(thing.now.pk) if thing else ""
        super().__init__(
            plan.record.edition.forms[kind.form],
            plan.record.edition,
            data,
            today=today,
            since=plan.record.case.assigned_on,
            choices=offered(plan, kind, thing),
            initial=_said(thing.now) if thing else {"owner": "participant"},
        )
        self.fields["talk"].choices = talks(plan, today)
        if "for_goal" in self.fields:
            self.fields["for_goal"].required = False
        if thing:
            self.fields["seen"] = forms.UUIDField(widget=forms.HiddenInput, initial=thing.now.pk)
            self.fields["because"] = forms.CharField(
                label="Because", max_length=400, help_text="Stands beside the change, on paper too",
                error_messages={"required": "Say why it changes; one line is enough"},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("starts_on"), said.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", "The end is before the beginning; check both days")
        self._check_span(said)
        if said.get("owner") in ("staff", "other") and "owner_name" in self.fields and not said.get("owner_name"):
            self.add_error("owner_name", "Say who")
        if self.thing and not self.errors and _said_by(self) == _wording(self.thing.now):
            self.add_error(None, "Nothing is different from what stands there; change a field, or go back.")
        return said

    def _check_span(self, said: dict[str, Any]) -> None:
        ends = (said.get(self.kind.span.low), said.get(self.kind.span.high)) if self.kind.span else (None, None)
        if self.kind.span and ends[0] and ends[1] and ends[1] < ends[0]:
            self.add_error(self.kind.span.high, "This is less than the lower one; check both")

    def wording(self) -> Wording:
        """What was said, as columns and answers."""
        return _said_by(self)


def _said_by(form: ItemForm) -> Wording:
    said = {key: form.cleaned_data.get(key) for key in form.asked.fields}
    cost = said.get("cost")
    columns = {key: said[key] or "" for key in ("what", "code", "owner", "owner_name", "funding") if key in said}
    return Wording(
        **columns,
        starts_on=said.get("starts_on"),
        due_on=said.get("due_on"),
        cost_cents=None if cost is None else int(cost * 100),
        for_goal=said.get("for_goal") or None,
        talk=form.cleaned_data.get("talk") or None,
        answers={
            key: _plain(value) for key, value in said.items() if key not in ITEM_FIELDS and value not in (None, "", [])
        },
    )


def _plain(value: Any) -> Any:
    """A value as it is kept: a day and a sum as text."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _wording(item: PlanItem) -> Wording:
    said = {name: getattr(item, name) for name in Wording.__slots__}
    return Wording(**said)


def _said(item: PlanItem) -> dict[str, Any]:
    """What stands there, for the fields of a form; where it comes from is asked anew each time."""
    cost = None if item.cost_cents is None else Decimal(item.cost_cents) / 100
    columns = {key: getattr(item, key) for key in ITEM_FIELDS if key != "cost"}
    return {**columns, "cost": cost, **item.answers}


def offered(plan: Plan, kind: PlanKind, thing: Thing | None) -> dict[str, Choices]:
    """What the questions every program means alike may be answered with."""
    goals = [each for each in plan.of_part("goals") if each.end is None and not each.is_none]
    codes = getattr(plan.record.edition, kind.codes) if kind.codes else {}
    return {
        "code": tuple((key, code.label) for key, code in codes.items()),
        "owner": tuple(PlanItem.Owner.choices),
        "funding": tuple((key, code.label) for key, code in plan.rules.funding.items()),
        "for_goal": (("", "None"), *((str(each.now.item), each.now.what) for each in goals)),
    }


def talks(plan: Plan, today: date) -> Choices:
    """Contacts of the last weeks in which they answered: a change of plan comes out of one (SET-42)."""
    kinds = plan.record.edition.contacts
    found = [each for each in plan.record.contacts if _is_late(each, plan, today)]
    named = ((str(each.pk), f"{kinds[each.kind].label}, {_when(each, today)}") for each in found if each.kind in kinds)
    return (("", "No contact"), *named)


def _is_late(contact: Contact, plan: Plan, today: date) -> bool:
    on = contact.occurred_on
    answered = contact.outcome == COMPLETED and plan.record.stands(contact.pk)
    return answered and on is not None and today - LATELY <= on <= today


def _when(contact: Contact, today: date) -> str:
    return words.on(contact.occurred_on, today=today).text if contact.occurred_on else ""


class EndForm(forms.Form):
    """How and when a thing of the plan came to its end."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label="How it ended", widget=forms.RadioSelect, error_messages={"required": "Choose one"})
    ended_on = forms.DateField(label="On", **DAY)
    note = forms.CharField(label="In words", max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, thing: Thing, data: Any = None, *, today: date) -> None:
        ends = thing.kind.ends
        only = next(iter(ends)) if len(ends) == 1 else next((key for key, end in ends.items() if end.good), "")
        super().__init__(data, initial={"entry": uuid7(), "seen": thing.now.pk, "ended_on": today, "how": only})
        self.thing, self.today = thing, today
        self.fields["how"].choices = [(key, end.label) for key, end in ends.items()]
        self.fields["note"].help_text = "; ".join(end.help for end in ends.values() if end.help) or "Optional"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        day = said.get("ended_on")
        if day and day > self.today:
            self.add_error("ended_on", f"{day:%-d %b %Y} is in the future; enter today or earlier")
        elif day and day < self.thing.now.set_on:
            came = f"{self.thing.now.set_on:%-d %b %Y}"
            self.add_error("ended_on", f"It came into the plan on {came}; it cannot have ended before")
        end = self.thing.kind.ends.get(said.get("how", ""))
        if end and (end.help or self.thing.kind.kept) and not said.get("note"):
            self.add_error("note", end.help or "Say how, in a line or two")
        return said


class AgreeForm(forms.Form):
    """Who agrees to one goal, and when they said so."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput)
    parties = forms.MultipleChoiceField(
        label="Who agrees", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose who agrees"}
    )
    agreed_on = forms.DateField(label="On", **DAY)

    def __init__(self, thing: Thing, names: Mapping[str, str], data: Any = None, *, today: date) -> None:
        missing = [party for party in names if party not in thing.agreed]
        super().__init__(data, initial={"entry": uuid7(), "seen": thing.now.pk, "agreed_on": today, "parties": missing})
        self.thing, self.today = thing, today
        self.fields["parties"].choices = [(party, names[party]) for party in missing]

    def clean_agreed_on(self) -> date:
        return _past(self.cleaned_data["agreed_on"], today=self.today)


class SignForm(forms.Form):
    """Names under the plan, both at one screen."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    participant = forms.CharField(label="Name", max_length=200, required=False)
    participant_agrees = forms.BooleanField(required=False)
    staff_agrees = forms.BooleanField(required=False)

    def __init__(self, plan: Plan, wording: str, data: Any = None) -> None:
        super().__init__(data, initial={"entry": uuid7(), "digest": plan.digest})
        self.shows = data.get("digest", "") if data else plan.digest
        self.open = [party for party in ("participant", "staff") if party not in plan.signatures]
        self.fields["participant"].label = f"{plan.record.edition.words.participant.capitalize()}: name, as signed"
        self.fields["participant_agrees"].label = wording
        self.fields["staff_agrees"].label = f"I agree, as {plan.record.edition.words.case_manager}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("participant_agrees") and not said.get("participant", "").strip():
            self.add_error("participant", "Write the name that stands for the signature")
        if said.get("participant") and not said.get("participant_agrees"):
            self.add_error("participant_agrees", "A name alone is no agreement; check the sentence as well")
        if not said.get("participant_agrees") and not said.get("staff_agrees"):
            self.add_error(None, "Nobody has agreed yet: check one sentence at least.")
        return said


class PaperForm(forms.Form):
    """What was signed on paper, recognized by the check printed on it."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    check = forms.CharField(
        label="Check on the paper", max_length=20, help_text="The eight letters at the foot of the page, as 7F3A 91C2"
    )
    parties = forms.MultipleChoiceField(
        label="Whose signature is on it", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whose signature is on it"},
    )  # fmt: skip
    agreed_on = forms.DateField(label="Signed on", **DAY)

    def __init__(self, plan: Plan, names: Mapping[str, str], data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"entry": uuid7(), "agreed_on": today, "parties": list(names)})
        self.plan, self.today = plan, today
        self.fields["parties"].choices = list(names.items())

    def clean_agreed_on(self) -> date:
        return _past(self.cleaned_data["agreed_on"], today=self.today)

    def clean_check(self) -> str:
        """The digest of the plan the paper was printed from."""
        said = "".join(self.cleaned_data["check"].split()).lower()
        known = (self.plan.digest, *(each.digest for each in self.plan.versions))
        found = next((each for each in known if len(said) == 8 and each.startswith(said)), None)
        if found is None:
            raise forms.ValidationError(
                "No version of this plan has that check: compare the letters; if the plan was changed after the paper"
                " was printed, print it again and sign the new one"
            )
        return found


def _past(day: date, *, today: date) -> date:
    if day > today:
        raise forms.ValidationError(f"{day:%-d %b %Y} is in the future; enter today or earlier")
    return day
