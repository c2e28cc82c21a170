"""Texts sealed under keys the database does not hold: whoever reads a row or a cookie learns nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(text: str, *, purpose: str) -> str:
    """A purpose has a key of its own: what was sealed for one opens for no other."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str, within: int | None = None) -> str:
    """Raises InvalidToken when it is not ours, or was sealed more than so many seconds ago."""
    return _keys(purpose).decrypt(sealed.encode(), ttl=within).decode()


def _keys(purpose: str) -> MultiFernet:
    """Newest first; older ones still open what they sealed."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str | bytes, purpose: str) -> bytes:
    """The secret is long and random already; hashing it only cuts it to length and away from its other uses."""
    return urlsafe_b64encode(sha256(f"duly {purpose} ".encode() + force_bytes(secret)).digest())


__all__ = ["InvalidToken", "seal", "unseal"]
