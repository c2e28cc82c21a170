"""One's own account, and people and roles. Each view finds within reach, checks, acts once or reads, and shows."""

import smtplib
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.core import ratelimit
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duly.casework import clock, words
from duly.casework.access import may
from duly.casework.accounts import actions, forms, invitations, notices, queries, sessions
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Organization, Staff

NO_MAIL = (
    "The mail could not be sent, so nothing was saved. Try again; if it fails again, tell whoever runs this server."
)


def _today() -> date:
    return clock.today(settings.TIME_ZONE)


def _days() -> dict[str, Any]:
    """Roles are dated by the clock of the record, sign-ins by real time, whatever a demo clock shows."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return {"today": _today(), "real_today": clock.real().astimezone(zone).date(), "zone": settings.TIME_ZONE}


# One's own account


@may("own_account")
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    staff = request.actor.staff
    return page(
        request,
        "accounts/account.html",
        _days()
        | {
            "staff": staff,
            "roles": queries.own_roles(staff, today=_today()),
            "factors": queries.own_factors(staff),
            "sign_ins": queries.own_sign_ins(staff, here=request.session.session_key),
            "keys": forms.KeysForm(initial={"single_keys": staff.single_keys}),
        },
    )


@may("own_account")
@require_POST
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_all(request.actor.staff, but=request.session.session_key)
    say(request, f"Signed out {words.plural(ended, 'other place')}." if ended else "You were signed in nowhere else.")
    return redirect("account")


@may("own_account")
@require_POST
def single_keys(request: HttpRequest) -> HttpResponse:
    form = forms.KeysForm(request.POST)
    form.is_valid()
    actions.choose_single_keys(request.actor.staff, on=form.cleaned_data["single_keys"])
    say(request, "Single letters act." if form.cleaned_data["single_keys"] else "Single letters no longer act.")
    return redirect("account")


# People and roles


@may("manage_people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    form = forms.FilterForm(request.GET, actor=request.actor)
    asked = form.asked()
    lines, more = queries.people(request.actor, today=_today(), **asked)
    return page(
        request,
        "accounts/people.html",
        _days()
        | {
            "lines": lines,
            "form": form,
            "asked": asked,
            "next": _next_page(request, asked["page"]) if more else "",
        },
    )


@may("manage_people")
@require_GET
def person(request: HttpRequest, who: UUID) -> HttpResponse:
    staff = queries.person_or_404(request.actor, who)
    line = queries.line_of(request.actor, staff, today=_today())
    oneself = staff.pk == request.actor.staff.pk
    account = not oneself and queries.is_wholly_within(request.actor, staff, today=_today())
    return page(
        request,
        "accounts/person.html",
        _days()
        | {
            "person": line,
            "oneself": oneself,
            "may_change_account": account,
            "history": queries.history(request.actor, staff),
            "link": _link(request)(staff) if account and line.state == "invited" and clock.is_demo() else "",
        },
    )


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def invite(request: HttpRequest) -> HttpResponse:
    form = forms.InviteForm(request.POST or None, actor=request.actor, looks_up=_looks_up(request), today=_today())
    if _is_valid(request, form):
        staff = _unless_it_fails(
            form, lambda: actions.invite(**form.cleaned_data, by=request.actor.staff, send=_sender(request))
        )
        if staff:
            say(request, f"Invited {staff.name}: the link in the mail is good for {invitations.LASTS.days} days.")
            return redirect("person", who=staff.pk)
    return page(request, "accounts/invite.html", {"form": form}, status=_status(form))


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def edit_person(request: HttpRequest, who: UUID) -> HttpResponse:
    staff, organization = _account_within_reach(request, who)
    form = forms.PersonForm(request.POST or None, actor=request.actor, looks_up=_looks_up(request), staff=staff)
    if _is_valid(request, form):
        given = form.cleaned_data | {"by": request.actor.staff, "organization": organization}
        sending = {"send": _sender(request), "tell": notices.email_changed}
        if _unless_it_fails(form, lambda: actions.change_person(staff, **given, **sending)):
            say(request, f"Saved: {staff.name}, {staff.email}.")
            return redirect("person", who=staff.pk)
    shown = queries.person_or_404(request.actor, who)  # as it is, whatever was typed
    return page(request, "accounts/edit_person.html", {"form": form, "person": shown}, status=_status(form))


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def give_role(request: HttpRequest, who: UUID) -> HttpResponse:
    staff = _somebody_else(request, who)
    form = forms.RoleForm(request.POST or None, actor=request.actor, today=_today(), staff=staff)
    if form.is_valid():
        given = _unless_it_fails(
            form, lambda: actions.give_role(staff, **form.cleaned_data, by=request.actor.staff, send=_sender(request))
        )
        if given:
            say(request, f"{staff.name}: {given.get_role_display()} at {given.organization.name}.")
            return redirect("person", who=staff.pk)
    return page(request, "accounts/give_role.html", {"form": form, "person": staff}, status=_status(form))


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def end_role(request: HttpRequest, who: UUID, role: UUID) -> HttpResponse:
    staff, today = _somebody_else(request, who), _today()
    held = queries.role_or_404(request.actor, staff, role, today=today)
    form = forms.EndRoleForm(request.POST if request.method == "POST" else None, held=held, today=today)
    if form.is_valid():
        actions.end_role(held, by=request.actor.staff, today=today, last_day=form.cleaned_data["last_day"])
        say(request, f"{staff.name}: the role {held.get_role_display()} at {held.organization.name} ends.")
        return redirect("person", who=staff.pk)
    return page(request, "accounts/end_role.html", {"form": form, "person": staff, "held": held}, status=_status(form))


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def end_access(request: HttpRequest, who: UUID) -> HttpResponse:
    staff = _somebody_else(request, who)
    if request.method == "POST":
        actions.end_access(staff, by=request.actor.staff, on=_today(), within=request.actor.reach(queries.TO))
        say(request, f"{staff.name} has no access from now on.")
        return redirect("person", who=staff.pk)
    return page(request, "accounts/end_access.html", {"person": staff})


@may("manage_people")
@require_POST
@sessions.confirmed
def send_link(request: HttpRequest, who: UUID) -> HttpResponse:
    staff, organization = _account_within_reach(request, who)
    if staff.has_usable_password():
        return redirect("person", who=staff.pk)
    try:
        actions.invite_again(staff, organization=organization, by=request.actor.staff, send=_sender(request))
    except (smtplib.SMTPException, OSError):
        say(request, NO_MAIL)
    else:
        say(request, f"Sent {staff.name} a new link; the ones before no longer work.")
    return redirect("person", who=staff.pk)


@may("manage_people")
@require_http_methods(["GET", "POST"])
@sessions.confirmed
def forget_second_factor(request: HttpRequest, who: UUID) -> HttpResponse:
    staff, organization = _account_within_reach(request, who)
    if request.method == "POST":
        actions.forget_second_factor(staff, organization=organization, by=request.actor.staff)
        say(request, f"{staff.name} signs in with the password alone until they set up a second step again.")
        return redirect("person", who=staff.pk)
    return page(request, "accounts/forget_second_factor.html", {"person": staff})


# Invitations, for somebody who cannot sign in yet


@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Put the key out of the address bar, from where it would travel on."""
    request.session["invitation"] = token
    return redirect("first-password")


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    if limited := ratelimit.consume_or_429(request, action="reset_password_from_key"):
        return limited
    staff = invitations.opened(request.session.get("invitation", ""), now=clock.real())
    if staff is None:
        return page(request, "accounts/invitation_gone.html", status=404)
    form = forms.FirstPasswordForm(request.POST or None, staff=staff)
    if form.is_valid():
        actions.set_first_password(staff, password=form.cleaned_data["password1"])
        request.session.flush()
        say(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return page(request, "accounts/first_password.html", {"form": form, "person": staff}, status=_status(form))


# What the views above share


def _somebody_else(request: HttpRequest, who: UUID) -> Staff:
    """One's own roles are not among those one may change: for that there is no such page."""
    staff = queries.person_or_404(request.actor, who)
    if staff.pk == request.actor.staff.pk:
        raise Http404
    return staff


def _account_within_reach(request: HttpRequest, who: UUID) -> tuple[Staff, Organization]:
    """Somebody who works nowhere else, and an organization they work for."""
    staff = _somebody_else(request, who)
    return staff, queries.whole_account_or_404(request.actor, staff, today=_today())


def _unless_it_fails[Made](form: Any, act: Callable[[], Made]) -> Made | None:
    try:
        with transaction.atomic():
            return act()
    except (smtplib.SMTPException, OSError):
        form.add_error(None, NO_MAIL)
    except IntegrityError:
        if "email" not in form.fields:
            raise
        form.add_error("email", forms.TAKEN)  # by somebody else, a moment ago
    return None


def _looks_up(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="refused_email", dry_run=True)


def _is_valid(request: HttpRequest, form: forms.NameAndEmail) -> bool:
    """What is refused says that somebody signs in with it: ten in an hour, then no more are looked up."""
    if form.has_error("email", forms.TAKEN_CODE):
        ratelimit.consume(request, action="refused_email")
    return form.is_valid()


def _sender(request: HttpRequest) -> actions.Send:
    link = _link(request)
    return lambda staff: invitations.send(staff, link=link(staff), now=clock.real())


def _link(request: HttpRequest) -> Callable[[Staff], str]:
    return lambda staff: invitations.link(staff, request=request, now=clock.real())


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200


def _next_page(request: HttpRequest, now: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(now + 1)
    return f"?{asked.urlencode()}"
