"""Mails about one's own account that nobody asked for: an email to sign in with was changed."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from duly.casework.models import Staff


def email_changed(staff: Staff, before: str) -> None:
    """To both addresses; the one before learns that it no longer opens anything, and not what does."""
    for address, now in ((before, ""), (staff.email, staff.email)):
        text = render_to_string("accounts/email_changed.txt", {"staff": staff, "now": now})
        send_mail("Your email in Duly was changed", text, settings.DEFAULT_FROM_EMAIL, [address])
