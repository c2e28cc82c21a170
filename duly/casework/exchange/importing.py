"""A folder of exchange files coming in: all is checked before anything is written, and then it is all or nothing."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from duly.casework.exchange import batches, words
from duly.casework.exchange.files import FILES
from duly.casework.exchange.findings import Finding, in_order
from duly.casework.exchange.folder import Folder
from duly.casework.exchange.incoming import assignments, cases, facts, later, people, places, staff
from duly.casework.exchange.incoming.desk import Desk
from duly.casework.exchange.reading import FILE
from duly.casework.exchange.sight import Sight
from duly.casework.models import Batch
from duly.casework.obligations.refresh import rebuild, take_stock

DETAILS = FILES["details"]
LOCKED = 1000  # cases whose lines are locked at a time
TAKEN = (
    "An id in this folder is used by a row you cannot see, or somebody imported the same rows a moment ago."
    " Import again; if it is refused again, choose other ids."
)
TWO_LEADS = "Two people would lead a case at once. End the one assignment before the other begins."

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import found, and how many rows of each file it read, added, or took a change from."""

    mistakes: list[Finding]
    warnings: list[Finding]
    rows: Counter[str]
    new: Counter[str]
    changed: Counter[str]
    batches: list[Batch] = field(default_factory=list)  # what was written, to be taken back by

    def as_recorded(self, name: str) -> int:
        """Rows that add nothing, because they are on record."""
        return self.rows[name] - self.new[name] - self.changed[name]


def bring_in(
    folder: Path, sight: Sight, *, dry_run: bool = False, name: str = "", say: Say = lambda text: None
) -> Outcome:
    """Check the whole folder; if nothing is wrong, write it in one transaction with all that follows from it."""
    sight = replace(sight, agencies=dict(sight.agencies))  # a new agency is added to it
    desk = Desk(Folder(folder), sight, batches.next_moment(sight), settings.TIME_ZONE, say)
    made: list[Batch] = []
    try:
        with _without_collecting(), transaction.atomic():
            check(desk)
            if not (desk.findings.mistakes or dry_run):
                made = write(desk, name or folder.name)
    except IntegrityError as error:
        _collision(desk, error)
    finally:
        desk.stage.close()
    order = [file.csv for file in FILES.values()]
    mistakes, warnings = (in_order(found, order) for found in (desk.findings.mistakes, desk.findings.warnings))
    return Outcome(mistakes, warnings, desk.rows, desk.new, desk.changed, made)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows go when nobody needs them; looking for circles among millions of them takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check(desk: Desk) -> None:
    """Read every file, say every mistake, put aside what is new; in the order in which rows refer to each other."""
    if not desk.folder.check(desk.findings):
        return
    lost = (*desk.folder.closed(), *desk.folder.strange().values())
    desk.unread.update({name.removesuffix(".csv"): None for name in lost})
    desk.known.load()
    _details(desk)
    places.organizations(desk)
    _look_ahead(desk)
    staff.staff(desk)
    staff.memberships(desk)
    cases.cases(desk)
    people.people(desk)
    people.profiles(desk)
    assignments.assignments(desk)
    desk.known.forget_people()
    desk.leads.clear()
    for sort in facts.SORTS:
        facts.arrive(desk, sort)
    later.contact_cases(desk)
    later.service_ends(desk)
    later.answers(desk)
    later.corrections(desk)
    _promises(desk)


def _details(desk: Desk) -> None:
    """What the files have no column for, kept until the row comes that it belongs to."""
    for chunk in desk.chunks("details"):
        for entry in chunk:
            name, id_, column, value = entry.values
            more = {each.name for each in FILES[name].more} if name else set()
            if name and name not in desk.folder:
                says = f"{name}.csv is not in this folder; a detail comes along with its row."
                desk.wrong(DETAILS, entry, "file", name, says)
            elif name and column and column not in more:
                says = f"Unknown detail of {name}.{words.likely(column, more)} {words.one_of(sorted(more))}"
                desk.wrong(DETAILS, entry, "column", column, says)
            elif entry.whole:
                desk.details.setdefault((name, id_), {})[column] = (entry.line, value)


def _look_ahead(desk: Desk) -> None:
    """Which facts other rows name, and which of them are on record."""
    want = desk.references.want
    for file in ("events", "answers"):
        for target, id_ in desk.columns(file, "file", "about_id"):
            want(target, [id_])
    for target, id_, by_id in desk.columns("corrections", "file", "fact_id", "replaced_by"):
        want(target, [id_, by_id])
        desk.replaced.add((target, id_))
    for id_, ended_on, before in desk.columns("service_ends", "service_id", "ended_on", "status_before"):
        days, _ = desk.ends.setdefault(id_, ([], before))
        days.append(ended_on)
    want("services", desk.ends)
    want("contacts", desk.column("contact_cases", "contact_id"))
    desk.references.look_up(desk.sight, desk.known.find_cases)


def _promises(desk: Desk) -> None:
    """Facts that were named and never came; details whose row never came."""
    for file, entry, target, column, id_ in desk.promised:
        desk.fact(file, entry, target, column, id_)
    for (name, id_), given in desk.details.items():
        for line, _ in given.values():
            if desk.missing(name, id_.split("/")[0]):
                desk.findings.wrong(DETAILS.csv, line, "id", id_, f"{name}.csv has no such row.")


def write(desk: Desk, name: str) -> list[Batch]:
    """Write what was put aside, agency by agency, and derive what is owed; each has a batch of its own."""
    made: list[Batch] = []
    for agency in desk.sight.agencies:
        with desk.sight.bound(agency):
            _lock(desk, agency)
            _end(desk, agency)
            for table in desk.stage.tables(agency):
                desk.stage.write(agency, table)
                desk.tell(f"{table} written")
            made += batches.keep(desk, agency, name)
            _derive(desk, agency)
    return made


def _lock(desk: Desk, agency: str) -> None:
    """Whoever records something about these cases meanwhile waits, and then sees what came in; or the other way."""
    ids = sorted(desk.touched.get(agency, ()))
    with connection.cursor() as cursor:
        for start in range(0, len(ids), LOCKED):
            cursor.execute(
                "SELECT FROM casework_caseline WHERE agency_id = %s AND case_id = ANY (%s::uuid[])"
                " ORDER BY case_id FOR UPDATE",
                [agency, ids[start : start + LOCKED]],
            )


def _end(desk: Desk, agency: str) -> None:
    """Give open roles and assignments their end; before others begin."""
    with connection.cursor() as cursor:
        for theirs, statement, values in desk.endings:
            if theirs == agency:
                cursor.execute(statement, [*values, agency])


def _derive(desk: Desk, agency: str) -> None:
    ids, done = [UUID(each) for each in sorted(desk.touched.get(agency, ()))], 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        desk.tell(f"{done:,} of {len(ids):,} cases worked out")

    rebuild(UUID(agency), ids, progress=progress)
    if len(ids) > LOCKED:
        take_stock()  # for whoever reads next: the tables are full now


def _collision(desk: Desk, error: IntegrityError) -> None:
    """The database refused: somebody was quicker, or holds an id that this importer may not see."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if constraint.startswith("one_lead"):
        desk.findings.wrong("assignments.csv", 1, FILE, None, TWO_LEADS)
    elif "unique" in constraint or constraint.endswith(("_key", "_once")):
        desk.findings.wrong(desk.folder.path.name, 1, FILE, None, TAKEN)
    else:
        raise error
