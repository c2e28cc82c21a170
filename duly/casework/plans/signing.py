"""Agreeing: to a goal in conversation, to the whole plan with a name, on screen or on paper; bound to what was seen."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.models import Agreement, Case, PlanVersion
from duly.casework.obligations import chain
from duly.casework.obligations.refresh import take_turns
from duly.casework.plans import content
from duly.casework.plans.actions import Stale, standing, standing_end
from duly.casework.plans.plan import plan_now


class Changed(Exception):
    """The plan says something else than what was put before those who sign."""


@transaction.atomic
def agree_to_item(
    case: Case, item: UUID, *, entry: UUID, seen: UUID, names: Mapping[str, str], on: date, wording: str, by: Actor
) -> list[Agreement]:
    """One or both parties agree to one thing as it stands: a goal both hold to be attainable (MOS-50)."""
    take_turns(case.agency_id, [case.pk])
    now = standing(case, item)
    if now is None or now.pk != seen or standing_end(case, item):
        raise Stale(now)
    bound = {"item": item, "digest": content.digest_of(now), "how": Agreement.How.SAID, "wording": wording}
    return [_agree(case, entry, party, name, on, by, bound) for party, name in names.items()]


@transaction.atomic
def sign(
    case: Case,
    *,
    entry: UUID,
    digest: str,
    names: Mapping[str, str],
    how: str,
    on: date,
    wording: str,
    by: Actor,
) -> PlanVersion:
    """Names under the plan with this digest: as it stands, which makes it a version, or under a version there is."""
    take_turns(case.agency_id, [case.pk])
    version = _version(case, digest, by)
    bound = {"version": version.pk, "digest": version.digest, "how": how, "wording": wording}
    for party, name in names.items():
        _agree(case, entry, party, name, on, by, bound)
    return version


def _version(case: Case, digest: str, by: Actor) -> PlanVersion:
    with chain.whole(case) as earlier:
        known = PlanVersion.objects.filter(agency_id=case.agency_id, case__in=[case, *earlier])
        versions = list(known.order_by("-number"))
    text = plan_now(case)
    if content.digest(text) == digest:
        if versions and versions[0].digest == digest:
            return versions[0]
        number = versions[0].number + 1 if versions else 1
        made = PlanVersion.of(case, author=by.staff, at=clock.now(), number=number, content=text, digest=digest)
        made.save(force_insert=True)
        return made
    found = next((each for each in versions if each.digest == digest), None)
    if found is None:
        raise Changed
    return found


def _agree(
    case: Case, entry: UUID, party: str, name: str, on: date, by: Actor, bound: Mapping[str, object]
) -> Agreement:
    """One party's word, once: the same form sent twice is one agreement of each."""
    id_ = uuid5(entry, party)
    sent = Agreement.objects.filter(agency_id=case.agency_id, case=case, pk=id_).first()
    if sent:
        return sent
    made = Agreement.of(case, author=by.staff, at=clock.now(), entry=id_, party=party, name=name, agreed_on=on, **bound)
    made.save(force_insert=True)
    return made
