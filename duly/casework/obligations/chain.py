"""Cases that go on at another organization: which they continue, and reading them where they stayed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import connections

from duly.casework import context
from duly.casework.models import Case

# The grant is the answer of the organization where the case goes on; without one, nothing is read.
CONTINUED = """
SELECT c.id, c.continues_id FROM casework_case c
JOIN casework_ask a ON a.agency_id = c.agency_id AND a.case_id = c.continues_id AND a.kind = 'transfer'
JOIN casework_reply r ON r.agency_id = a.agency_id AND r.ask_id = a.id
  AND r.organization_id = c.organization_id AND r.answer = 'granted'
WHERE c.agency_id = %(agency)s AND c.id = ANY (%(cases)s) AND c.continues_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM casework_correction k WHERE k.agency_id = r.agency_id AND k.replaces = r.id)
"""
BEFORE = "SELECT id, continues_id FROM casework_case WHERE agency_id = %(agency)s AND id = ANY (%(cases)s)"


@contextmanager
def followed(
    agency: UUID, continued: Mapping[UUID, UUID], *, using: str = "default"
) -> Iterator[dict[UUID, list[UUID]]]:
    """For a while the cases these continue can be read, as far back as they go; newest first."""
    found = {case: [before] for case, before in continued.items()}
    with context.reading(_every(found), using=using):
        before = _continues(agency, _every(found), using)
    while any(before.get(each[-1]) for each in found.values()):
        for each in found.values():
            if further := before.get(each[-1]):
                each.append(further)
        with context.reading(_every(found), using=using):
            before = _continues(agency, {each[-1] for each in found.values()}, using)
    with context.reading(_every(found), using=using):
        yield found


def _every(found: Mapping[UUID, list[UUID]]) -> set[UUID]:
    return {old for each in found.values() for old in each}


def _continues(agency: UUID, cases: set[UUID], using: str) -> dict[UUID, UUID | None]:
    with connections[using].cursor() as cursor:
        cursor.execute(BEFORE, {"agency": agency, "cases": list(cases)})
        return dict(cursor.fetchall())


@contextmanager
def whole(case: Case) -> Iterator[list[Case]]:
    """The cases this one continues, newest first, readable with everything recorded of them for a while."""
    if case.continues_id is None:
        yield []
        return
    with connections["default"].cursor() as cursor:
        cursor.execute(CONTINUED, {"agency": case.agency_id, "cases": [case.pk]})
        continued = dict(cursor.fetchall())
    if not continued:
        yield []
        return
    with followed(case.agency_id, continued) as earlier:
        known = Case.objects.select_related("organization").filter(agency_id=case.agency_id).in_bulk(earlier[case.pk])
        yield [known[each] for each in earlier[case.pk]]
