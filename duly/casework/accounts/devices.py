"""Devices an account has signed in from, by a cookie of keyed hashes: a stranger's guesses lock nobody out of them."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "duly.known-device"
KEPT = 180 * 24 * 60 * 60
PEOPLE = 10  # who may share one desk


def knows(request: HttpRequest, email: str) -> bool:
    """Whether somebody has signed in to this account from this browser before."""
    return _mark(email) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    marks = [_mark(email), *(mark for mark in _marks(request) if mark != _mark(email))][:PEOPLE]
    response.set_cookie(
        _name(),
        signing.dumps(marks, salt=SALT),
        max_age=KEPT,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    try:
        marks: list[str] = signing.loads(request.COOKIES.get(_name(), ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    return marks


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()[:32]


def _name() -> str:
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
