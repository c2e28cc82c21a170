"""What a caseload may be asked for; whatever cannot be read asks for nothing."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from duly.casework.worklist.listing import DUES, FLAGS, SORTS, STAGES, Asked, views

STAGE_WORDS = {
    "": "Any, with closed",
    "open": "Any, open",
    "begin": "Not yet begun",
    "going": "Under way",
    "ended": "Time ended",
    "held": "On hold",
    "closed": "Closed",
}
DUE_WORDS = {"": "Any", "late": "Late", "week": "This week and next", "none": "Nothing due"}
FLAG_WORDS = {
    "": "Any",
    "quiet": "Gone quiet",
    "silent": "No reply 60 days",
    "idle": "No try for a month",
    "new": "New",
    "nobody": "Nobody answers",
    "gap": "Date missing",
    "held": "On hold",
}


def asked_of(query: QueryDict) -> Asked:
    """The filter in the address of the page."""
    sort = query.get("sort", "")
    return Asked(
        view=_one_of(query.get("view", ""), views()),
        q=query.get("q", "").replace("\0", "").strip()[:100],
        lead=_uuid(query.get("lead", "")),
        stage=_one_of(query.get("stage", ""), STAGES),
        due=_one_of(query.get("due", ""), DUES),
        flag=_one_of(query.get("flag", ""), FLAGS),
        sort=_one_of(sort.removeprefix("-"), SORTS) or "due",
        down=sort.startswith("-"),
        after=query.get("after", "").replace("\0", "")[:200],
    )


def words_of(asked: Asked) -> dict[str, str]:
    """The same filter as parts of an address, without where the page begins."""
    parts: dict[str, Any] = {
        "view": asked.view,
        "q": asked.q,
        "lead": asked.lead,
        "stage": asked.stage,
        "due": asked.due,
        "flag": asked.flag,
    }
    sort = f"{'-' if asked.down else ''}{asked.sort}"
    return {name: value for name, value in (parts | {"sort": "" if sort == "due" else sort}).items() if value}


def _one_of(asked: str, known: Any) -> str:
    return asked if asked in known else ""


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
