"""Inviting, giving and ending roles, ending access: each one transaction with its AccessChange; never one's own."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from duly.casework import clock, context
from duly.casework.accounts import sessions
from duly.casework.models import AccessChange, Membership, Organization, Staff
from duly.casework.models.ids import uuid7

Send = Callable[[Staff], None]
Tell = Callable[[Staff, str], None]  # (whose email changed, the one before)


DEMO_NAMES = {"admin": "admin"}  # the part of a demo address before the @, where it is not the name


class Refused(Exception):
    """One sentence: why this may not be done."""


@transaction.atomic
def invite(
    organization: Organization,
    *,
    name: str,
    email: str,
    role: str,
    starts: date,
    last_day: date | None,
    by: Staff,
    send: Send,
) -> Staff:
    """A new account without a password, its first role, and a mail with the link to set one. No mail, no account."""
    id_ = uuid7()
    staff = Staff.objects.create_user(
        email, id=id_, name=name, agency_id=organization.agency_id, ref=f"U{id_.hex[-10:]}"
    )
    _record(staff, organization, "invited", by=by)
    give_role(staff, organization=organization, role=role, starts=starts, last_day=last_day, by=by, send=send)
    send(staff)
    return staff


@transaction.atomic
def invite_again(staff: Staff, *, organization: Organization, by: Staff | None, send: Send) -> None:
    """A new link; the ones before it no longer work."""
    _not_oneself(staff, by)
    staff.is_active = True
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "password"])
    _record(staff, organization, "sent a link to set a password", by=by)
    send(staff)


@transaction.atomic
def change_person(
    staff: Staff, *, organization: Organization, name: str, email: str, by: Staff, send: Send, tell: Tell
) -> Staff:
    """A name set right, or another email to sign in with: the old one and every sign-in with it are then over."""
    _not_oneself(staff, by)
    if name != staff.name:
        _record(staff, organization, f"name changed from {staff.name} to {name}", by=by)
        Staff.objects.filter(pk=staff.pk).update(name=name)
        staff.name = name
    if email != staff.email:
        _change_email(staff, email, organization=organization, by=by, send=send, tell=tell)
    return staff


def _change_email(
    staff: Staff, email: str, *, organization: Organization, by: Staff, send: Send, tell: Tell
) -> None:
    before, staff.email = staff.email, email
    Staff.objects.filter(pk=staff.pk).update(email=email)
    EmailAddress.objects.filter(user=staff).delete()
    sessions.end_all(staff)
    _record(staff, organization, f"email changed from {before} to {email}, signed out everywhere", by=by)
    if staff.has_usable_password():
        tell(staff, before)
    else:
        invite_again(staff, organization=organization, by=by, send=send)


@transaction.atomic
def give_role(
    staff: Staff,
    *,
    organization: Organization,
    role: str,
    starts: date,
    last_day: date | None,
    by: Staff | None,
    send: Send,
) -> Membership:
    """A role from a day to a last day. Somebody whose access had ended starts over with an invitation."""
    _not_oneself(staff, by)
    during = DateRange(starts, last_day and last_day + timedelta(days=1))
    held = Membership.objects.create(
        agency_id=staff.agency_id, organization=organization, staff=staff, role=role, during=during
    )
    until = f" to {last_day.isoformat()}" if last_day else ""
    _record(staff, organization, f"given the role {held.get_role_display()} from {starts.isoformat()}{until}", by=by)
    if not staff.is_active:
        invite_again(staff, organization=organization, by=by, send=send)
    return held


@transaction.atomic
def end_role(held: Membership, *, by: Staff | None, today: date, last_day: date | None = None) -> None:
    """End a role after a last day, or now: then it is gone with the next request, although its dates are whole days."""
    _not_oneself(held.staff, by)
    _close(held, before=last_day + timedelta(days=1) if last_day else today)
    _record(held.staff, held.organization, _ended(held, last_day), by=by)
    if not open_roles(held.staff, on=today).exists():
        sessions.end_all(held.staff)


@transaction.atomic
def end_access(staff: Staff, *, by: Staff | None, on: date, within: Iterable[UUID] | None = None) -> bool:
    """Somebody leaves: every role (in these organizations) ends before this day; with none left the account is closed.

    Closed means: sessions, links, password and second factors are gone, so that opening the account again revives none.
    """
    _not_oneself(staff, by)
    ending = open_roles(staff, on=on).select_related("organization", "staff")
    for held in ending if within is None else ending.filter(organization__in=list(within)):
        _close(held, before=on)
        _record(staff, held.organization, _ended(held, None), by=by)
    if open_roles(staff, on=on).exists() or on > clock.today(settings.TIME_ZONE):
        return False
    _close_account(staff, by=by)
    return True


def _close_account(staff: Staff, *, by: Staff | None) -> None:
    staff.is_active = False
    staff.set_unusable_password()  # with it go reset links, invitations and whatever session survived
    staff.save(update_fields=["is_active", "password"])
    sessions.end_all(staff)
    Authenticator.objects.filter(user=staff).delete()
    EmailAddress.objects.filter(user=staff).delete()
    last = staff.memberships.select_related("organization").order_by("id").last()
    _record(staff, last.organization if last else staff.agency, "access ended, signed out everywhere", by=by)


@transaction.atomic
def forget_second_factor(staff: Staff, *, organization: Organization, by: Staff) -> None:
    """For a lost phone or key: signs them out, and their password alone lets them in until they set up another."""
    _not_oneself(staff, by)
    Authenticator.objects.filter(user=staff).delete()
    sessions.end_all(staff)
    _record(staff, organization, "second factor removed", by=by)


@transaction.atomic
def set_first_password(staff: Staff, *, password: str) -> None:
    """The invitation is used: its link no longer fits."""
    staff.set_password(password)
    staff.save(update_fields=["password"])
    first = staff.memberships.select_related("organization").order_by("id").last()
    with context.bound(agency=staff.agency_id, staff=staff.pk, names=False):
        _record(staff, first.organization if first else staff.agency, "set a password", by=staff)


def choose_single_keys(staff: Staff, *, on: bool) -> None:
    """One's own preference; no right hangs on it, so it leaves no record."""
    Staff.objects.filter(pk=staff.pk).update(single_keys=on)


def open_roles(staff: Staff, *, on: date) -> QuerySet[Membership]:
    """Roles held on that day or later."""
    return Membership.objects.filter(agency_id=staff.agency_id, staff=staff, during__overlap=DateRange(on, None))


def _close(held: Membership, *, before: date) -> None:
    """One that would end before it began becomes empty: it was never held."""
    starts, ends = held.during.lower, held.during.upper
    if ends is None or before < ends:
        Membership.objects.filter(pk=held.pk).update(during=DateRange(starts, max(before, starts or before)))


def _ended(held: Membership, last_day: date | None) -> str:
    when = f"after {last_day.isoformat()}" if last_day else "now"
    return f"the role {held.get_role_display()} ends {when}"


def _not_oneself(staff: Staff, by: Staff | None) -> None:
    if by is not None and by.pk == staff.pk:
        raise Refused("Nobody changes their own roles or access. Ask another administrator.")


def _record(staff: Staff, organization: Organization, what: str, *, by: Staff | None) -> None:
    AccessChange.objects.create(
        agency_id=staff.agency_id,
        organization_id=organization.pk,
        staff=staff,
        by=by,
        what=what,
        recorded_at=clock.now(),
    )


# The demo


@transaction.atomic
def prepare_demo_accounts(agency: Organization, password: str, *, support_at: Organization) -> list[Staff]:
    """Everybody gets the same password; an administrator, a support person and a finance officer join them."""
    validate_password(password)
    domain = Staff.objects.filter(agency=agency).values_list("email", flat=True)[:1].get().rpartition("@")[2]
    letter = support_at.name.split()[-1]
    for name, role, organization in (
        ("Administrator", "admin", agency),
        (f"Support {letter}", "support", support_at),
        ("Finance", "finance", agency),
    ):
        _demo_account(agency, organization, name=name, role=role, domain=domain)
    staff = Staff.objects.filter(agency=agency, is_active=True)
    staff.update(password=make_password(password))  # one hash for all: hashing takes half a second each
    return list(staff)


def _demo_account(agency: Organization, organization: Organization, *, name: str, role: str, domain: str) -> None:
    email = f"{DEMO_NAMES.get(role, name.lower().replace(' ', '-'))}@{domain}"
    if Staff.objects.filter(email=email).exists():
        return
    id_ = uuid7()
    staff = Staff.objects.create_user(email, id=id_, name=name, agency_id=agency.pk, ref=f"U{id_.hex[-10:]}")
    give_role(
        staff, organization=organization, role=role, starts=_first_day(agency), last_day=None, by=None, send=_no_mail
    )


def _first_day(agency: Organization) -> date:
    """The demo's own people worked here as long as anybody."""
    starts = [held.during.lower for held in Membership.objects.filter(agency=agency) if held.during.lower]
    return min(starts, default=clock.today(settings.TIME_ZONE))  # roles brought in have no first day


def _no_mail(staff: Staff) -> None:
    """Practice data has passwords, not invitations."""
