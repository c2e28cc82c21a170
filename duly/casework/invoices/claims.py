"""What every case of a program has earned: rows → facts → engine → claims, by the ids of the exchange files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched
from uuid import UUID

from django.db import connection

from duly.casework.models import Case, Organization
from duly.casework.obligations.history import histories
from duly.casework.reports.asking import Moment
from duly.engine.claims import Claim, claims
from duly.engine.facts import Fact, History
from duly.engine.reading import load

BATCH = 1000
# Facts a claim may rest on, by their ids outside.
REFS = """
SELECT c.id, c.ref FROM casework_case c WHERE c.agency_id = %(agency)s AND c.id = ANY (%(cases)s)
UNION ALL
SELECT f.id, f.ref FROM casework_contact f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.id, f.ref FROM casework_contactcase f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.id, f.ref FROM casework_service f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.id, f.ref FROM casework_milestone f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
UNION ALL
SELECT f.id, f.ref FROM casework_caseevent f WHERE f.agency_id = %(agency)s AND f.case_id = ANY (%(cases)s)
"""


@dataclass(frozen=True, slots=True)
class Earned:
    """Derived: a claim with the case and the organization it belongs to, by their ids outside."""

    case: str
    organization: str
    organization_id: str
    claim: Claim


def earned(agency: UUID, program: str, moment: Moment) -> Iterator[Earned]:
    """Every claim of the program's cases, by case number; a thousand cases at a time."""
    named = {each.pk: each for each in Organization.objects.filter(agency_id=agency)}
    wanted = Case.objects.filter(agency_id=agency, program=program, assigned_on__lte=moment.started_by)
    for batch in batched(sorted(wanted, key=lambda case: case.ref), BATCH):
        for case, found in zip(batch, _claims(agency, batch, moment), strict=True):
            place = named[case.organization_id]
            yield from (Earned(case.ref, place.name, place.ref, claim) for claim in found)


def _claims(agency: UUID, cases: Sequence[Case], moment: Moment) -> Iterator[Sequence[Claim]]:
    """What each of these cases has earned, in their order. Two statements."""
    ids = [case.pk for case in cases]
    refs, found = _refs(agency, ids), histories(agency, ids)
    for case in cases:
        edition, history = load(case.program, case.edition), _by_ref(found[case.pk], refs)
        yield claims(edition, history, as_of=moment.as_of, known_at=moment.known_at)


def _refs(agency: UUID, cases: list[UUID]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(REFS, {"agency": agency, "cases": cases})
        return {str(id_): ref for id_, ref in cursor.fetchall()}


def _by_ref(history: History, refs: dict[str, str]) -> History:
    """The same facts under their ids outside: of two on one day, whoever checks puts the same one first."""
    return History(tuple(_called(fact, refs) for fact in history.facts))


def _called(fact: Fact, refs: dict[str, str]) -> Fact:
    return replace(fact, id=refs.get(fact.id, fact.id), about=refs.get(fact.about, fact.about))


COLUMNS = ("case_id", "organization", "organization_id", "payment", "time", "amount_cents", "earned_on", "evidence")
Cell = str | int | date | None | list[str]


def cells(each: Earned) -> tuple[Cell, ...]:
    """A row in the order of COLUMNS."""
    claim = each.claim
    return (
        each.case, each.organization, each.organization_id, claim.payment, claim.time, claim.cents,
        claim.earned_on, list(claim.evidence),
    )  # fmt: skip
