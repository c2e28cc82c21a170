"""The caseload as somebody opened it: by a filter or by a view with a name, in the columns they chose."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.layout.jinja import url
from duly.casework.looks.columns import ALL, Column
from duly.casework.looks.queries import Looks, Saved, looks_of
from duly.casework.worklist import forms
from duly.casework.worklist.listing import SOON, Asked, Counts, expected

Tab = tuple[str, str, str | None, bool]


@dataclass(frozen=True, slots=True)
class Opened:
    """Local: what is asked for, under which name, and how it looks."""

    asked: Asked
    saved: Saved | None
    looks: Looks

    @property
    def columns(self) -> list[Column]:
        """Those that stand there, in order."""
        return [ALL[key] for key in self.looks.shown(self.saved)]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The columns somebody chose; none where nobody did."""
        return self.looks.chosen(self.saved)

    @property
    def said(self) -> dict[str, str]:
        """All of it as parts of an address, without where the page begins."""
        said = forms.words_of(self.asked)
        return (said or {"view": ""}) | {"saved": str(self.saved.id)} if self.saved else said

    @property
    def back(self) -> str:
        return reverse("caseload") + (f"?{urlencode(self.said)}" if self.said else "")

    @property
    def is_as_saved(self) -> bool:
        """Whether it is what the view says, not something filtered further."""
        return self.saved is not None and forms.words_of(self.asked) == forms.words_of(_asked(self.saved))

    def sorted(self, name: str) -> str:
        return "" if self.asked.sort != name else "descending" if self.asked.down else "ascending"

    def sort_by(self, name: str) -> str:
        """The address that sorts by this column; the other way round if it is sorted by it already."""
        down = self.asked.sort == name and not self.asked.down
        return f"?{urlencode(self.said | {'sort': f'-{name}' if down else name})}"

    def tabs(self, known: Counts) -> list[Tab]:
        """The views that are always offered, with their counts; those with a name; the way to name another."""
        asked = self.asked
        plain = not self.saved and not any((asked.q, asked.lead, asked.stage, asked.due, asked.flag))
        offered: list[Tab] = [
            (f"?{urlencode({'view': key})}" if key or self.looks.first else "?", text,
             words.number(known.views[key]), plain and asked.view == key)
            for key, text in _offered().items()
        ]  # fmt: skip
        named: list[Tab] = [
            (f"?saved={each.id}", each.name, None, self.is_as_saved and self.saved == each) for each in self.looks.views
        ]
        new = f"{url('caseload-views')}?{urlencode({'back': self.back})}"
        return [*offered, *named, (new, "+ Save view" if not named else "+ Save or change views", None, False)]


def opened(actor: Actor, query: QueryDict) -> Opened:
    """What the address asks for; without one, the view that opens first. One statement."""
    looks = looks_of(actor)
    saved = looks.view(query.get("saved", "")) if "saved" in query else None if query else looks.first
    if saved and not set(query) - {"saved", "format"}:
        return Opened(_asked(saved), saved, looks)
    return Opened(forms.asked_of(query), saved, looks)


def _asked(saved: Saved) -> Asked:
    return replace(forms.asked_of(QueryDict(saved.asked)), after="")


def _offered() -> dict[str, str]:
    named = {
        "": "Everyone",
        "mine": "Mine, open",
        "window": f"Window closes in {SOON} days",
        "silent": "No reply 60 days",
    }
    return named | {f"no-{key}": f"No {name.lower()} after {after}" for key, name, after in expected()}
