"""Facts that other rows of the folder name: by file and id, with their uuid known before their own row comes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from duly.casework.exchange.incoming.known import Case
from duly.casework.exchange.recorded import NAMED, named
from duly.casework.exchange.sight import Sight


@dataclass(slots=True)
class Named:
    """A fact somebody names: its uuid, and once it is found, its case and what its row says."""

    id: str
    case: Case | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class References:
    """Every fact named in this folder. Of ten million contacts only those named are remembered."""

    ids: Iterator[str]
    named: dict[tuple[str, str], Named] = field(default_factory=dict)

    def want(self, file: str, ids: Iterable[str]) -> None:
        for id_ in ids:
            if id_ and (file, id_) not in self.named:
                self.named[file, id_] = Named(next(self.ids))

    def arrives(self, file: str, id_: str | None, case: Case, author: str | None, said: Mapping[str, Any]) -> str:
        """The row has come: it gets the uuid it was promised, or a new one if nobody names it."""
        found = self.named.get((file, id_ or "")) if self.named else None
        if found is None:
            return next(self.ids)
        found.case, found.said = case, {**said, "author": author}
        return found.id

    def get(self, file: str | None, id_: str | None) -> Named | None:
        """The fact, if its row has come or is on record."""
        found = self.named.get((file or "", id_ or ""))
        return found if found and found.case else None

    def there(self, file: str) -> list[str]:
        return [id_ for name, id_ in self.named if name == file and self.get(name, id_)]

    def look_up(self, sight: Sight, cases: Callable[[Iterable[str]], Mapping[str, Case | None]]) -> None:
        """Take the uuid of those on record."""
        for file in NAMED:
            wanted = [id_ for name, id_ in self.named if name == file]
            for agency in sight.agencies if wanted else ():
                rows = named(sight, agency, file, wanted)
                theirs = cases({row["case_ref"] for row in rows})
                for row in rows:
                    self.named[file, row["ref"]] = Named(row["id"], theirs[row["case_ref"]], row)
