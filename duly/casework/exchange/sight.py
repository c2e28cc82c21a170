"""Whose rows an import or export sees: all agencies of this home, or the organizations an administrator answers for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from duly.casework import context
from duly.casework.access import MAY, Actor
from duly.casework.models import Organization, Staff

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Agencies, each with the organizations in reach (None: all of them), and who asks (on the command line, nobody).

    Ids are text here and in all of exchange: they are only passed on, and millions of them are compared.
    """

    agencies: dict[str, frozenset[str] | None]
    by: Staff | None = None
    top: str | None = None  # the one organization they answer for, if it is one

    @contextmanager
    def bound(self, agency: str) -> Iterator[None]:
        """Row security shows what is in reach of this agency and nothing else."""
        reach = self.agencies.get(agency)
        places = [UUID(each) for each in reach or ()]
        staff = self.by.pk if self.by else None
        with context.bound(agency=UUID(agency), organizations=places, whole_agency=reach is None, staff=staff):
            yield

    def rows(self, sql: str, agency: str, **asked: Any) -> list[Row]:
        """The answer of one agency; `%(agency)s` in the query is its id."""
        with self.bound(agency), connection.cursor() as cursor:
            cursor.execute(sql, {"agency": agency, **asked})
            return cursor.fetchall()

    def reaches(self, agency: str, organization: str) -> bool:
        reach = self.agencies.get(agency, frozenset())
        return reach is None or organization in reach


def whole_home() -> Sight:
    """Everything: for whoever runs the command line."""
    return Sight({str(root): None for root in Organization.objects.filter(parent=None).values_list("pk", flat=True)})


def of(actor: Actor) -> Sight:
    """What this administrator may bring in for."""
    reach = actor.reach("import")
    tops = {grant.organization for grant in actor.grants if grant.role in MAY["import"][1]}
    return Sight(
        {str(actor.agency): None if actor.agency in reach else frozenset(map(str, reach))},
        by=actor.staff,
        top=str(tops.pop()) if len(tops) == 1 else None,
    )
