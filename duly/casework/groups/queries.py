"""Reading for the pages about groups: members, those nobody answers for, groups of one's own, people referred on."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.assessment.actions import MEMBER
from duly.casework.assessment.queries import newest_of
from duly.casework.models import Case, CaseEvent, CaseLine, Correction, LocalGroup, Organization, ReferredElsewhere
from duly.casework.people.queries import names_of
from duly.engine.program import Edition
from duly.engine.reading import editions, load


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a target group whose case nobody answers for."""

    ref: str
    name: str
    place: str
    program: str
    groups: tuple[str, ...]
    since: words.Day
    waiting: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A group as the page lists it: its days, how many belong to it, and whose it is."""

    code: str
    label: str
    help: str
    since: words.Day | None
    until: words.Day | None
    members: int
    owner: str
    program: str = ""
    local: LocalGroup | None = None


def memberships(agency: UUID, organizations: Collection[UUID], *, day: date) -> QuerySet[CaseEvent]:
    """The memberships that hold on a day in these organizations."""
    replaced = Correction.objects.filter(agency_id=agency, replaces=OuterRef("pk"))
    lasting = Q(until_on=None) | Q(until_on__gte=day)
    found = CaseEvent.objects.filter(
        lasting, ~Exists(replaced), agency_id=agency, organization_id__in=list(organizations), kind=MEMBER,
        occurred_on__lte=day,
    )  # fmt: skip
    return found.order_by("occurred_on", "id")


def nobody_responsible(actor: Actor, *, day: date) -> list[Member]:
    """Open cases of members of a group that nobody answers for, longest waiting first (MOS-12)."""
    reach = actor.reach("work")
    alone = CaseLine.objects.filter(agency_id=actor.agency, lead=None, exit_on=None, case=OuterRef("case"))
    events = memberships(actor.agency, reach, day=day).filter(Exists(alone)).select_related("case", "organization")
    held: dict[UUID, list[CaseEvent]] = {}
    for event in events:
        held.setdefault(event.case_id, []).append(event)
    names = names_of([found[0].case for found in held.values()])
    local = {each.code: each.label for each in newest_of(actor.agency, reach)}
    return [_member(found, names, local, day) for found in held.values()]


def _member(found: list[CaseEvent], names: dict[UUID, str], local: dict[str, str], day: date) -> Member:
    case, since = found[0].case, found[0].occurred_on
    edition = load(case.program, case.edition)
    assert since is not None
    return Member(
        case.ref, names.get(case.pk, case.ref), found[0].organization.name, edition.short,
        tuple(label_of(edition, each.what, local) for each in found), words.on(since, today=day),
        words.since(since, today=day),
    )  # fmt: skip


def label_of(edition: Edition, code: str, local: dict[str, str]) -> str:
    """What a group is called: by its program, by the organization that keeps it, or by its code."""
    group = edition.groups.get(code)
    return group.label if group else local.get(code, code.replace("_", " ").capitalize())


def kept(actor: Actor, *, day: date) -> list[Kept]:
    """Every group somebody can be a member of here: of the programs in use, then one's own."""
    reach = actor.reach("work")
    counted = Counter(memberships(actor.agency, reach, day=day).values_list("case__program", "what"))
    found = [
        Kept(key, each.label, each.help, _on(each.since, day), _on(each.until, day), counted[program, key],
             load(program).short, program)
        for program in programs_with_groups()
        for key, each in load(program).groups.items()
    ]  # fmt: skip
    everywhere: Counter[str] = Counter()
    for (_, code), many in counted.items():
        everywhere[code] += many
    own = [
        Kept(each.code, each.label, each.reason, _on(each.since, day), _on(each.until, day), everywhere[each.code],
             each.organization.name, local=each)
        for each in newest_of(actor.agency, reach)
    ]  # fmt: skip
    return found + own


def _on(day: date | None, today: date) -> words.Day | None:
    return words.on(day, today=today) if day else None


def programs_with_groups() -> list[str]:
    return [program for program in dict.fromkeys(name for name, _ in editions()) if load(program).groups]


def places(actor: Actor, act: str) -> list[Organization]:
    """The organizations in which the actor may do it, by name."""
    return list(Organization.objects.filter(agency_id=actor.agency, pk__in=list(actor.reach(act))).order_by("name"))


def referred(actor: Actor, *, limit: int = 100) -> list[ReferredElsewhere]:
    """The latest people who were referred elsewhere, newest first."""
    found = ReferredElsewhere.objects.filter(agency_id=actor.agency, organization_id__in=list(actor.reach("enroll")))
    return list(found.select_related("organization", "author").order_by("-referred_on", "-recorded_at")[:limit])


def cases_of(people: Iterable[UUID], actor: Actor) -> QuerySet[Case]:
    """Cases of these people the actor may see: somebody referred elsewhere may have been enrolled later."""
    return Case.objects.filter(
        agency_id=actor.agency, organization_id__in=list(actor.reach("work")), person_id__in=list(people)
    )  # fmt: skip
