"""Who works here, as an administrator sees it: only organizations they administer, and only the roles held there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from duly.casework.access import Actor
from duly.casework.accounts import sessions
from duly.casework.models import AccessChange, Membership, Organization, Staff

TO = "manage_people"
STATES = {"active": "Active", "invited": "Invited", "later": "Starts later", "ended": "Access ended"}
PAGE = 100


class Role(NamedTuple):
    """One role as a line: what, where, from, last day (none while open), and whether it can still be ended."""

    id: UUID
    label: str
    organization: str
    starts: date | None
    last_day: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list."""

    id: UUID
    name: str
    email: str
    roles: tuple[Role, ...]
    second_factor: bool
    last_sign_in: datetime | None
    state: str

    @property
    def state_word(self) -> str:
        return STATES[self.state]


def organizations(actor: Actor) -> QuerySet[Organization]:
    """Those whose people the actor administers."""
    return Organization.objects.filter(agency_id=actor.agency, pk__in=actor.reach(TO)).order_by("name")


def staff_of(actor: Actor) -> QuerySet[Staff]:
    """Whoever holds, held or will hold a role there."""
    here = Membership.objects.filter(agency_id=actor.agency, staff=OuterRef("pk"), organization__in=actor.reach(TO))
    return Staff.objects.filter(Exists(here), agency_id=actor.agency)


def person_or_404(actor: Actor, id_: UUID) -> Staff:
    staff = staff_of(actor).filter(pk=id_).first()
    if staff is None:
        raise Http404
    return staff


def role_or_404(actor: Actor, staff: Staff, id_: UUID, *, today: date) -> Membership:
    """A role of theirs, within reach, that has not ended."""
    held = _roles(actor, [staff.pk]).filter(pk=id_, during__overlap=DateRange(today, None)).first()
    if held is None:
        raise Http404
    return held


def people(
    actor: Actor,
    *,
    today: date,
    words: str = "",
    organization: UUID | None = None,
    role: str = "",
    state: str = "",
    page: int = 1,
) -> tuple[list[Line], bool]:
    """A page of the list, by name, and whether another follows. Three queries, however many people there are."""
    found = staff_of(actor)
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if organization or role:
        found = found.filter(Exists(_matching(actor, organization, role, today)))
    found = _in_state(found, actor, state, today)
    start = (page - 1) * PAGE
    staff = list(found.order_by("name", "id")[start : start + PAGE + 1])
    return list(_lines(actor, staff[:PAGE], today)), len(staff) > PAGE


def line_of(actor: Actor, staff: Staff, *, today: date) -> Line:
    return next(iter(_lines(actor, [staff], today)))


def is_wholly_within(actor: Actor, staff: Staff, *, today: date) -> bool:
    """Whether every role they hold from today on is the actor's to administer: only then is the account itself."""
    elsewhere = Membership.objects.filter(agency_id=actor.agency, staff=staff, during__overlap=DateRange(today, None))
    return not elsewhere.exclude(organization__in=actor.reach(TO)).exists()


def whole_account_or_404(actor: Actor, staff: Staff, *, today: date) -> Organization:
    """For changes of the account itself: an organization of theirs, if they work in none beyond the actor's."""
    held = _roles(actor, [staff.pk]).filter(during__overlap=DateRange(today, None)).last()
    if held is None or not is_wholly_within(actor, staff, today=today):
        raise Http404
    return held.organization


def history(actor: Actor, staff: Staff) -> QuerySet[AccessChange]:
    """Every change of their rights in these organizations, newest first."""
    return (
        AccessChange.objects.filter(agency_id=actor.agency, staff=staff, organization__in=actor.reach(TO))
        .select_related("by", "organization")
        .order_by("-recorded_at", "-id")
    )


def _roles(actor: Actor, ids: Iterable[UUID]) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(
            agency_id=actor.agency, staff__in=list(ids), organization__in=actor.reach(TO), during__isempty=False
        )
        .select_related("organization", "staff")
        .order_by("during", "id")
    )


def _matching(actor: Actor, organization: UUID | None, role: str, today: date) -> QuerySet[Membership]:
    held = Membership.objects.filter(
        agency_id=actor.agency,
        staff=OuterRef("pk"),
        organization__in=actor.reach(TO),
        during__overlap=DateRange(today, None),
    )
    held = held.filter(organization=organization) if organization else held
    return held.filter(role=role) if role else held


def _in_state(found: QuerySet[Staff], actor: Actor, state: str, today: date) -> QuerySet[Staff]:
    from_today = Exists(_matching(actor, None, "", today))
    now = Exists(_matching(actor, None, "", today).filter(during__contains=today))
    without_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    match state:
        case "ended":
            return found.exclude(from_today)
        case "invited":
            return found.filter(from_today & without_password)
        case "later":
            return found.filter(from_today & ~without_password).exclude(now)
        case "active":
            return found.filter(now & ~without_password)
    return found


def _lines(actor: Actor, staff: list[Staff], today: date) -> Iterable[Line]:
    roles = defaultdict(list)
    for held in _roles(actor, [each.pk for each in staff]):
        roles[held.staff_id].append(_role(held, today))
    protected = set(
        Authenticator.objects.filter(user__in=staff).exclude(type="recovery_codes").values_list("user_id", flat=True)
    )
    for each in staff:
        yield Line(
            id=each.pk,
            name=each.name,
            email=each.email,
            roles=tuple(roles[each.pk]),
            second_factor=each.pk in protected,
            last_sign_in=each.last_login,
            state=_state(each, roles[each.pk]),
        )


def _role(held: Membership, today: date) -> Role:
    starts, ends = held.during.lower, held.during.upper
    standing = "ended" if ends and ends <= today else "later" if starts and starts > today else "now"
    last_day = date.fromordinal(ends.toordinal() - 1) if ends else None
    return Role(held.pk, held.get_role_display(), held.organization.name, starts, last_day, standing)


def _state(staff: Staff, roles: list[Role]) -> str:
    standings = {role.standing for role in roles} - {"ended"}
    if not standings:
        return "ended"
    if not staff.has_usable_password():
        return "invited"
    return "active" if "now" in standings else "later"


# One's own account


def own_roles(staff: Staff, *, today: date) -> list[Role]:
    """Every role they hold or will hold, wherever."""
    held = Membership.objects.filter(agency_id=staff.agency_id, staff=staff, during__overlap=DateRange(today, None))
    return [_role(each, today) for each in held.select_related("organization").order_by("during", "id")]


class SignIn(NamedTuple):
    """One place they are signed in at."""

    browser: str
    address: str
    since: datetime
    here: bool


def own_sign_ins(staff: Staff, *, here: str | None) -> list[SignIn]:
    """Where they are signed in now, this one first."""
    known = {each.session_key: each for each in UserSession.objects.filter(user=staff).order_by("-created_at")}
    alive = {session.pk for session in sessions.of(staff, among=known)}
    found = [
        SignIn(browser(each.user_agent), each.ip, each.created_at, key == here)
        for key, each in known.items()
        if key in alive
    ]
    return sorted(found, key=lambda each: not each.here)


def own_factors(staff: Staff) -> set[str]:
    return set(Authenticator.objects.filter(user=staff).values_list("type", flat=True))


def browser(agent: str) -> str:
    """Firefox on Windows: enough to know one's own devices apart."""
    name = next((word for mark, word in BROWSERS if mark in agent), "A browser")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{name} on {system}" if system else name


# The order matters: every browser also calls itself the ones before it.
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
