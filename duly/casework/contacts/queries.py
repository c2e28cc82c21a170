"""What the log form knows before anybody types: what is owed, what would count, how they answered last time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db import connection

from duly.casework import clock, words
from duly.casework.access import Actor, cases_for
from duly.casework.casefile.rail import strip
from duly.casework.models import Case, CaseLine, Contact, Correction, Obligation
from duly.casework.obligations.duties import every_duty
from duly.casework.obligations.history import histories
from duly.casework.obligations.preview import effect_of
from duly.casework.people.queries import name_of
from duly.engine.facts import COMPLETED, Fact, History
from duly.engine.owing import Obligation as Duty
from duly.engine.program import Edition
from duly.engine.reading import load

LATELY = timedelta(minutes=15)  # two entries about one person within this are worth a word; so long one may be undone


@dataclass
class Subject:
    """Local: one case somebody is about to log a contact for."""

    case: Case
    edition: Edition
    today: date

    @cached_property
    def history(self) -> History:
        """Everything ever recorded about the case, read when it is first asked for. One statement."""
        return histories(self.case.agency_id, [self.case.pk])[self.case.pk]

    @cached_property
    def name(self) -> str:
        return name_of(self.case)

    @cached_property
    def everything(self) -> list[Duty]:
        """All that the program owes the case, met and unmet."""
        return list(every_duty(self.edition, self.history))

    @cached_property
    def duties(self) -> list[Duty]:
        """What is owed today, soonest due first."""
        return sorted((each for each in self.everything if self._is_owed(each)), key=lambda each: each.due_on)

    def _is_owed(self, duty: Duty) -> bool:
        unmet = not duty.met_by and bool(duty.nth)
        return unmet and duty.opens_on <= self.today <= (duty.lapses_on or date.max)

    @cached_property
    def strip(self) -> str:
        """The windows of the case: m met, x missed, o open now, n to come."""
        windows = [each for each in self.everything if each.kind == "windows"]
        return strip(windows, today=self.today, exit_on=self.closed_on)

    @cached_property
    def contacts(self) -> list[Fact]:
        """Everything logged so far that stands, latest last."""
        found = [each for each in self.history.standing() if each.kind == "contact"]
        return sorted(found, key=lambda each: (each.on or date.min, each.recorded_at))

    @cached_property
    def closed_on(self) -> date | None:
        """The last day of a case that is closed. One statement, lighter than the history."""
        lines = CaseLine.objects.filter(agency_id=self.case.agency_id, case_id=self.case.pk)
        return lines.values_list("exit_on", flat=True).first()

    def met_by(self, kind: str, mode: str, on: date) -> list[Duty]:
        """What a contact of this kind that reached them would meet."""
        return list(effect_of(self.edition, self.history, kind=kind, mode=mode, on=on, at=clock.now()).met)


def subject_of(case: Case) -> Subject:
    """The case, as the form needs it."""
    edition = load(case.program, case.edition)
    return Subject(case, edition, clock.today(edition.time_zone))


def subjects_of(cases: Sequence[Case]) -> list[Subject]:
    """Several cases with their histories. One statement for all of them."""
    subjects = [subject_of(case) for case in cases]
    found = histories(cases[0].agency_id, [case.pk for case in cases]) if cases else {}
    for subject in subjects:
        subject.history = found[subject.case.pk]
    return subjects


def usual_mode(subject: Subject) -> str:
    """How they were last reached without meeting, or tried; somebody to be met in person is called about it first."""
    away = [each for each in subject.contacts if each.mode != "in_person"]
    worked = [each for each in away if each.outcome == COMPLETED]
    offered = list(modes(subject.edition))
    return next((each.mode for each in reversed(worked or away) if each.mode in offered), offered[0])


def modes(edition: Edition) -> Iterator[str]:
    """The ways the program's contacts are held, the usual ones first."""
    said = [mode for kind in edition.contacts.values() for mode in kind.modes]
    usual = ("phone", "in_person", "email", "text", "video", "mail")
    return (mode for mode in usual if mode in said)


def usual_kind(subject: Subject, mode: str) -> str:
    """The kind of the first thing owed that can be met this way; otherwise of the first thing owed, or of the next."""
    wanted = [kind for duty in subject.duties for kind in kinds_for(subject.edition, duty.rule)]
    counting = (kind for kind in wanted if subject.edition.contacts[kind].counts(mode))
    return next(counting, wanted[0] if wanted else routine(subject.edition))


def kinds_for(edition: Edition, rule: str) -> list[str]:
    """The kinds of contact that meet the rule, its own first."""
    return [kind for kind in getattr(edition.owed[rule], "met_by", ()) if kind in edition.contacts]


def routine(edition: Edition) -> str:
    """The kind of contact that comes round again and again; where there is none, the first of the file."""
    again = (
        kind
        for key, rule in edition.owed.items()
        if rule.kind in ("windows", "interval")
        for kind in kinds_for(edition, key)
    )
    return next(again, next(iter(edition.contacts)))


def kind_in(edition: Edition, kind: str) -> str:
    """The same kind of contact in another program: of that name, or what comes round there."""
    return kind if kind in edition.contacts else routine(edition)


def kinds(subject: Subject) -> list[tuple[str, str]]:
    """What an entry may be for, what is owed first: Check-in 4 of 12, Reassessment 1 of 3, Other contact."""
    edition = subject.edition
    named = {
        kind: duty_name(edition, duty)
        for duty in reversed(subject.duties)
        for kind in kinds_for(edition, duty.rule)[:1]
    }
    first = [kind for duty in subject.duties for kind in kinds_for(edition, duty.rule)[:1]]
    order = dict.fromkeys([*first, *edition.contacts])
    return [(kind, named.get(kind, edition.contacts[kind].label)) for kind in order]


def duty_name(edition: Edition, duty: Duty | Obligation) -> str:
    """'Check-in 4 of 12'."""
    label = edition.owed[duty.rule].label
    return f"{label} {duty.nth} of {duty.of}" if duty.of and duty.of > 1 else label


def in_passing(edition: Edition, duty: Duty | Obligation) -> str:
    """'check-in 4'."""
    label = edition.owed[duty.rule].label.lower()
    return f"{label} {duty.nth}" if duty.of and duty.of > 1 else label


def together(subject: Subject, actor: Actor) -> list[Case]:
    """Other open cases of the same person, in which the entry may count as well."""
    case = subject.case
    others = list(cases_for(actor, to="record").filter(person_id=case.person_id).exclude(pk=case.pk))
    closed = CaseLine.objects.filter(
        agency_id=case.agency_id, case_id__in=[each.pk for each in others], exit_on__isnull=False
    )
    gone = set(closed.values_list("case_id", flat=True)) if others else set()
    return [each for each in others if each.pk not in gone]


FOLLOWED = """
SELECT l.exit_on, o.rule, o.nth, o.of FROM casework_caseline l
LEFT JOIN casework_obligation o ON o.agency_id = l.agency_id AND o.case_id = l.case_id AND o.met_by = %(contact)s
WHERE l.agency_id = %(agency)s AND l.case_id = %(case)s ORDER BY o.due_on, o.rule, o.nth
"""


def met_by(contact: Contact, subject: Subject) -> list[Obligation]:
    """What the entry, once saved, is found to have met in its own case; and the case's last day, if it is closed."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWED, {"agency": contact.agency_id, "case": contact.case_id, "contact": contact.pk})
        found = cursor.fetchall()
    subject.closed_on = next((closed for closed, *_ in found), None)
    return [Obligation(rule=rule, nth=nth, of=of) for _, rule, nth, of in found if rule]



def own_contact(contact_id: UUID, actor: Actor) -> Contact | None:
    """An entry the actor wrote themselves, in an organization they record for."""
    found = Contact.objects.filter(
        agency_id=actor.agency, organization_id__in=actor.reach("record"), author=actor.staff, pk=contact_id
    )
    return found.select_related("case").first()


def is_replaced(contact: Contact) -> bool:
    """Whether the entry was corrected or taken back already."""
    return Correction.objects.filter(agency_id=contact.agency_id, replaces=contact.pk).exists()


def tries_since(subject: Subject) -> str:
    """'Tries since 15 Dec: 4 email, 4 phone, 1 text; last Sat 4 Apr'."""
    last = max((at for at, each in enumerate(subject.contacts) if each.outcome == COMPLETED), default=-1)
    tries = [each for each in subject.contacts[last + 1 :] if each.outcome in ("no_response", "no_show")]
    if not tries:
        return ""
    counts = Counter(words.mode(each.mode) for each in tries)
    since = subject.contacts[last].on if last >= 0 else subject.case.assigned_on
    said = ", ".join(f"{count} {mode}" for mode, count in counts.most_common())
    latest = max((each.on for each in tries if each.on), default=None)
    ending = f"; last {words.on(latest, today=subject.today).text}" if latest else ""
    return f"Tries since {words.short(since, today=subject.today).text}: {said}{ending}" if since else f"Tries: {said}"


LATELY_BY_OTHERS = """
SELECT f.* FROM casework_contact f
WHERE f.agency_id = %(agency)s AND f.case_id = %(case)s AND f.recorded_at >= %(since)s AND f.imported_at IS NULL
  AND f.author_id <> %(author)s AND NOT EXISTS (
    SELECT FROM casework_correction k WHERE k.agency_id = f.agency_id AND k.case_id = f.case_id AND k.replaces = f.id)
ORDER BY f.recorded_at DESC LIMIT 1
"""


def others_lately(contact: Contact, *, now: datetime) -> Contact | None:
    """What somebody else wrote about the same person within the last minutes, so that neither calls twice."""
    values = {"agency": contact.agency_id, "case": contact.case_id, "author": contact.author_id, "since": now - LATELY}
    return next(iter(Contact.objects.raw(LATELY_BY_OTHERS, values)), None)
