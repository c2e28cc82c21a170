"""What others do cannot be seen: after 200 writes elsewhere every page of Provider C is the same, byte for byte."""

import os
import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from duly.casework import access, context
from duly.casework.assignments.actions import name_lead, open_case, schedule
from duly.casework.closing.actions import close_case, current_closing, reopen_case
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import ReplacedAlready, correct, retract
from duly.casework.events.actions import record_event
from duly.casework.exchange import importing, sight
from duly.casework.models import Case
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person, change_profile
from duly.casework.services.actions import record_milestone, record_service
from tests.broken.folders.good import GOOD
from tests.casework.scene import MONDAY
from tests.trust.test_matrix import address, our_routes, parts_of
from tests.trust.world import Home, World

WRITES = int(os.environ.get("DULY_WRITES_ELSEWHERE", "200"))
PEOPLE = ("ana", "cal")
ASKED = ("/caseload?sort=name", "/caseload?view=silent", "/search?q=KanariCgiven", "/search?q=Kanari")
ONCE = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*|name="entry" value="[^"]*"'
    r'|value="[^"]*" name="entry"'
)
Page = tuple[int, str, int]


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    made = {who: Client(raise_request_exception=False) for who in PEOPLE}
    for who, client in made.items():
        client.force_login(world.scenes[0].staff[who])
    return made


def pages(world: World) -> Iterator[str]:
    """Every address of ours about a case of one's own, a closed one, and nothing in particular."""
    yield from ASKED
    for name, pattern, _ in our_routes():
        for relation in ("assigned", "unassigned") if parts_of(pattern) else ("assigned",):
            yield address(world, name, pattern, relation)


def snapshot(world: World, clients: dict[str, Client]) -> dict[tuple[str, str], Page]:
    """Every page of everybody: status, bytes but for what is made for one answer, how often our tables were asked."""
    return {(who, page): _seen(client, page) for who, client in clients.items() for page in pages(world)}


def _seen(client: Client, page: str) -> Page:
    asked: list[str] = []

    def listen(run: Callable, sql: str, *rest: object) -> object:
        asked.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(listen):
        answer = client.get(page)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = ONCE.sub("…", body.decode(errors="backslashreplace"))
    return answer.status_code, text, sum("casework_" in each for each in asked)


def differing(before: dict, after: dict) -> list[str]:
    return [f"{key}: {before[key][0]}/{after[key][0]}, {before[key][2]}/{after[key][2]} queries, from {_where(*both)}"
            for key in before if (both := (before[key][1], after[key][1])) and before[key] != after[key]]  # fmt: skip


def _where(first: str, second: str) -> str:
    at = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    return f"{first[max(at - 40, 0) : at + 40]!r} to {second[max(at - 40, 0) : at + 40]!r}"


def elsewhere(world: World, chance: random.Random, writes: int) -> None:
    """So many writes at Provider D and in the other agency, each by somebody who may."""
    for _ in range(writes):
        home = world.homes[chance.choice("dxy")]
        with context.bound(agency=home.scene.root.pk, organizations=[home.organization.pk]):
            chance.choice(VERBS)(home, chance, access.actor_of(home.worker, day=MONDAY))


def _newcomer(home: Home, chance: random.Random, by: access.Actor) -> None:
    """The same names, birth date and telephone as somebody of Provider C."""
    person = add_person(home.organization.pk, by=by, given_name="KanariCgiven", family_name="KanariCfamily0",
                        phone="KanariCphone")  # fmt: skip
    since = MONDAY - timedelta(days=chance.randrange(200))
    home.cases.append(
        open_case(person, home.organization.pk, program="set", assigned_on=since, by=by, lead=home.worker)
    )


def _contact(home: Home, chance: random.Random, by: access.Actor) -> None:
    home.facts.append(
        record_contact(_case(home, chance), entry=uuid7(), kind=chance.choice(["check_in", "intake"]), mode="phone",
                       outcome=chance.choice(["completed", "no_response"]), note="KanariCnote", by=by,
                       on=MONDAY - timedelta(days=chance.randrange(90)))
    )  # fmt: skip


def _closing(home: Home, chance: random.Random, by: access.Actor) -> None:
    case = _case(home, chance)
    if current_closing(case):
        reopen_case(case, why="mistake", by=by)
    else:
        close_case(case, entry=uuid7(), closed_on=MONDAY, reason="employed", by=by)


def _correction(home: Home, chance: random.Random, by: access.Actor) -> None:
    contacts = [fact for fact in home.facts if type(fact).__name__ == "Contact"]
    fact = chance.choice(contacts)
    try:
        if chance.random() < 0.5:
            retract(fact, reason="mistake", by=by)
        else:
            home.facts.append(correct(fact, reason="wrong day", by=by, occurred_on=MONDAY))
    except ReplacedAlready:
        _contact(home, chance, by)


def _work(home: Home, chance: random.Random, by: access.Actor) -> None:
    case = _case(home, chance)
    record_service(case, entry=uuid7(), kind="coaching", delivery="direct", started_on=MONDAY, by=by)
    record_milestone(case, entry=uuid7(), kind="first_sale", achieved_on=MONDAY, by=by)
    record_event(case, "hold", on=MONDAY, what="illness", by=by)
    schedule(case, kind="check_in", starts_at=datetime(2015, 4, 8, 15, tzinfo=UTC), mode="phone", by=by)


def _hands(home: Home, chance: random.Random, by: access.Actor) -> None:
    case = _case(home, chance)
    name_lead(case, home.worker, since=MONDAY, by=by)
    change_profile(case.person, home.organization.pk, by=by, family_name="KanariCfamily1")


def _case(home: Home, chance: random.Random) -> Case:
    return chance.choice(home.cases)


VERBS: list[Callable[[Home, random.Random, access.Actor], None]] = [
    _newcomer, _contact, _contact, _closing, _correction, _work, _hands,
]  # fmt: skip


def bring_in(folder: Path) -> None:
    """A third agency, with the same names, by import."""
    for name, text in GOOD.items():
        said = text.replace("Jo,Reyes", "KanariCgiven,KanariCfamily0").replace("2015-04-30", "2015-03-30")
        (folder / f"{name}.csv").write_text(said, newline="")
    outcome = importing.bring_in(folder, sight.whole_home())
    assert (outcome.mistakes, outcome.new["cases"]) == ([], 4)


def test_what_others_write_changes_no_byte_of_provider_c(world, clients, tmp_path):
    snapshot(world, {"cal": clients["cal"]})  # once for whatever a process remembers from the first time
    before = snapshot(world, clients)
    seed = random.randrange(10**6)
    elsewhere(world, random.Random(seed), WRITES)
    bring_in(tmp_path)
    changed = differing(before, snapshot(world, clients))
    assert changed == [], f"seed {seed}:\n" + "\n".join(changed[:20])
    assert sum(status == 200 for status, _, _ in before.values()) > 40


def test_what_provider_c_writes_itself_is_seen(world, clients):
    """The control: the same comparison does find one contact of their own."""
    home, alone = world.homes["c"], {"ana": clients["ana"]}
    before = snapshot(world, alone)
    with context.bound(agency=home.scene.root.pk, organizations=[home.organization.pk]):
        _contact(home, random.Random(1), access.actor_of(home.worker, day=MONDAY))
    changed = differing(before, snapshot(world, alone))
    assert any(f"'{reverse('case', args=[each.ref])}'" in line for line in changed for each in home.cases)
