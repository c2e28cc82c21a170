"""People coming in: a person belongs to the agency, what is known of them to each organization that has their case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from duly.casework.exchange import checks, words
from duly.casework.exchange.files import FILES
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Person
from duly.casework.exchange.recorded import query
from duly.casework.exchange.sight import Row

PEOPLE, PROFILES = FILES["people"], FILES["profiles"]
NO_CASE = "No case is about this person, so it cannot be told whose they are. Add their case to cases.csv."

Profiles = dict[tuple[str, str], list[Row]]  # by agency and person: organization and profile, the latest first


def people(desk: Desk) -> None:
    """Each person of the file, at every organization where this folder opens a case for them."""
    apart = desk.column("profiles", "person_id")
    for chunk in desk.chunks("people"):
        on_record = _fetch(desk, (entry.values[0] for entry in chunk))
        for entry in chunk:
            desk.complain(PEOPLE, entry, checks.birth_date(entry.values[3], today=desk.today))
            if entry.values[0]:
                _person(desk, entry, on_record, apart=entry.values[0] in apart)
    _nobody(desk)
    _at_new_places(desk, apart)


def _fetch(desk: Desk, refs: Iterable[str | None]) -> Profiles:
    """Look these people up, with every profile on record."""
    asked = [ref for ref in refs if ref]
    found: Profiles = {}
    for agency in desk.sight.agencies:
        desk.known.fetch_people(agency, asked)
        there = [ref for ref in asked if (one := desk.known.people[agency].get(ref)) and not one.new]
        for ref, *profile in query(desk.sight, agency, "every_profile", refs=there) if there else ():
            found.setdefault((agency, ref), []).append(tuple(profile))
    return found


def _person(desk: Desk, entry: Entry, on_record: Profiles, *, apart: bool) -> None:
    ref, *known = entry.values
    theirs = {agency: people_[ref] for agency, people_ in desk.known.people.items() if ref in people_}
    for agency, person in (theirs or _without_a_case(desk, entry)).items():
        if person.told:
            continue
        person.told = True
        before = on_record.get((agency, ref), [])
        if person.new:
            desk.new["people"] += 1
            if entry.whole:
                desk.stage.rows(agency, "person").append((person.id, ref))
        elif before and not apart and not any(list(profile) == known for _, *profile in before):
            desk.compare(PEOPLE, entry, (ref, *before[0][1:]))
        if entry.whole and not apart:
            _profiles(desk, agency, person, known, without={place for place, *_ in before})


def _profiles(desk: Desk, agency: str, person: Person, known: Iterable[Any], *, without: set[str]) -> None:
    """What is known of them, at each organization that opens a case and knows nothing yet."""
    staff = desk.known.staff[agency]
    for place, at, author in person.opened:
        if place not in without:
            row = (next(desk.ids), place, person.id, *known, at, desk.now, staff.get(author or ""))
            desk.stage.rows(agency, "profile").append(row)


def _without_a_case(desk: Desk, entry: Entry) -> dict[str, Person]:
    """Somebody no case is about: kept where only those see them who see everything."""
    top = desk.top()
    if top is None:
        if desk.missing("cases", "") and desk.missing("cases of", entry.values[0]):
            desk.wrong(PEOPLE, entry, "person_id", entry.values[0], NO_CASE)
        return {}
    agency, place = top
    person = Person(next(desk.ids), new=True, opened=((place, desk.now, None),))
    desk.known.people[agency][entry.values[0]] = person
    return {agency: person}


def _nobody(desk: Desk) -> None:
    """Cases of people whom nobody has told of."""
    for people_ in desk.known.people.values():
        lost = {ref: one for ref, one in people_.items() if one.new and not one.told and desk.missing("people", ref)}
        told = [ref for ref in people_ if ref not in lost] if lost else []
        for ref, person in lost.items():
            for line in person.lines:
                says = "No such person." + words.likely(ref, told)
                desk.findings.wrong("cases.csv", line, "person_id", ref, says)


def _at_new_places(desk: Desk, apart: set[str]) -> None:
    """Known people with a case at one more organization, and no row here: what is known of them goes along."""
    for agency, people_ in desk.known.people.items():
        wanted = [ref for ref, one in people_.items() if one.opened and not (one.new or one.told or ref in apart)]
        profiles: dict[str, list[Row]] = {}
        for ref, *profile in query(desk.sight, agency, "every_profile", refs=wanted) if wanted else ():
            profiles.setdefault(ref, []).append(tuple(profile))
        for ref, found in profiles.items():
            _profiles(desk, agency, people_[ref], found[0][1:], without={place for place, *_ in found})


def profiles(desk: Desk) -> None:
    """What each organization knew of a person from when on."""
    for chunk in desk.chunks("profiles"):
        refs = [entry.values[0] for entry in chunk if entry.values[0]]
        for agency in desk.sight.agencies:
            desk.known.fetch_people(agency, refs)
        on_record = desk.recorded(PROFILES, refs)
        for entry in chunk:
            _profile(desk, entry, on_record)


def _profile(desk: Desk, entry: Entry, on_record: dict[tuple[str, str, str, datetime], Row]) -> None:
    ref, organization, at, author_id, *known = entry.values
    place = desk.place(PROFILES, entry, organization)
    author = desk.member(PROFILES, entry, "author_id", author_id, place.agency if place else None)
    desk.complain(PROFILES, entry, checks.birth_date(entry.values[PROFILES["birth_date"]], today=desk.today))
    person = desk.known.people[place.agency].get(ref) if place else None
    if place and person is None and desk.missing("people", ref):
        desk.wrong(PROFILES, entry, "person_id", ref, "No such person." + words.odd_letters(ref or ""))
    if not (place and person and entry.whole):
        return
    if record := on_record.get((place.agency, ref, organization, at)):
        desk.compare(PROFILES, entry, record)
        return
    desk.new["profiles"] += 1
    row = (next(desk.ids), place.id, person.id, *known, at, desk.now, author)
    desk.stage.rows(place.agency, "profile").append(row)
