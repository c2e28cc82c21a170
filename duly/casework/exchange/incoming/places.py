"""Organizations coming in: the root of the tree a row hangs in is its agency."""

from collections.abc import Mapping

from duly.casework.exchange import words
from duly.casework.exchange.files import FILES
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.incoming.entries import Entry
from duly.casework.exchange.incoming.known import Place
from duly.casework.exchange.recorded import query
from duly.casework.exchange.sight import Row

FILE = FILES["organizations"]
NEW_AGENCY = "A new agency is brought in on the server (duly import). Name the organization above this one."


def organizations(desk: Desk) -> None:
    """Each row joins the tree whose root it reaches; an agency named here is the only one this folder is about."""
    rows = {entry.values[0]: entry for chunk in desk.chunks("organizations") for entry in chunk if entry.values[0]}
    on_record = {agency: _on_record(desk, agency) for agency in desk.sight.agencies} if rows else {}
    agencies: set[str] = set()
    for ref, entry in rows.items():
        agency = _agency(desk, rows, ref)
        if agency is None:
            desk.lose("organizations", ref)
            continue
        agencies.add(agency)
        if known := on_record.get(agency, {}).get(ref):
            desk.compare(FILE, entry, known)
        else:
            _open(desk, agency, entry)
    if agencies:
        desk.keep_to(agencies)


def _on_record(desk: Desk, agency: str) -> dict[str, Row]:
    found = query(desk.sight, agency, "organizations", every=True, refs=[])
    return {row[0]: row for row in found if row[0] in desk.known.places[agency]}


def _agency(desk: Desk, rows: Mapping[str, Entry], ref: str) -> str | None:
    """The agency of this row's tree; a new one for a new root. A broken tree is said once, where it breaks."""
    if desk.sight.by and (place := desk.known.place(ref)):
        return place.agency
    passed = [ref]
    while True:
        entry = rows.get(passed[-1])
        parent = entry.values[3] if entry else None
        if entry is None or parent is None:
            return _root(desk, passed[-1], entry, asked=entry is rows[ref])
        if parent in passed:
            _circle(desk, rows[ref], [*passed, parent])
            return None
        if parent not in rows and desk.known.place(parent) is None:
            _nowhere(desk, entry, rows, asked=entry is rows[ref])
            return None
        passed.append(parent)


def _circle(desk: Desk, entry: Entry, passed: list[str]) -> None:
    if passed[0] == passed[-1]:
        says = f"A circle: {' → '.join(passed)}. One of them must be on top, with an empty parent_id."
        desk.wrong(FILE, entry, "parent_id", entry.values[3], says)


def _nowhere(desk: Desk, entry: Entry, rows: Mapping[str, Entry], *, asked: bool) -> None:
    parent = entry.values[3]
    if asked and desk.missing("organizations", parent):
        says = "No such organization." + words.likely(parent, [*rows, *desk.known.all_places()])
        desk.wrong(FILE, entry, "parent_id", parent, says)


def _root(desk: Desk, ref: str, entry: Entry | None, *, asked: bool) -> str | None:
    if place := desk.known.place(ref):
        return place.agency
    if entry is None or not entry.whole:
        return None
    if desk.sight.by is not None:
        if asked:
            desk.wrong(FILE, entry, "parent_id", "", NEW_AGENCY)
        return None
    new = next(desk.ids)
    desk.sight.agencies[new] = None
    desk.known.places[new] = {ref: Place(new, new, new=True)}
    desk.known.staff[new], desk.known.people[new] = {}, {}
    return new


def _open(desk: Desk, agency: str, entry: Entry) -> None:
    """Add the organization; what stands above it in the tree may stand below it in the file."""
    ref, name, kind, parent, zone = entry.values
    desk.new["organizations"] += 1
    place, above = _place(desk, agency, ref), _place(desk, agency, parent) if parent else None
    if entry.whole:
        desk.stage.rows(agency, "organization").append((place.id, above and above.id, ref, name, kind, zone or ""))


def _place(desk: Desk, agency: str, ref: str) -> Place:
    here = desk.known.places[agency]
    if ref not in here:
        here[ref] = Place(next(desk.ids), agency, new=True)
    return here[ref]
