"""The standing facts of one case, found by the names a program file uses."""

from collections.abc import Iterable
from datetime import date

from duly.engine.facts import COMPLETED, Fact, History
from duly.engine.lengths import Length
from duly.engine.program import ANY_CONTACT, NAMED, REACHED, Edition, Interval, ProgramLength

Names = tuple[str, ...]


def by_date(fact: Fact) -> tuple[date, str]:
    """The order of what happened; when it was written down plays no part."""
    return fact.on or date.max, fact.id


class Record:
    """Local: one case as one edition sees it; nothing after the exit counts, unless asked for."""

    __slots__ = ("_found", "_named", "edition", "exit")

    def __init__(self, edition: Edition, history: History) -> None:
        self.edition = edition
        self._named: dict[str, list[Fact]] = {}
        self._found: dict[Names, tuple[Fact, ...]] = {}
        for fact in history:
            if fact.until is None:
                for name in names_of(edition, fact):
                    self._named.setdefault(name, []).append(fact)
        closings = sorted((fact for fact in self._named.get("closed", ()) if fact.on), key=by_date)
        self.exit: Fact | None = closings[0] if closings else None

    @property
    def exit_on(self) -> date:
        """The last day of the case, or the end of time."""
        return self.exit.on if self.exit and self.exit.on else date.max

    def ever(self, names: Names) -> tuple[Fact, ...]:
        """Everything dated that goes by one of the names, oldest first, after the exit too."""
        found = self._found.get(names)
        if found is None:
            facts = [fact for name in names for fact in self._named.get(name, ()) if fact.on]
            facts.sort(key=by_date)
            found = self._found[names] = tuple({fact.id: fact for fact in facts}.values())
        return found

    def dated(self, names: Names) -> tuple[Fact, ...]:
        """The same, up to the exit."""
        found = self.ever(names)
        if self.exit is None or not found:
            return found
        return tuple(fact for fact in found if by_date(fact)[0] <= self.exit_on)

    def undated(self, names: Names) -> Fact | None:
        """Something that goes by one of the names and happened on a day nobody wrote down."""
        facts = [fact for name in names for fact in self._named.get(name, ()) if fact.on is None]
        return min(facts, key=lambda fact: fact.id, default=None)

    def first(self, names: Names) -> Fact | None:
        return next(iter(self.dated(names)), None)

    def last(self, names: Names) -> Fact | None:
        return next(reversed(self.dated(names)), None)

    def anchor(self, name: str) -> date | None:
        """The day something counts from: the earliest on which it happened."""
        first = self.first((name,))
        return first.on if first else None

    def expected(self, name: str) -> Fact | None:
        """The newest word on an expected day."""
        return self.expected_by((name,))

    def expected_by(self, names: Names) -> Fact | None:
        """The newest of these that names a day."""
        return next((fact for fact in reversed(self.dated(names)) if fact.by), None)

    def extension(self, rule: ProgramLength) -> Fact | None:
        """The newest word on a later last day, where the program lets one case go on."""
        start, said = self.anchor(rule.after), self.expected_by(rule.extended_by)
        return said if start and said and said.by and said.by > rule.lasts.after(start) else None

    def end_of(self, rule: ProgramLength) -> date | None:
        """The last day of the program for this case: so long after its start, or later where it was extended."""
        start, extension = self.anchor(rule.after), self.extension(rule)
        return extension.by if extension else rule.lasts.after(start) if start else None

    def agreed(self, rule: Interval) -> tuple[Fact, Length] | None:
        """The length agreed for this one case, with the fact that says so."""
        said = self.last(rule.shortened_by)
        try:
            return (said, Length.said(said.what)) if said else None
        except ValueError:
            return None

    def settling(self, fact: Fact, names: Names) -> Fact | None:
        """What settles a step: a fact that says so, or one of these that came after and names no other."""
        named = [each for name in names for each in self._named.get(name, ())]
        thing = fact.about or fact.id  # a thing that was put in other words is settled under its first name
        about = min((each for each in named if each.about == thing), key=by_date, default=None)
        later = (each for each in self.dated(names) if not each.about and by_date(each) > by_date(fact))
        return about or next(later, None)

    def phases(self) -> tuple[tuple[date, str], ...]:
        """When each phase of the case began, oldest first."""
        order = {key: nth for nth, key in enumerate(self.edition.phases)}
        begun = sorted((on, order[key], key) for key in order for on in self._begun(key))
        for key, phase in self.edition.phases.items():
            expected = self.expected(phase.before) if phase.before else None
            if begun and phase.ahead and expected and expected.by:
                on = max(phase.ahead.before(expected.by), begun[0][0])
                # What is only expected never takes a case back from a later phase.
                if max(each for each in begun if each[0] <= on)[1] < order[key]:
                    begun = sorted([*begun, (on, order[key], key)])
        return tuple((on, key) for on, _, key in begun)

    def _begun(self, key: str) -> Iterable[date]:
        said = (fact for fact in self.dated(("phase",)) if fact.what == key)
        return (fact.on for fact in (*self.dated(self.edition.phases[key].begins), *said) if fact.on)


def names_of(edition: Edition, fact: Fact) -> tuple[str, ...]:
    """The names a fact goes by: a contact by its kind only where it counts as that kind."""
    if fact.kind == "contact":
        if fact.outcome != COMPLETED:
            return (ANY_CONTACT,)
        kind = edition.contacts.get(fact.what)
        counts = kind is not None and kind.counts(fact.mode)
        return (ANY_CONTACT, REACHED, fact.what) if counts else (ANY_CONTACT, REACHED)
    if fact.kind in NAMED:
        return (fact.kind, fact.what)
    if fact.kind == "step":
        planned = edition.plan.kinds.get(fact.what) if edition.plan else None
        return ("step", planned.means) if planned and planned.means else ("step",)
    return (fact.what,) if fact.kind in ("milestone", "document") else (fact.kind,)
