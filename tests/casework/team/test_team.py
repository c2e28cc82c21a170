"""The Team page: who has how many, who has nobody, what waits, what was written late (MOS-12, MOS-20, MOS-27)."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duly.casework.assignments.actions import open_case
from duly.casework.closing.suspending import suspend
from duly.casework.contacts.actions import record_contact
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person
from duly.casework.team.queries import team_of
from duly.engine.reading import load
from tests.casework.scene import MONDAY


@pytest.fixture
def cal(scene, client):
    client.force_login(scene.staff["cal"])
    return client


def read(client):
    answer = client.get("/team")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def orphan(scene, name="Rosa Garner"):
    by, (given, family) = scene.actor("cal"), name.split()
    person = add_person(scene.c.pk, by=by, given_name=given, family_name=family)
    return open_case(person, scene.c.pk, program="set", assigned_on=date(2015, 4, 4), by=by)


def asks_to_close(scene, case, who="ana"):
    what = {"reason": "other", "closed_on": "2015-04-06", "note": "", "answers": {"explanation": "Moved in with kin"}}
    edition = load(case.program, case.edition)
    return suspend(case, edition, entry=uuid7(), what=what, on=MONDAY, by=scene.actor(who))


def test_each_has_so_many_and_each_number_leads_to_them(scene, cal):
    scene.case("Jo Reyes", assigned_on=date(2015, 1, 5))
    scene.case("Mia Lopez")
    team = team_of(scene.actor("cal"))
    ana = next(each for each in team.loads if each.name == "Ana")
    assert (ana.open, {key: many for key, many, _ in ana.cells}["late"]) == (2, 1)
    link = re.search(r'href="(/caseload\?lead=[^"]*due=late)"', read(cal)).group(1).replace("&amp;", "&")
    listed = cal.get(link).content.decode()
    assert "Jo Reyes" in listed
    assert "Mia Lopez" not in listed


def test_a_person_nobody_answers_for_is_named_in_place(scene, cal):
    case = orphan(scene)
    page = read(cal)
    assert "1 person nobody answers for" in page
    assert f'action="/cases/{case.ref}/advisor?back=/team"' in page
    cal.post(f"/cases/{case.ref}/advisor?back=/team", {"staff": scene.staff["ana"].pk})
    assert "nobody answers for" not in read(cal)


def test_what_waits_can_be_decided_by_whoever_did_not_prepare_it(scene, cal):
    jo = scene.case("Jo Reyes", program="moses")
    asks_to_close(scene, jo)
    mia = scene.case("Mia Lopez", program="moses")
    asks_to_close(scene, mia, who="cal")
    page = read(cal)
    assert "1 decision waiting" in page
    assert f'href="/cases/{jo.ref}/decide"' in page
    assert f'href="/cases/{mia.ref}/decide"' not in page
    assert "yours; another decides" in page


def test_what_was_decided_waits_no_longer(scene, cal):
    jo = scene.case("Jo Reyes", program="moses")
    asks_to_close(scene, jo)
    page = cal.get(f"/cases/{jo.ref}/decide").content.decode()
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("entry", "seen")}
    assert cal.post(f"/cases/{jo.ref}/decide", hidden | {"decision": "close"}).status_code == 302
    assert "0 decisions waiting" in read(cal)


def test_entries_written_late_stand_with_their_wait(scene, cal):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 3, 2))
    said = {"mode": "phone", "outcome": "completed", "by": scene.actor("ana")}
    record_contact(jo, entry=uuid7(), kind="check_in", on=date(2015, 3, 30), **said)
    record_contact(jo, entry=uuid7(), kind="check_in", on=date(2015, 4, 5), **said)
    page = read(cal)
    assert "1 of 1, over 5 days" in page
    assert "7 days" in page


def test_it_is_for_those_who_lead(scene, client):
    for who, status in (("ana", 404), ("sue", 404), ("cal", 200), ("lia", 404), ("ada", 404)):
        client.force_login(scene.staff[who])
        assert client.get("/team").status_code == status


def test_another_organizations_team_is_not_seen(scene, client):
    scene.case("Jo Reyes")
    asks_to_close(scene, scene.case("Mia Lopez", program="moses"))
    client.force_login(scene.staff["dot"])
    page = read(client)
    assert "Lopez" not in page
    assert "Ana" not in page


def test_the_page_costs_the_same_few_statements_for_ten_and_for_a_hundred(scene, cal):
    costs = []
    for many in (10, 90):
        for nth in range(many):
            case = scene.case(f"Person {nth}", assigned_on=MONDAY - timedelta(days=nth % 20), program="moses")
            if nth % 5 == 0:
                asks_to_close(scene, case)
        orphan(scene)
        costs.append(statements(cal))
    assert costs[0] == costs[1] <= 15


def statements(client):
    client.get("/team")
    with CaptureQueriesContext(connection) as captured:
        client.get("/team")
    return sum(1 for each in captured if "SAVEPOINT" not in each["sql"] and "django_session" not in each["sql"])
