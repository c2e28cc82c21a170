"""The link of an invitation: signed, seven days, good once, without a name; who holds it sets the first password."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from duly.casework.models import Staff

SALT = "duly.invitation"
LASTS = timedelta(days=7)


def token(staff: Staff, *, now: datetime) -> str:
    """Good until `now` and seven days, or until their password is set or taken away, whichever comes first."""
    until = int((now + LASTS).timestamp())
    return signing.dumps({"staff": staff.pk.hex, "until": until, "of": _fingerprint(staff)}, salt=SALT, compress=True)


def opened(text: str, *, now: datetime) -> Staff | None:
    """Who this invitation is for; nobody when it is forged, used, withdrawn or too old."""
    try:
        held = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    staff = Staff.objects.filter(pk=UUID(held["staff"]), is_active=True).first()
    if staff is None or staff.has_usable_password() or now.timestamp() >= held["until"]:
        return None
    return staff if constant_time_compare(held["of"], _fingerprint(staff)) else None


def link(staff: Staff, *, request: HttpRequest, now: datetime) -> str:
    return request.build_absolute_uri(reverse("invitation", args=[token(staff, now=now)]))


def send(staff: Staff, *, link: str, now: datetime) -> None:
    """Raises when the mail server refuses, so that nobody counts as invited who was not."""
    text = render_to_string("accounts/invitation.txt", {"staff": staff, "link": link, "until": now + LASTS})
    send_mail("Your account in Duly", text, settings.DEFAULT_FROM_EMAIL, [staff.email])


def _fingerprint(staff: Staff) -> str:
    """Of the password as stored; an unusable one is random, so each invitation has its own."""
    return salted_hmac(SALT, staff.password, algorithm="sha256").hexdigest()[:24]
