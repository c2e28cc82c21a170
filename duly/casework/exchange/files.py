"""The exchange files: which columns each has and what stands in them. A contract: tools outside depend on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Column:
    """Frozen: a column; what its cells hold (values.py), whether they may be empty, whether it may be missing."""

    name: str
    holds: str
    blank: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """Frozen: a file; its first `key` columns name a row. `more` are columns that only details.csv has."""

    name: str
    columns: tuple[Column, ...]
    key: int = 1
    more: tuple[Column, ...] = ()

    @property
    def csv(self) -> str:
        return f"{self.name}.csv"

    def id_of(self, cells: Iterable[str]) -> str:
        """How details.csv and corrections.csv name the row that begins with these cells."""
        return "/".join(islice(cells, self.key)).rstrip("/")

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def __getitem__(self, name: str) -> int:
        """Where the column stands in a row of values; those of details.csv follow the file's own."""
        return next(place for place, column in enumerate(self.columns + self.more) if column.name == name)


def _columns(said: str) -> tuple[Column, ...]:
    """`name:holds`; `?` after it where a cell may be empty, `~` where the whole column may be missing."""
    return tuple(
        Column(name, holds.rstrip("?~"), blank="?" in holds, optional="~" in holds)
        for name, holds in (each.split(":") for each in said.split())
    )


def _file(name: str, columns: str, *, key: int = 1, more: str = "") -> File:
    return File(name, _columns(columns), key, _columns(more))


WRITTEN = "recorded_at:time author_id:staff"
ALSO_WRITTEN = "recorded_at:time?~ author_id:staff?~"

FILES: dict[str, File] = {
    file.name: file
    for file in (
        _file(
            "organizations", "organization_id:id name:name kind:place parent_id:organization?", more="time_zone:zone?"
        ),
        _file("staff", "staff_id:id name:name email:email organization_id:organization role:role"),
        _file(
            "people",
            "person_id:id given_name:name? family_name:name? birth_date:day? email:line? phone:phone? "
            "preferred_language:line?",
        ),
        _file(
            "cases",
            "case_id:id person_id:person program:program organization_id:organization case_manager_id:staff? "
            "assigned_on:day closed_on:day? closure_reason:code? closed_recorded_at:time?",
            more="edition:line? accepted_on:day? recorded_at:time? author_id:staff?",
        ),
        _file(
            "contacts",
            "contact_id:id case_id:case kind:code occurred_on:day? recorded_at:time author_id:staff mode:mode "
            "outcome:outcome note:note?",
            more="minutes:number? captured_at:time?",
        ),
        _file(
            "milestones", f"milestone_id:id case_id:case kind:code achieved_on:day? {WRITTEN}", more="captured_at:time?"
        ),
        _file(
            "services",
            "service_id:id case_id:case kind:code delivery:code topic:line? started_on:day? ended_on:day? "
            f"status:line? {WRITTEN}",
            more="captured_at:time?",
        ),
        # What follows is optional: written by an export only where the seven files above cannot say it.
        _file("memberships", "staff_id:staff organization_id:organization role:role from:any_day? to:any_day?", key=4),
        _file(
            "profiles",
            "person_id:person organization_id:organization recorded_at:time author_id:staff? given_name:name? "
            "family_name:name? birth_date:day? email:line? phone:phone? preferred_language:line?",
            key=3,
        ),
        _file("assignments", f"case_id:case staff_id:staff role:duty from:any_day to:any_day? {ALSO_WRITTEN}", key=4),
        _file(
            "closings",
            "closing_id:id case_id:case closed_on:day reason:code note:note? recorded_at:time author_id:staff?",
            more="captured_at:time?",
        ),
        _file(
            "contact_cases", f"contact_id:fact case_id:case kind:code {ALSO_WRITTEN}", key=2, more="captured_at:time?"
        ),
        _file(
            "service_ends",
            "service_id:fact nth:number?~ ended_on:day status:line? status_before:line?~ recorded_at:time "
            "author_id:staff?",
            key=2,
            more="captured_at:time?",
        ),
        _file(
            "events",
            "event_id:id case_id:case kind:code what:line? occurred_on:day? until_on:any_day? note:note? "
            "recorded_at:time author_id:staff? file:file?~ about_id:fact?~",
            more="captured_at:time?",
        ),
        _file(
            "appointments",
            "appointment_id:id case_id:case kind:code starts_at:any_time mode:mode place:line? recorded_at:time "
            "author_id:staff?",
            more="captured_at:time?",
        ),
        _file(
            "answers",
            "file:file about_id:fact form:code answers:answers recorded_at:time author_id:staff?",
            key=2,
            more="captured_at:time?",
        ),
        _file(
            "corrections",
            "file:file fact_id:fact replaced_by:fact? reason:note recorded_at:time author_id:staff?",
            key=2,
        ),
        _file("details", "file:file id:fact column:line value:line", key=3),
    )
}

SEVEN = ("organizations", "staff", "people", "cases", "contacts", "milestones", "services")
