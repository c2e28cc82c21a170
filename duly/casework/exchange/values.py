"""Values in files: the reader for each kind of column, and a value written so that it reads the same."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from duly.casework.exchange.days import Days, Times
from duly.casework.exchange.files import Column
from duly.casework.exchange.readers import CODES, Answers, Codes, Emails, Ids, Numbers, Reader, Repeated, Text, Zones

FORMULA = re.compile(r"[\s\ufeff\x00-\x1f]*[=+\-@]")
DIALED = re.compile(r"\+?[\d\s().x/-]+", re.ASCII)

KINDS: Mapping[str, type[Reader]] = {
    **dict.fromkeys(CODES, Codes),
    **dict.fromkeys(("day", "any_day"), Days),
    **dict.fromkeys(("code", "staff", "organization", "program"), Repeated),
    "id": Ids,
    "email": Emails,
    "number": Numbers,
    "answers": Answers,
    "zone": Zones,
}


def reader(column: Column, *, now: datetime, zone: str) -> Reader:
    """The reader for what the column holds."""
    if column.holds in ("time", "any_time"):
        return Times(column, now=now, zone=zone)
    return KINDS.get(column.holds, Text)(column)


def written(value: Any) -> str:
    """A value as an exchange file holds it; reading it again gives the same value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return value.isoformat() if isinstance(value, date) else str(value)


def begins_like_a_formula(text: str, *, holds: str) -> bool:
    """Whether a spreadsheet would calculate it. A telephone number may begin with a plus."""
    return FORMULA.match(text) is not None and not (holds == "phone" and DIALED.fullmatch(text))
