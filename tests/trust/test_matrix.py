"""Who may open what: every route × method × person × relation, judged by status and by what the answer contains."""

import io
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from duly.casework import access, clock
from duly.casework.checks import routes
from duly.casework.door import is_open
from duly.casework.models import Case
from tests.casework.scene import MONDAY
from tests.trust.world import World

METHODS = ("get", "post", "put", "delete")
HERE = ("ana", "sue", "cal", "lia", "fay", "eve", "ada")
ACTORS = (*HERE, "second c", "leaver", "nobody")
# How each part of an address is filled for a case of some relation; a part nobody declared fails the matrix.
PUBLIC = {"program", "edition", "story", "kind", "measure", "key", "format"}  # parts that are no organization's
PARTS = {
    "id": lambda home, case: home.worker.pk,
    "who": lambda home, case: home.worker.pk,
    "ref": lambda home, case: case.ref,
    "kind": lambda home, case: "intake",
    "thing": lambda home, case: "goal",
    "item_id": lambda home, case: home.items[0].item,
    "service_id": lambda home, case: home.services[0].pk,
    "document_id": lambda home, case: home.documents[case.pk].pk,
    "program": lambda home, case: "set",
    "edition": lambda home, case: "2013-07-01",
    "story": lambda home, case: "none",
    "step": lambda home, case: "education",
    "number": lambda home, case: 1,
    "measure": lambda home, case: "check_ins",
    "key": lambda home, case: "check_ins",
    "organization_id": lambda home, case: home.organization.pk,
    "organization": lambda home, case: home.organization.pk,
    "staff_id": lambda home, case: home.worker.pk,
    "role": lambda home, case: home.worker.memberships.first().pk,
    "membership_id": lambda home, case: home.worker.memberships.first().pk,
    "move": lambda home, case: home.move,
    "upload": lambda home, case: home.worker.pk,
    "token": lambda home, case: "no-such-token",
    "name": lambda home, case: "none",
    "format": lambda home, case: "csv",
}
RELATIONS = {  # relation of Ana to the case: (home, which of its cases)
    "assigned": ("c", 0), "unassigned": ("c", 1), "formerly": ("c", 2), "other organization": ("d", 0),
    "other agency": ("x", 0),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One request of the matrix."""

    route: str
    act: str
    method: str
    who: str
    relation: str
    address: str
    parts: tuple[str, ...]


def our_routes() -> list[tuple[str, str, object]]:
    return [each for each in routes() if not is_open(each[0], each[2]) and each[0]]


def parts_of(pattern: str) -> list[str]:
    return [part.split(":")[-1].rstrip(">") for part in pattern.split("<")[1:] for part in [part.split(">")[0]]]


def address(world: World, name: str, pattern: str, relation: str) -> str:
    home_key, number = RELATIONS[relation]
    home = world.homes[home_key]
    unknown = {part for part in parts_of(pattern) if part not in PARTS and not part.endswith("_id")}
    assert not unknown, f"{pattern}: say in PARTS how to fill {unknown}"
    case = home.cases[number]
    return reverse(name, kwargs={part: PARTS.get(part, some_fact)(home, case) for part in parts_of(pattern)})


def some_fact(home: object, case: object) -> object:
    """The id of a fact of that home: what any other `…_id` of an address is about."""
    return home.facts[0].pk


def cells(world: World) -> Iterator[Cell]:
    for name, pattern, view in our_routes():
        relations = RELATIONS if parts_of(pattern) else ["assigned"]
        for relation in relations:
            for who in ACTORS:
                for method in METHODS:
                    yield Cell(name, view.duly_act, method, who, relation, address(world, name, pattern, relation),
                               tuple(parts_of(pattern)))  # fmt: skip


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    """Everybody signed in; the leaver signed in while still a member, the nobody never."""
    made = {who: Client(raise_request_exception=False) for who in ACTORS}
    first = world.scenes[0]
    for who in HERE:
        made[who].force_login(first.staff[who])
    made["second c"].force_login(_staff("c2@example.org"))
    leaver = _staff("y2@example.org")
    made["leaver"].force_login(leaver)
    leaver.memberships.update(during=("2013-07-01", "2015-04-06"))
    return made


def _staff(email: str) -> object:
    from duly.casework.models import Staff

    return Staff.objects.get(email=email)


def actor_of(world: World, who: str) -> access.Actor | None:
    if who == "nobody":
        return None
    staff = {"second c": "c2@example.org", "leaver": "y2@example.org"}.get(who)
    found = _staff(staff) if staff else world.scenes[0].staff[who]
    return access.actor_of(found, day=MONDAY)


def ask(client: Client, cell: Cell) -> object:
    """One request whose effects are taken back: the world is shared."""
    with transaction.atomic():
        answer = getattr(client, cell.method)(cell.address, HTTP_HOST="localhost")
        transaction.set_rollback(True)
    return answer


def text_of(answer: object) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF-"):
        body = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    return body.decode(errors="replace") + repr(list(answer.headers.items()))


def leaks(world: World, who: str, answer: object) -> list[str]:
    """Canaries of other people than their own participants; said here, not asked of the access table."""
    mine = "c" if who in ("ana", "sue", "cal", "second c") else ""
    foreign = [canary for home in world.homes.values() if home.key != mine for canary in home.canaries()]
    text = text_of(answer)
    return [canary for canary in foreign if canary in text]


def run(world: World, clients: dict[str, Client], *, every: int = 1) -> list[str]:
    """Ask every cell (or each `every`-th, another tenth each day); returns what was wrong."""
    wrong = []
    shift = clock.real().toordinal() % every
    for number, cell in enumerate(cells(world)):
        if (number + shift) % every:
            continue
        answer = ask(clients[cell.who], cell)
        wrong += [f"{cell}: {each}" for each in faults(world, cell, answer)]
    return wrong


def faults(world: World, cell: Cell, answer: object) -> Iterator[str]:
    for canary in leaks(world, cell.who, answer):
        yield f"contains {canary}"
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    actor = actor_of(world, cell.who)
    if actor is None:
        if answer.status_code not in (302, 401, 404) or not _goes_to_sign_in(answer):
            yield f"answered {answer.status_code} to nobody"
    elif not actor.may(cell.act) and answer.status_code != 404:
        yield f"answered {answer.status_code} to {cell.who}, who may not {cell.act}"
    elif not _is_theirs(world, cell, actor) and answer.status_code not in (404, 405) and not _asks_who_one_is(answer):
        yield f"answered {answer.status_code} about a case that is not theirs"


def _asks_who_one_is(answer: object) -> bool:
    """The step-up before a sensitive act, asked before anything is looked up: it says nothing of what exists."""
    return answer.status_code == 401 or answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))


def _goes_to_sign_in(answer: object) -> bool:
    return answer.headers.get("Location", reverse("account_login")).startswith(reverse("account_login"))


def _is_theirs(world: World, cell: Cell, actor: access.Actor) -> bool:
    if set(cell.parts) <= PUBLIC:
        return True
    home, _ = RELATIONS[cell.relation]
    return world.homes[home].organization.pk in actor.reach(cell.act)


def test_every_route_answers_only_those_who_may(world, clients):
    wrong = run(world, clients, every=1 if os.environ.get("DULY_WHOLE_MATRIX") else 10)
    assert wrong == [], "\n".join(wrong[:40])


def test_what_is_not_yours_answers_with_the_bytes_of_what_does_not_exist(world, clients):
    theirs = clients["ana"].get(reverse("case", args=[world.homes["d"].cases[0].ref]), HTTP_HOST="localhost")
    nothing = clients["ana"].get(reverse("case", args=["C000000"]), HTTP_HOST="localhost")
    assert (theirs.status_code, theirs.content) == (404, nothing.content)


def reachable(world: World, clients: dict[str, Client]) -> list[str]:
    """Foreign canaries Ana meets on all pages she can name, with the walls as they stand."""
    found = []
    for name, pattern, _ in our_routes():
        for relation in ("other organization", "other agency") if parts_of(pattern) else ("assigned",):
            answer = clients["ana"].get(address(world, name, pattern, relation), HTTP_HOST="localhost")
            found += leaks(world, "ana", answer)
    return found


@pytest.fixture
def open_application(monkeypatch):
    """The application's wall taken down: every case of every agency is everybody's."""
    monkeypatch.setattr(access, "cases_for", lambda actor, *, to: Case.objects.all())
    monkeypatch.setattr(access, "_within_reach", lambda actor, to: Case.objects.all())
    monkeypatch.setattr(access.Actor, "reach", lambda actor, act: EVERYWHERE)
    monkeypatch.setattr(access.Actor, "may", lambda actor, act: True)


class _Everywhere(frozenset):
    """Contains every organization there is."""

    def __contains__(self, item: object) -> bool:
        return True


EVERYWHERE: frozenset = _Everywhere()


@pytest.fixture
def open_database(world):
    """The database's wall taken down."""
    from tests.trust.test_tables import GUARDED

    with connections["owner"].cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    yield
    with connections["owner"].cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def test_row_security_alone_keeps_the_others_out(world, clients, open_application):
    assert reachable(world, clients) == []


def test_the_application_alone_keeps_the_others_out(world, clients, open_database):
    assert reachable(world, clients) == []


def test_with_both_walls_down_the_canaries_are_found(world, clients, open_application, open_database):
    assert reachable(world, clients) != []


def test_no_canary_reaches_the_log(world, clients, caplog):
    with caplog.at_level(logging.DEBUG):
        for name, pattern, _ in our_routes():
            clients["ana"].get(address(world, name, pattern, "assigned"), HTTP_HOST="localhost")
    assert caplog.text
    assert not [c for home in world.homes.values() for c in home.canaries() if c in caplog.text]
