"""What an administrator and the owner of an account may fill in; every field is named, nothing else is taken."""

from datetime import date, timedelta
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import perform_password_login
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse

from duly.casework.access import Actor
from duly.casework.accounts import queries
from duly.casework.models import Membership, Organization, Staff

ROLES = [("", "Choose a role"), *Membership.Role.choices]
STATES = [("", "Any state"), *queries.STATES.items()]
FURTHEST = timedelta(days=366)
TAKEN = (
    "This email cannot be used here. Check how it is written; if it is right, ask an administrator above your"
    " organizations, or whoever runs this server."
)
TAKEN_CODE = "taken"


class SignInForm(LoginForm):
    """Email and password; the library would keep the email in the session row, where no personal data belongs."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        self._login.email = None
        self._login.redirect_url = redirect_url
        response: HttpResponse = perform_password_login(request, {}, self._login)
        request.session.set_expiry(0)  # the cookie goes with the browser
        return response


class Day(forms.DateField):
    """A calendar day; the browser brings the picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "Not a date. Write it as 2015-06-30."}


class RoleForm(forms.Form):
    """A role in an organization the actor administers, from a day to a last day."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        empty_label="Choose an organization",
        error_messages={
            "required": "Choose the organization they work for.",
            "invalid_choice": "You do not administer this organization.",
        },
    )
    role = forms.ChoiceField(
        choices=ROLES, error_messages={"required": "Choose what they do.", "invalid_choice": "There is no such role."}
    )
    starts = Day(label="From", error_messages={"required": "Enter the first day."})
    last_day = Day(label="To, if it is known", required=False, help_text="The last day they work in this role")

    def __init__(self, *args: Any, actor: Actor, today: date, staff: Staff | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.staff = today, staff
        self.fields["organization"].queryset = queries.organizations(actor)  # type: ignore[attr-defined]
        self.fields["starts"].initial = today

    def clean_starts(self) -> date:
        starts: date = self.cleaned_data["starts"]
        if starts < self.today:
            raise ValidationError("A role cannot begin in the past; today or later.")
        if starts > self.today + FURTHEST:
            raise ValidationError("More than a year ahead. Check the year.")
        return starts

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts, last_day = given.get("starts"), given.get("last_day")
        if starts and last_day and last_day < starts:
            self.add_error("last_day", "This is before the first day.")
        if self.staff and starts and not self.errors:
            self._no_overlap(self.staff, given)
        return given

    def _no_overlap(self, staff: Staff, given: dict[str, Any]) -> None:
        during = DateRange(given["starts"], given["last_day"] and given["last_day"] + timedelta(days=1))
        same = Membership.objects.filter(
            agency_id=staff.agency_id,
            staff=staff,
            organization=given["organization"],
            role=given["role"],
            during__overlap=during,
        )
        if same.exists():
            self.add_error(
                "role", "They hold this role there already in these days. End that one first, or choose other days."
            )


class NameAndEmail(forms.Form):
    """A name, and an email nobody else signs in with; beyond reach it is not said whose it is, nor in which agency."""

    name = forms.CharField(max_length=200, error_messages={"required": "Enter their name."})
    email = forms.EmailField(
        max_length=254,
        help_text="They sign in with it",
        error_messages={
            "required": "Enter their email.",
            "invalid": "Not an email address. It looks like name@example.org.",
        },
    )

    actor: Actor
    owner: Staff | None = None  # whose email it may be already
    looks_up = True  # not after too many that were refused

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not self.looks_up:
            raise ValidationError("Too many emails were refused. Wait an hour, or ask whoever runs this server.")
        known = Staff.objects.filter(email=email).first()
        if known is None or known == self.owner:
            return email
        if queries.staff_of(self.actor).filter(pk=known.pk).exists():
            raise ValidationError(
                f"{known.name} has this email. Open their page in the list and change what they may do there."
            )
        raise ValidationError(TAKEN, code=TAKEN_CODE)


class InviteForm(RoleForm, NameAndEmail):
    """A new colleague and their first role."""

    field_order = ["name", "email", "organization", "role", "starts", "last_day"]

    def __init__(self, *args: Any, actor: Actor, looks_up: bool, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.actor, self.looks_up = actor, looks_up


class PersonForm(NameAndEmail):
    """How a colleague is called and what they sign in with."""

    def __init__(self, *args: Any, actor: Actor, looks_up: bool, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": staff.name, "email": staff.email}, **kwargs)
        self.actor, self.looks_up, self.owner = actor, looks_up, staff


class EndRoleForm(forms.Form):
    """When a role ends."""

    last_day = Day(label="Last day", required=False, help_text="Leave it empty to end the role now")

    def __init__(self, *args: Any, held: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.today = held, today

    def clean_last_day(self) -> date | None:
        last_day: date | None = self.cleaned_data["last_day"]
        starts, ends = self.held.during.lower, self.held.during.upper
        if last_day and last_day < self.today:
            raise ValidationError("This day is past. Choose today or later, or leave it empty to end the role now.")
        if last_day and starts and last_day < starts:
            raise ValidationError("This is before the role begins. Leave it empty to take the role back.")
        if last_day and ends and last_day >= ends:
            raise ValidationError(
                "The role ends before that day already. To make it longer, give it again from the day after."
            )
        return last_day


class FirstPasswordForm(forms.Form):
    """Whoever was invited chooses a password."""

    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
    )
    password2 = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter it a second time."},
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.staff)
        return password

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "password1" in given and "password2" in given and given["password1"] != given["password2"]:
            self.add_error("password2", "The two are not the same.")
        return given


class KeysForm(forms.Form):
    """Whether single letters act (WCAG 2.1.4)."""

    single_keys = forms.BooleanField(required=False, label="Single letters act: j and k move, l logs, / searches")


class FilterForm(forms.Form):
    """What the list of people is narrowed to."""

    q = forms.CharField(required=False, max_length=200, label="Name or email")
    organization = forms.ModelChoiceField(Organization.objects.none(), required=False, empty_label="Any organization")
    role = forms.ChoiceField(required=False, choices=[("", "Any role"), *Membership.Role.choices])
    state = forms.ChoiceField(required=False, choices=STATES)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = queries.organizations(actor)  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was asked, without what makes no sense."""
        self.is_valid()
        given = self.cleaned_data
        organization = given.get("organization")
        return {
            "words": given.get("q", ""),
            "organization": organization and organization.pk,
            "role": given.get("role", ""),
            "state": given.get("state", ""),
            "page": given.get("page") or 1,
        }
