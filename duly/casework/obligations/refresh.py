"""Rows → facts → engine → rows. Only here are obligations, tallies and case lines written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import connections, transaction

from duly.casework.obligations import tables
from duly.casework.obligations.history import histories, is_handing_on
from duly.casework.obligations.line import line_of
from duly.engine.due import Obligation, owed
from duly.engine.facts import History
from duly.engine.measures import Tally, tallies
from duly.engine.program import Edition
from duly.engine.reading import load
from duly.engine.tallying import ALWAYS, NEVER_AT

BATCH = 1000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A case as the derivation needs it: whose it is and under which edition it stands."""

    case: UUID
    agency: UUID
    organization: UUID
    lead: UUID | None
    edition: Edition
    began: datetime | None  # when it came here from another organization, if it did

    @property
    def owner(self) -> tuple[UUID, UUID, UUID]:
        return self.agency, self.organization, self.case


def refresh(agency: UUID, cases: Iterable[UUID]) -> None:
    """Work out again what these cases are owed, in the transaction that added the fact."""
    _derive(agency, sorted(cases))


def rebuild(agency: UUID, cases: Sequence[UUID], *, progress: Progress = lambda done: None) -> int:
    """Derive any number of cases again, batch by batch; returns how many rows stood differently."""
    differed = 0
    for nth, batch in enumerate(batched(cases, BATCH)):
        if nth < 2 and len(cases) > BATCH:
            take_stock()
        with transaction.atomic():
            differed += _derive(agency, batch)
        progress(len(batch))
    return differed


def take_stock() -> None:
    """Count the tables for the planner: after an import they are full, and it takes them for empty."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT duly_take_stock()")


def _derive(agency: UUID, cases: Sequence[UUID]) -> int:
    return tables.merge(derived(agency, _locked(agency, cases)), agency=agency, cases=cases)


# Two statements: what is read together with the waiting would be as it stood before the wait.
LOCKED = """
SELECT FROM casework_caseline WHERE agency_id = %(agency)s AND case_id = ANY (%(cases)s) ORDER BY case_id FOR UPDATE
"""
LED_BY = """(
  SELECT a.staff_id FROM casework_assignment a
  WHERE a.agency_id = c.agency_id AND a.case_id = c.id
    AND a.role = 'lead' AND upper(a.during) IS NULL AND NOT isempty(a.during)
)"""
SUBJECTS = f"""
SELECT c.id, c.agency_id, c.organization_id, {LED_BY}, c.program, c.edition,
  CASE WHEN c.continues_id IS NOT NULL THEN c.recorded_at END
FROM casework_case c
WHERE c.agency_id = %(agency)s AND c.id = ANY (%(cases)s)
"""  # noqa: S608 (one constant of this module in another)
LED_ANEW = f"""
UPDATE casework_caseline l SET lead_id = {LED_BY} FROM casework_case c
WHERE l.agency_id = %(agency)s AND l.case_id = ANY (%(cases)s) AND c.agency_id = l.agency_id AND c.id = l.case_id
"""  # noqa: S608 (the same)


def take_turns(agency: UUID, cases: Iterable[UUID]) -> None:
    """Until this transaction ends nobody else decides about these cases; who waited sees what the other did."""
    with connections["default"].cursor() as cursor:
        cursor.execute(LOCKED, {"agency": agency, "cases": sorted(cases)})


def lead_anew(agency: UUID, cases: Sequence[UUID]) -> None:
    """Put the lines right where nothing changed but who answers for a case: no rule asks who that is."""
    with connections["default"].cursor() as cursor:
        cursor.execute(LED_ANEW, {"agency": agency, "cases": list(cases)})


def _locked(agency: UUID, cases: Sequence[UUID]) -> list[Subject]:
    """The cases, with their lines locked: of two entries about one person at one moment the second sees the first.

    A case that is being opened has no line yet, and nobody else sees it.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(f"{LOCKED}; {SUBJECTS}", {"agency": agency, "cases": list(cases)})
        cursor.nextset()
        return [
            Subject(case, owner, organization, lead, load(program, edition), began)
            for case, owner, organization, lead, program, edition, began in cursor.fetchall()
        ]


def derived(agency: UUID, subjects: Sequence[Subject]) -> dict[tables.Table, list[tables.Row]]:
    """The rows these cases should have in each derived table."""
    found = histories(agency, [each.case for each in subjects])
    rows: dict[tables.Table, list[tables.Row]] = {tables.OBLIGATION: [], tables.TALLY: [], tables.CASE_LINE: []}
    for subject in subjects:
        history = found[subject.case]
        duties = owed(subject.edition, history)
        rows[tables.OBLIGATION] += _obligations(subject, duties)
        rows[tables.TALLY] += _tallies(subject, history)
        rows[tables.CASE_LINE].append((*subject.owner, subject.lead, *line_of(subject.edition, history, duties)))
    return rows


def _obligations(subject: Subject, duties: Iterable[Obligation]) -> Iterator[tables.Row]:
    for each in duties:
        yield (
            *subject.owner,
            each.rule,
            each.kind,
            each.nth,
            each.of,
            each.opens_on,
            each.due_on,
            each.lapses_on,
            UUID(each.met_by) if each.met_by else None,
            each.met_on,
        )


def _tallies(subject: Subject, history: History) -> Iterator[tables.Row]:
    for each in tallies(subject.edition, history):
        if within := while_here(each, subject.began, history):
            yield _tally(subject, within)


def while_here(tally: Tally, began: datetime | None, history: History) -> Tally | None:
    """A case that went to another organization counts here until then, and there from then on: never twice."""
    gone = next((fact.recorded_at for fact in history.standing() if is_handing_on(fact)), None)
    if began is None and gone is None:
        return tally
    since, until = max(tally.known_from, began or ALWAYS), min(tally.known_until, gone or NEVER_AT)
    return replace(tally, known_from=since, known_until=until) if since < until else None


def _tally(subject: Subject, each: Tally) -> tables.Row:
    return (
        *subject.owner,
        subject.edition.program,
        subject.edition.id,
        each.known_from,
        each.known_until,
        each.started_on,
        each.exit_on,
        each.exit_at,
        each.slot_on,
        each.slot_at,
    )
