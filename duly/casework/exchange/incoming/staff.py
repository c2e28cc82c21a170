"""Staff and their roles coming in: accounts nobody can sign in to before an administrator has invited them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from duly.casework.exchange.files import FILES
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Place
from duly.casework.exchange.recorded import query
from duly.casework.exchange.sight import Row
from duly.casework.exchange.values import written

STAFF, MEMBERSHIPS = FILES["staff"], FILES["memberships"]
OF_ONES_OWN = "Everybody signs in with an address of their own."


def staff(desk: Desk) -> None:
    """Everybody who works at an organization of the folder, or on record."""
    listed = desk.column("memberships", "staff_id")
    emails: dict[str, int] = {}
    for chunk in desk.chunks("staff"):
        on_record = _on_record(desk, (entry.values[0] for entry in chunk))
        taken = _in_use(desk, (entry.values[2] for entry in chunk))
        for entry in chunk:
            ref, organization = entry.values[0], entry.values[3]
            place = desk.place(STAFF, entry, organization)
            if place and (known := on_record.get((place.agency, ref))):
                _again(desk, entry, known)
                continue
            _check_email(desk, entry, emails, taken)
            if place and ref:
                _account(desk, place, entry, plain=ref not in listed)
            else:
                desk.lose("staff", ref)


def _again(desk: Desk, entry: Entry, known: Row) -> None:
    """Whichever of their roles the row tells of, it is on record."""
    ref, name, email, *roles = known
    held = set(zip(*roles, strict=True))
    organization, role = next(iter(held & {tuple(entry.values[3:5])} or held))
    desk.compare(STAFF, entry, (ref, name, email, organization, role))


def _account(desk: Desk, place: Place, entry: Entry, *, plain: bool) -> None:
    ref, name, email, _, role = entry.values
    id_ = desk.known.staff[place.agency].setdefault(ref, next(desk.ids))
    desk.new["staff"] += 1
    if not entry.whole:
        return
    desk.stage.rows(place.agency, "staff").append((id_, make_password(None), ref, name, email, True, True))
    if plain:
        # The file names no day on which the role began: it holds for all the past there is to enter.
        _role(desk, place, id_, role, None, None)


def _role(desk: Desk, place: Place, member: str, role: str, start: date | None, end: date | None) -> None:
    desk.stage.rows(place.agency, "membership").append((next(desk.ids), place.id, member, role, days(start, end)))
    change = (next(desk.ids), place.id, member, desk.author, f"given the role {role} by an import", desk.now)
    desk.stage.rows(place.agency, "accesschange").append(change)


def days(start: date | None, end: date | None) -> str:
    """A range of days as the database writes it, its end left out."""
    return f"[{written(start)},{written(end)})" if start else f"(,{written(end)})"


def _check_email(desk: Desk, entry: Entry, emails: dict[str, int], taken: set[str]) -> None:
    email = entry.values[2]
    if email in emails:
        says = f"Already used in line {emails[email]} of this file. {OF_ONES_OWN}"
        desk.wrong(STAFF, entry, "email", email, says)
    elif email in taken:
        desk.wrong(STAFF, entry, "email", email, f"Already used by another account. {OF_ONES_OWN}")
    if email:
        emails.setdefault(email, entry.line)


def memberships(desk: Desk) -> None:
    """Roles from a day to a day; an open one may be given its end."""
    for chunk in desk.chunks("memberships"):
        on_record = desk.recorded(MEMBERSHIPS, (entry.values[0] for entry in chunk))
        for entry in chunk:
            _membership(desk, entry, on_record)


def _membership(desk: Desk, entry: Entry, on_record: dict[tuple[Any, ...], Row]) -> None:
    ref, organization, role, start, end = entry.values
    place = desk.place(MEMBERSHIPS, entry, organization)
    member = desk.member(MEMBERSHIPS, entry, "staff_id", ref, place.agency if place else None)
    desk.check_range(MEMBERSHIPS, entry, start, end)
    if not (place and member and entry.whole):
        return
    known = on_record.get((place.agency, ref, organization, role, start))
    if known is None:
        desk.new["memberships"] += 1
        _role(desk, place, member, role, start, end)
    else:
        desk.newly_ended(MEMBERSHIPS, entry, place.agency, "membership", known)


def _on_record(desk: Desk, refs: Iterable[str | None]) -> dict[tuple[str, str], Row]:
    asked = [ref for ref in refs if ref]
    agencies = desk.sight.agencies
    return {(agency, row[0]): row for agency in agencies for row in query(desk.sight, agency, "roles", refs=asked)}


def _in_use(desk: Desk, emails: Iterable[str | None]) -> set[str]:
    asked = [email for email in emails if email]
    agency = next(iter(desk.sight.agencies), None)
    return {row[0] for row in query(desk.sight, agency, "emails", emails=asked)} if agency else set()
