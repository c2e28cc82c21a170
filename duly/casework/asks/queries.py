"""Reading asks with their answers: those of one case, and those that wait for somebody. One statement each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from duly.casework import context
from duly.casework.models import Ask, Correction, Reply
from duly.casework.models.decisions import CLEARANCE, DECLINED, GRANTED, MORE, TRANSFER


@dataclass(frozen=True, slots=True)
class Asked:
    """An ask that stands, with every answer to it and to its earlier wordings, oldest first."""

    ask: Ask
    replies: tuple[Reply, ...] = ()
    earlier: tuple[Ask, ...] = field(default=())

    @property
    def own(self) -> tuple[Reply, ...]:
        """Answers to the ask as it stands."""
        return tuple(each for each in self.replies if each.ask_id == self.ask.pk)

    def last_of(self, organization: UUID) -> Reply | None:
        """The latest word of this organization on the ask as it stands."""
        return next((each for each in reversed(self.own) if each.organization_id == organization), None)

    @property
    def decision(self) -> Reply | None:
        """The answer that settled it, if it is settled: granted where it was to be decided, or declined anywhere."""
        said = (each for each in self.own if each.answer == DECLINED or
                (each.answer == GRANTED and each.organization_id == self.waits_for))  # fmt: skip
        return next(said, None)

    @property
    def waits_for(self) -> UUID:
        """The organization that has the next word: where a case would go; otherwise the one it is with."""
        to = self.ask.to_organization_id if self.ask.kind == TRANSFER else None
        return to or self.ask.organization_id

    @property
    def back(self) -> Reply | None:
        """The answer that asked for more, while nobody has put the ask again."""
        last = self.own[-1] if self.own else None
        return last if last and last.answer == MORE else None

    @property
    def prepared_by(self) -> set[UUID]:
        """Everybody who wrote a wording of it: none of them decides."""
        return {each.author_id for each in (self.ask, *self.earlier) if each.author_id}

    @property
    def since(self) -> datetime:
        """When it was first asked."""
        return min(each.recorded_at for each in (self.ask, *self.earlier))


def asks_of(agency: UUID, case: UUID) -> list[Asked]:
    """The asks of a case that stand, latest first, each with its answers and earlier wordings."""
    found = list(_asks(agency).filter(case_id=case))
    by_id = {each.pk: each for each in found}
    became = became_of(agency, found)
    return [_asked(each, by_id, became) for each in reversed(found) if each.pk not in became]


def ask_with(agency: UUID, case: UUID, ask: UUID) -> Asked | None:
    """One ask that stands."""
    return next((each for each in asks_of(agency, case) if each.ask.pk == ask), None)


def waiting(agency: UUID, organizations: Iterable[UUID]) -> list[Asked]:
    """What waits for an answer of these organizations, longest first."""
    wanted = list(organizations)
    here = Q(to_organization=None) | Q(kind=CLEARANCE)
    theirs = Q(here, organization_id__in=wanted) | Q(kind=TRANSFER, to_organization_id__in=wanted)
    asks = list(_asks(agency).filter(theirs))
    became = became_of(agency, asks)
    found = [Asked(each, tuple(each.replies.all())) for each in asks if each.pk not in became]
    return [each for each in found if each.decision is None and each.back is None]


def became_of(agency: UUID, asks: Iterable[Ask]) -> dict[UUID, UUID | None]:
    """What each ask that no longer stands became: other words, or nothing.

    Whoever is asked by another organization reads no more of that case than whether the ask still stands.
    """
    wanted = {each.pk: each for each in asks}
    if not wanted:
        return {}
    with context.reading({each.case_id for each in wanted.values() if each.to_organization_id}):
        found = Correction.objects.filter(agency_id=agency, replaces__in=list(wanted))
        return dict(found.values_list("replaces", "by"))


def _asks(agency: UUID) -> QuerySet[Ask]:
    replies = Reply.objects.filter(agency_id=agency).select_related("author", "organization").order_by("recorded_at")
    asks = Ask.objects.filter(agency_id=agency).select_related("author", "organization", "to_organization")
    return asks.prefetch_related(Prefetch("replies", queryset=replies)).order_by("recorded_at", "id")


def _asked(ask: Ask, by_id: dict[UUID, Ask], became: dict[UUID, UUID | None]) -> Asked:
    """With every wording it went through."""
    now, earlier = {after: before for before, after in became.items() if after}, []
    current = ask.pk
    while (current := now.get(current)) and current in by_id:  # type: ignore[assignment]
        earlier.append(by_id[current])
    said = (reply for each in (*reversed(earlier), ask) for reply in each.replies.all())
    return Asked(ask, tuple(said), tuple(earlier))
