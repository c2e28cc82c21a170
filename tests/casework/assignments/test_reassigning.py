"""Many cases handed over at once: looked at, moved as looked at, read, and put back (SET-12)."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from duly.casework.assignments.actions import current_lead, name_lead
from duly.casework.closing.actions import close_case
from duly.casework.handovers.actions import hand_over
from duly.casework.models import Assignment, CaseLine, Handover, Membership, Obligation, Tally
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import rebuild
from tests.casework.scene import MONDAY

SINCE = date(2015, 4, 1)


@pytest.fixture
def cases(scene):
    """Three of Ana's, from different days on."""
    return [scene.case(name, assigned_on=date(2015, 3, day)) for name, day in
            (("Jo Reyes", 2), ("Mia Lopez", 9), ("Olu Novak", 16))]  # fmt: skip


@pytest.fixture
def cal(scene, client):
    client.force_login(scene.staff["cal"])
    return client


def asked(scene, cases, **changes):
    return {"case": [each.ref for each in cases], "to": [str(scene.staff["cal"].pk)], "since": SINCE.isoformat(),
            "back": "/caseload"} | changes  # fmt: skip


def look(client, said):
    return client.get("/reassign", said)


def move(client, said, **changes):
    """Look, then send the form that the look offers."""
    page = look(client, said).content.decode()
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("entry", "seen")}
    return client.post("/reassign", said | hidden | changes)


def leads(cases):
    return [lead.staff.name if (lead := current_lead(each)) else "" for each in cases]


def said_after(client, answer):
    return re.sub(r"\s+", " ", client.get(answer.headers["Location"]).content.decode())


def test_the_look_says_who_gets_whom_and_what_is_owed(scene, cases, cal):
    page = re.sub(r"\s+", " ", look(cal, asked(scene, cases)).content.decode())
    assert "3 cases, from Wed 1 Apr" in page
    assert "Jo Reyes, Mia Lopez, Olu Novak" in page
    assert "3 cases, from Ana (3)" in page
    assert "3 open duties, same due dates" in page
    assert '<b class="late">3 late</b>' in page
    assert leads(cases) == ["Ana"] * 3  # a look moves nobody


def test_one_lead_ends_the_day_before_the_next_begins(scene, cases, cal):
    page = said_after(cal, move(cal, asked(scene, cases)))
    assert "Reassigned <b>3 cases</b>: 3 to Cal." in page
    assert leads(cases) == ["Cal"] * 3
    spans = Assignment.objects.filter(agency_id=scene.root.pk, case=cases[0]).order_by("during")
    assert [(each.staff.name, each.during) for each in spans] == [
        ("Ana", DateRange(date(2015, 3, 2), SINCE)), ("Cal", DateRange(SINCE, None)),
    ]  # fmt: skip


def test_the_lists_follow_and_nothing_owed_or_counted_changes(scene, cases, cal):
    def owed():
        return [list(model.objects.filter(agency_id=scene.root.pk).order_by("pk").values())
                for model in (Obligation, Tally)]  # fmt: skip

    before = owed()
    move(cal, asked(scene, cases))
    assert owed() == before
    assert set(CaseLine.objects.filter(agency_id=scene.root.pk).values_list("lead__name", flat=True)) == {"Cal"}
    assert rebuild(scene.root.pk, [each.pk for each in cases]) == 0  # a rebuild finds everything as it stands


def test_a_form_sent_twice_moves_once(scene, cases, cal):
    said = asked(scene, cases)
    page = look(cal, said).content.decode()
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("entry", "seen")}
    answers = [cal.post("/reassign", said | hidden) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Handover.objects.filter(agency_id=scene.root.pk).count() == 3


def test_two_senders_at_one_moment_move_once(scene, cases):
    """Behind the page: the second waits for the first's lock, then finds the move made."""
    plan, entry = {each.pk: scene.staff["cal"].pk for each in cases}, uuid7()
    was = {each.pk: scene.staff["ana"].pk for each in cases}
    made = [hand_over(plan, leads=was, since=SINCE, entry=entry, by=scene.actor("cal")) for _ in range(2)]
    assert made == [True, False]


def test_a_case_that_changed_hands_since_the_look_stops_the_move(scene, cases, cal):
    said = asked(scene, cases)
    page = look(cal, said).content.decode()
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("entry", "seen")}
    name_lead(cases[0], scene.staff["cal"], since=MONDAY, by=scene.actor("cal"))
    answer = cal.post("/reassign", said | hidden)
    assert answer.status_code == 409
    assert "Nothing was moved." in answer.content.decode()
    assert leads(cases) == ["Cal", "Ana", "Ana"]


def test_everyone_in_the_view_goes_evenly_to_several(scene, cases, cal):
    rob = _colleague(scene, "Rob")
    said = asked(scene, [], all="1", back="/caseload?view=&stage=open", to=[str(scene.staff["cal"].pk), str(rob.pk)])
    assert move(cal, said).status_code == 303
    assert sorted(leads(cases)) == ["Cal", "Cal", "Rob"]


def _colleague(scene, name, *, organization=None, until=None):
    from duly.casework.models import Staff

    staff = Staff.objects.create_user(f"{name.lower()}@example.org", "correct horse battery staple", name=name,
                                      agency_id=scene.root.pk, ref=name)  # fmt: skip
    Membership.objects.create(
        agency_id=scene.root.pk, organization=organization or scene.c, staff=staff, role="case_manager",
        during=DateRange(date(2014, 1, 1), until),
    )  # fmt: skip
    return staff


def test_the_closed_and_those_who_are_theirs_already_stay(scene, cases, cal):
    close_case(cases[0], entry=uuid7(), closed_on=MONDAY, reason="employed", by=scene.actor("ana"))
    name_lead(cases[1], scene.staff["cal"], since=MONDAY, by=scene.actor("cal"))
    page = look(cal, asked(scene, cases)).content.decode()
    assert "1 case not moved: closed" in page
    assert "1 case not moved: already theirs" in page
    move(cal, asked(scene, cases))
    assert leads(cases) == ["Ana", "Cal", "Cal"]


def test_nobody_is_moved_before_whoever_has_them_began(scene, cases, cal):
    late = scene.case("Lee Tran", assigned_on=date(2015, 4, 3))
    move(cal, asked(scene, [late]))
    assert current_lead(late).during == DateRange(date(2015, 4, 3), None)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"to": []}, "Choose who gets them."),
    ({"to": [str(uuid4())]}, "Choose somebody who works here."),
    ({"since": "2015-04-07"}, "That day is still to come"),
    ({"since": "2014-04-07"}, "More than 60 days ago."),
    ({"since": "soon"}, "Not a date; write it as 2015-04-09."),
])  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(scene, cases, cal, changes, sentence):
    for answer in (look(cal, asked(scene, cases, **changes)), cal.post("/reassign", asked(scene, cases, **changes))):
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert leads(cases) == ["Ana"] * 3


def test_only_whoever_may_assign_there_moves_cases(scene, cases, client):
    for who, status in (("sue", 404), ("lia", 404)):
        client.force_login(scene.staff[who])
        assert look(client, asked(scene, cases)).status_code == status
    client.force_login(scene.staff["dot"])  # the director of Provider D
    page = look(client, asked(scene, cases, to=[str(scene.staff["ben"].pk)])).content.decode()
    assert "Nobody would move" in page
    assert "Jo Reyes" not in page
    assert look(client, asked(scene, cases)).status_code == 422  # Cal is nobody she could name


# Afterwards


@pytest.fixture
def made(scene, cases, cal):
    """Cal has taken the three over; the address of the move."""
    return move(cal, asked(scene, cases)).headers["Location"].split("?")[0]


def test_what_moved_can_be_read_afterwards(scene, cases, cal, made):
    page = cal.get(made).content.decode()
    assert all(name in page for name in ("Jo Reyes", "Mia Lopez", "Olu Novak", "Put all 3 back"))
    assert made in cal.get("/reassignments").content.decode()
    cal.force_login(scene.staff["dot"])
    assert cal.get(made).status_code == 404
    assert made not in cal.get("/reassignments").content.decode()


def test_undo_puts_each_back_from_that_day(scene, cases, cal, made):
    page = said_after(cal, cal.post(f"{made}/undo"))
    assert "Put back: 3 cases." in page
    assert leads(cases) == ["Ana"] * 3
    assert current_lead(cases[0]).during == DateRange(SINCE, None)
    assert rebuild(scene.root.pk, [each.pk for each in cases]) == 0
    assert "These cases were put back already." in said_after(cal, cal.post(f"{made}/undo"))


def test_a_case_that_changed_hands_since_stays_and_is_named(scene, cases, cal, made):
    rob = _colleague(scene, "Rob")
    name_lead(cases[1], rob, since=MONDAY, by=scene.actor("cal"))
    page = said_after(cal, cal.post(f"{made}/undo"))
    assert "Put back: 2 cases. Mia Lopez changed hands since and stay." in page
    assert leads(cases) == ["Ana", "Rob", "Ana"]
    assert "Rob since" in page


def test_nobody_is_put_back_to_somebody_who_left(scene, cases, cal, made):
    scene.staff["ana"].memberships.update(during=DateRange(date(2013, 7, 1), MONDAY))
    page = said_after(cal, cal.post(f"{made}/undo"))
    assert "Nothing was put back. 3 cases stay: Ana no longer works here." in page
    assert leads(cases) == ["Cal"] * 3


def test_somebody_whom_nobody_answered_for_is_nobodys_again(scene, cal):
    from duly.casework.assignments.actions import open_case
    from duly.casework.people.actions import add_person

    actor = scene.actor("cal")
    rosa = add_person(scene.c.pk, by=actor, given_name="Rosa", family_name="Garner")
    case = open_case(rosa, scene.c.pk, program="set", assigned_on=SINCE, by=actor)
    made = move(cal, asked(scene, [case])).headers["Location"].split("?")[0]
    assert leads([case]) == ["Cal"]
    cal.post(f"{made}/undo")
    assert leads([case]) == [""]


def test_the_file_says_who_had_the_case_when(scene, cases, cal, made):
    page = re.sub(r"\s+", " ", cal.get(f"/cases/{cases[0].ref}/").content.decode())
    assert "Cal from this day" in page
    cal.post(f"{made}/undo")
    page = re.sub(r"\s+", " ", cal.get(f"/cases/{cases[0].ref}/").content.decode())
    assert "from this day" not in page  # Ana never ceased


# Any number in the same few statements


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"] and "django_session" not in each["sql"]]


def test_a_move_costs_the_same_few_statements_for_two_and_for_sixty(scene, cal):
    costs = []
    for many in (2, 20, 60):
        found = [scene.case(f"Person {many}-{nth}", assigned_on=MONDAY - timedelta(days=nth)) for nth in range(many)]
        said = asked(scene, found)
        looks = statements(lambda said=said: look(cal, said))
        page = look(cal, said).content.decode()
        hidden = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("entry", "seen")}
        moves = statements(lambda said=said, hidden=hidden: cal.post("/reassign", said | hidden))
        made = Handover.objects.filter(agency_id=scene.root.pk).latest("recorded_at", "id").move
        reads = statements(lambda made=made: cal.get(f"/reassignments/{made}"))
        undone = statements(lambda made=made: cal.post(f"/reassignments/{made}/undo"))
        assert leads(found) == ["Ana"] * many
        costs.append([len(each) for each in (looks, moves, reads, undone)])
    assert costs[0] == costs[1] == costs[2], costs
    assert costs[0] <= [9, 16, 5, 13], costs
