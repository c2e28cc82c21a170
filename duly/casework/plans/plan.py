"""The plan of one case as it stands: its things with their ends, its versions, and who agreed to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from duly.casework.casefile.record import Record
from duly.casework.models import Agreement, Case, Correction, PlanItem, PlanItemEnd, PlanVersion, Staff
from duly.casework.obligations import chain
from duly.casework.plans import content
from duly.engine.planning import PlanEnd, PlanKind, PlanRules
from duly.engine.program import Edition
from duly.engine.reading import load

PARTIES = (Agreement.Party.PARTICIPANT, Agreement.Party.STAFF)


@dataclass(frozen=True, slots=True)
class Thing:
    """Derived: one thing of the plan as it stands."""

    now: PlanItem
    kind: PlanKind
    end: PlanItemEnd | None
    agreed: Mapping[str, Agreement]  # by party, to exactly this wording

    @property
    def ending(self) -> PlanEnd | None:
        """What the file says of the way it ended."""
        return self.kind.ends.get(self.end.how) if self.end else None

    @property
    def has_left(self) -> bool:
        """Whether it is no longer part of what both agree on."""
        return bool(self.ending and self.ending.leaves)

    @property
    def is_none(self) -> bool:
        """Whether it only says that there are none of its kind."""
        return bool(self.kind.none) and self.now.code == "none"

    @property
    def is_proposed(self) -> bool:
        return self.kind.both and len(self.agreed) < len(PARTIES)


@dataclass(frozen=True)
class Plan:
    """Derived: the plan as it stands, with all its versions, newest first."""

    record: Record
    rules: PlanRules
    things: tuple[Thing, ...]
    versions: tuple[PlanVersion, ...]
    signed: Mapping[UUID, Mapping[str, Agreement]]  # version: party: agreement
    says: str

    @cached_property
    def digest(self) -> str:
        return content.digest(self.says)

    @property
    def version(self) -> PlanVersion | None:
        """The version that says what the plan says now, if it was put up for agreement."""
        return next((each for each in self.versions[:1] if each.digest == self.digest), None)

    @property
    def number(self) -> int:
        """The number of the plan as it stands; one more than the last version once it says something else."""
        return self.version.number if self.version else len(self.versions) + 1

    @property
    def holds(self) -> PlanVersion | None:
        """The newest version both agreed to: what holds until both agree again."""
        return next((each for each in self.versions if self.by_both(each)), None)

    @property
    def is_signed(self) -> bool:
        return self.version is not None and self.by_both(self.version)

    def by_both(self, version: PlanVersion) -> bool:
        return len(self.signed.get(version.pk, {})) == len(PARTIES)

    @property
    def signatures(self) -> Mapping[str, Agreement]:
        """Who agreed to the plan as it stands."""
        return self.signed.get(self.version.pk, {}) if self.version else {}

    @cached_property
    def changes(self) -> list[content.Change]:
        """What differs from the version that holds."""
        before = content.items_in(self.holds.content) if self.holds else {}
        return content.differences(before, content.items_in(self.says)) if self.holds else []

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """'new' or 'changed' beside what differs from the version that holds, by item."""
        return {each.item: "changed" if each.before else "new" for each in self.changes if each.after}

    def of_part(self, *parts: str) -> list[Thing]:
        return [each for each in self.things if each.kind.part in parts]

    def thing(self, item: UUID) -> Thing | None:
        return next((each for each in self.things if each.now.item == item), None)


def plan_of(record: Record) -> Plan | None:
    """The plan of a case whose record has been read; nothing where the edition has no plan."""
    rules, case = record.edition.plan, record.case
    if rules is None:
        return None
    with chain.whole(case):  # a plan made at another organization goes on here, with its signatures
        of = {"agency_id": case.agency_id, "case__in": record.cases}
        versions = tuple(PlanVersion.objects.filter(**of).order_by("-number"))
        agreements = list(Agreement.objects.filter(**of).order_by("recorded_at"))
    _name(case, (*record.items, *record.item_ends, *versions, *agreements))
    standing = [each for each in agreements if record.stands(each.pk)]
    signed: dict[UUID, dict[str, Agreement]] = {}
    for each in standing:
        if each.version:
            signed.setdefault(each.version, {})[each.party] = each
    contained = {each.pk: content.items_in(each.content) for each in versions}
    things = tuple(
        Thing(item, rules.kinds[item.kind], end, agreed_to(item, standing, contained))
        for item, end in _standing(record)
        if item.kind in rules.kinds
    )
    text = content.content_of(record.cases[-1].ref, record.edition.id, _in_plan(record.edition, _standing(record)))
    return Plan(record, rules, things, versions, signed, text)


def plan_now(case: Case) -> str:
    """What the plan says at this moment, read anew: in the transaction of whoever signs it."""
    edition = load(case.program, case.edition)
    with chain.whole(case) as earlier:
        of = {"agency_id": case.agency_id, "case__in": [case, *earlier]}
        replaced = Correction.objects.filter(**of).values("replaces")
        items = list(PlanItem.objects.filter(**of).exclude(pk__in=replaced))
        by_item = {each.item: each for each in PlanItemEnd.objects.filter(**of).exclude(pk__in=replaced)}
    found = _in_plan(edition, ((each, by_item.get(each.item)) for each in items))
    return content.content_of([case, *earlier][-1].ref, edition.id, found)


def agreed_to(
    item: PlanItem, agreements: Iterable[Agreement], contained: Mapping[UUID, Mapping[str, content.Said]]
) -> dict[str, Agreement]:
    """Who agreed to exactly this wording, on its own or within a version; their first word counts."""
    said, bound = content.said_of(item), content.digest_of(item)
    found: dict[str, Agreement] = {}
    for each in agreements:
        alone = each.item == item.item and each.digest == bound
        within = each.version and contained.get(each.version, {}).get(str(item.item)) == said
        if alone or within:
            found.setdefault(each.party, each)
    return found


def _in_plan(edition: Edition, standing: Iterable[tuple[PlanItem, PlanItemEnd | None]]) -> list[PlanItem]:
    """What both agree on: everything that has not left the plan."""
    kinds = edition.plan.kinds if edition.plan else {}
    left = {(key, how) for key, kind in kinds.items() for how, end in kind.ends.items() if end.leaves}
    return [item for item, end in standing if end is None or (item.kind, end.how) not in left]


def _standing(record: Record) -> list[tuple[PlanItem, PlanItemEnd | None]]:
    """Each thing in the wording that holds, with how it ended, by its day."""
    ends = {each.item: each for each in record.item_ends if record.stands(each.pk)}
    items = [each for each in record.items if record.stands(each.pk)]
    items.sort(key=lambda each: (each.starts_on or each.due_on or date.max, each.set_on, each.item))
    return [(each, ends.get(each.item)) for each in items]


def _name(case: Case, facts: Iterable[PlanItem | PlanItemEnd | PlanVersion | Agreement]) -> None:
    """Put those who wrote all this beside what they wrote, in one query."""
    found = list(facts)
    wanted = {each.author_id for each in found if each.author_id}
    staff = {each.pk: each for each in Staff.objects.filter(agency_id=case.agency_id, pk__in=wanted)}
    for each in found:
        each.author = staff[each.author_id] if each.author_id else None
