"""Reading for transfers: where a case may go, who may take it there, the ask itself, the letter."""

from datetime import date
from uuid import UUID

from duly.casework import clock, words
from duly.casework.access import Actor
from duly.casework.asks.queries import Asked, asks_of
from duly.casework.models import Ask, Case, Organization, Staff
from duly.casework.models.decisions import TRANSFER
from duly.casework.people.queries import workers
from duly.casework.transfers.actions import first_call
from duly.casework.worklist.lines import rows
from duly.engine.reading import load


def places(case: Case | Ask) -> list[tuple[str, str]]:
    """The other organizations of the agency of the same kind, by name."""
    here = Organization.objects.get(agency_id=case.agency_id, pk=case.organization_id)
    found = Organization.objects.filter(agency_id=case.agency_id, kind=here.kind).exclude(pk=here.pk)
    return [(str(each.pk), each.name) for each in found.order_by("name")]


def ask_of(actor: Actor, ask: UUID) -> Asked | None:
    """The ask, where it is theirs to release or to answer; otherwise there is none."""
    found = Ask.objects.filter(agency_id=actor.agency, pk=ask, kind=TRANSFER).first()
    if found is None or not {found.organization_id, found.to_organization_id} & actor.reach("transfer"):
        return None
    return next((each for each in asks_of(actor.agency, found.case_id) if each.ask.pk == ask), None)


LOAD = """
SELECT lead_id, count(*) FROM casework_caseline
WHERE agency_id = %(agency)s AND lead_id = ANY (%(staff)s) AND exit_on IS NULL GROUP BY 1
"""


def workers_at(organization: UUID, *, actor: Actor) -> list[tuple[str, str]]:
    """Who may answer for the case there, those with the fewest first: 'K6, 6 open cases'."""
    found: list[Staff] = workers([organization], agency=actor.agency, day=actor.day)
    counts = dict(rows(LOAD, {"agency": actor.agency, "staff": [each.pk for each in found]}))
    found.sort(key=lambda each: counts.get(each.pk, 0))
    return [(str(each.pk), f"{each.name}, {words.plural(counts.get(each.pk, 0), 'open case')}") for each in found]


def letter(asked: Asked, *, by: Actor) -> str:
    """The letter to the participant, to be changed before it goes; {worker} is put in when somebody is named."""
    what = asked.ask.what
    edition = load(what["program"], what["edition"])
    call: date = first_call(clock.today(edition.time_zone))
    worker = edition.words.case_manager
    until = f" Until then call {what['lead']} at the number you know." if what["lead"] else ""
    return (
        f"Dear {what['name']},\n\nYour case is going from {what['from']} to {asked.ask.to_organization}. What you"
        f" planned stays exactly as it is.\n\nYour new {worker} will call you before {words.full_day(call)}.{until}\n\n"
        f"You do not have to tell your story again: your file goes with you.\n\n{by.staff.name}"
    )
