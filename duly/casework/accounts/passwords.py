"""Which passwords are refused beside short and common ones: patterns, and words of this place."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from duly.casework.models import Organization, Staff

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
WORDS = (
    "duly",
    "case",
    "management",
    "manager",
    "casework",
    "workforce",
    "program",
    "participant",
    "provider",
    "career",
    "center",
    "advisor",
    "welcome",
    "password",
    "passphrase",
    "letmein",
    "secret",
    "changeme",
    "login",
    "signin",
)
OWN = 8  # characters that must be left when words of this place are taken out
RUN = 4  # neighbors on a keyboard or in the alphabet
LONGEST = 500


class NotAPattern:
    """Refuses repetitions and runs: aaaaaaaaaaaaaaa, passwordpassword, 123456789012345, qwertyuiopasdfgh."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Staff | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"This has {len(password):,} characters; at most {LONGEST}.")
        text = password.lower()
        core = re.sub(r"^(.+?)\1+.{0,3}$", r"\1", text)
        if (
            len(set(text)) < 5
            or len(_without_runs(text)) < OWN
            or core.strip("0123456789!.?*#-_ ") in self.common
            or core in self.common
        ):
            raise ValidationError(
                "This repeats itself or follows the keyboard. Use a few words that have nothing to do with each other."
            )

    def get_help_text(self) -> str:
        return "No repetitions, no rows of the keyboard."


class NotOurWords:
    """Refuses what is mostly the person's name, email, organization or a word of this trade."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        left = password.lower()
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"(19|20)\d\d|\W|_", "", left)) < OWN:
            raise ValidationError(
                "Too little is left without names, your organization and words of this work. Add words of your own."
            )

    def get_help_text(self) -> str:
        return "Not your name, your email or your organization."


def _without_runs(text: str) -> str:
    """The text without what follows a row of the keyboard, forward or back."""
    rows = [row + row for row in ROWS] + [(row + row)[::-1] for row in ROWS]
    kept, place = [], 0
    while place < len(text):
        length = max((_run(text[place:], row) for row in rows), default=0)
        if length < RUN:
            kept.append(text[place])
        place += length if length >= RUN else 1
    return "".join(kept)


def _run(text: str, row: str) -> int:
    """How many letters from the beginning follow the row."""
    longest = 0
    for length in range(RUN, len(text) + 1):
        if text[:length] not in row:
            break
        longest = length
    return longest


def _words(user: Staff | None) -> set[str]:
    said = " ".join(WORDS)
    if user is not None and user.pk:
        places = Organization.objects.filter(memberships__staff=user).values_list("name", flat=True)
        said = " ".join([said, user.name, user.email, *places])
    return {word for word in re.findall(r"[a-z]+", said.lower()) if len(word) > 2}
