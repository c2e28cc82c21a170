"""What the sign-in library asks us: nobody signs up, guesses are slowed, and only who works here today comes in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from duly.casework import access, clock, sealing
from duly.casework.accounts import devices, sessions
from duly.casework.models import Staff

# Of the library's notices, those worth a line; the others would only repeat what the page shows.
NOTICES = {
    "account/messages/password_changed.txt": "Password changed. Every other sign-in of yours has ended.",
    "mfa/messages/totp_activated.txt": "The authenticator app is on.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is off.",
    "mfa/messages/webauthn_added.txt": "The key was added.",
    "mfa/messages/webauthn_removed.txt": "The key was removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes; the old ones no longer work.",
}


class ByInvitation(DefaultAccountAdapter):
    """Sign-in by email and password for staff an administrator has invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This email and password do not belong together. Check both, or set a new password.",
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, or set a new password.",
        "incorrect_password": "This is not your password.",
        "incorrect_code": "This code is not right, or it was used already. Enter the newest one.",
        "invalid_password_reset": "This link no longer works.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """And a hundred failures in a row close an account to devices it never signed in from."""
        super().pre_authenticate(request, **credentials)
        email = credentials.get("email", "")
        if not devices.knows(request, email) and not ratelimit.consume(request, action="failures", key=email.lower()):
            raise self.validation_error("too_many_login_attempts")

    def login(self, request: HttpRequest, user: Staff) -> None:
        """The last step of every way in: no account that was closed, and nobody without a role today."""
        staff = Staff.objects.get(pk=user.pk)
        if not access.actor_of(staff, day=clock.today(settings.TIME_ZONE)).grants:
            request.session.flush()
            raise ImmediateHttpResponse(self.respond_user_inactive(request, staff))
        sessions.sweep()
        super().login(request, user)
        sessions.begin(request)
        ratelimit.clear(request, action="failures", key=user.email)

    def post_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.email)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor confirms with it: a password alone opens nothing that two steps protect."""
        methods = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        return stronger or methods

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or NOTICES.get(message_template or "")
        if text:
            super().add_message(request, level, message=text)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Five a minute for an account *from one address*: counted by account alone, anybody could lock anybody out."""
        return f"{self.get_client_ip(request)} {credentials.get('email', '').lower()}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A new password by mail opens the account again."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(request, action="failures", key=credentials.get("email", "").lower())


class SecondFactor(DefaultMFAAdapter):
    """Secrets of second factors are encrypted in the database, under keys it does not hold."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": ByInvitation.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, purpose="second factor")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, purpose="second factor")
