"""Who needs what today: each person once, in the first group that applies; nobody has to remember (SET-119)."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from duly.casework.assignments.actions import schedule
from duly.casework.closing.actions import close_case, hold
from duly.casework.models.ids import uuid7
from duly.casework.services.actions import record_service
from duly.casework.worklist.placing import horizon
from duly.casework.worklist.queries import ALL, tabs_of, today_of
from tests.casework.scene import MONDAY


def test_the_page_looks_to_the_sunday_of_next_week():
    assert horizon(MONDAY) == date(2015, 4, 19)
    assert horizon(date(2015, 4, 12)) == date(2015, 4, 19)  # on a Sunday


def test_somebody_assigned_today_is_new_until_the_intake_is_late(scene, rows_of):
    scene.case("Lee Tran")
    scene.case("Van Vega", assigned_on=date(2015, 3, 20))
    assert {name: row.group for name, row in rows_of().items()} == {"Lee Tran": "new", "Van Vega": "overdue"}


def test_a_window_that_closes_within_the_fortnight_is_this_week(begun, rows_of):
    begun("Jo Reyes", date(2015, 3, 13))  # window 1 closes on 12 April
    begun("Mia Lopez", date(2015, 4, 2))  # window 1 closes on 2 May
    assert {name: row.owed for name, row in rows_of().items()} == {"Jo Reyes": "Check-in 1 of 12"}


def test_a_missed_window_is_past_and_a_reassessment_is_late_for_good(begun, rows_of, happened):
    jo = begun("Jo Reyes", date(2014, 11, 20))
    happened(jo, "check_in", date(2015, 4, 1))  # window 5; window 1 to 4 went by
    row = rows_of()["Jo Reyes"]
    assert (row.group, row.owed, row.left.text) == ("overdue", "Reassessment 1 of 3", "47 days late")


def test_after_their_time_people_are_ready_to_close_and_not_overdue(begun, rows_of, happened):
    jo = begun("Jo Reyes", date(2014, 3, 1))
    happened(jo, "check_in", date(2015, 1, 20))
    row = rows_of()["Jo Reyes"]
    assert (row.group, row.owed, row.due.text) == ("ended", "Closing form", "24 Feb")
    assert row.know == "1 of 12 check-ins, 0 of 3 reassessments"


def test_long_silence_with_a_try_in_it_asks_for_a_decision(scene, rows_of, happened):
    """SET-68."""
    kim = scene.case("Kim Hale", assigned_on=date(2014, 5, 23))
    assert rows_of()["Kim Hale"].group == "overdue"  # nobody has tried yet
    happened(kim, "intake", date(2014, 6, 10), "phone", "no_response")
    row = rows_of()["Kim Hale"]
    assert (row.group, row.left.text, row.know) == ("quiet", "for 318 days", "Intake was due 6 Jun 2014")


def test_an_intake_held_on_a_day_nobody_wrote_down_asks_for_the_day(scene, rows_of, happened):
    gus = scene.case("Gus Jensen", assigned_on=date(2015, 3, 1))
    happened(gus, "intake", None, "in_person")
    row = rows_of()["Gus Jensen"]
    assert (row.group, row.owed) == ("gap", "Intake date")


def test_a_hold_rests_until_the_day_to_look_again(scene, rows_of, begun):
    """SET-69."""
    jo = begun("Jo Reyes", date(2014, 11, 20))
    hold(jo, reason="illness", on=date(2015, 4, 1), until=date(2015, 4, 7), by=scene.actor("ana"))
    assert "Jo Reyes" not in rows_of()
    mia = begun("Mia Lopez", date(2014, 11, 20))
    hold(mia, reason="illness", on=date(2015, 4, 1), until=MONDAY, by=scene.actor("ana"))
    assert "Mia Lopez" in rows_of()


def test_an_appointment_of_today_takes_the_row_of_whoever_is_not_overdue(scene, rows_of, begun):
    two = datetime(2015, 4, 6, 19, 0, tzinfo=UTC)
    for name, intake in (("Eve Xiong", date(2015, 4, 1)), ("Olu Novak", date(2014, 11, 20))):
        schedule(begun(name, intake), kind="check_in", starts_at=two, mode="phone", by=scene.actor("ana"))
    found = rows_of()
    assert (found["Eve Xiong"].group, found["Eve Xiong"].due.text, found["Eve Xiong"].left.text) == (
        "meeting", "Today 14:00", "in 5 h",
    )  # fmt: skip
    assert found["Olu Novak"].group == "overdue"
    assert found["Olu Novak"].know.startswith("Meeting today 14:00")


def test_an_appointment_is_dealt_with_once_somebody_wrote_down_what_came_of_it(scene, rows_of, begun, happened):
    eve = begun("Eve Xiong", date(2015, 3, 20))
    schedule(
        eve, kind="check_in", starts_at=datetime(2015, 4, 6, 13, 0, tzinfo=UTC), mode="phone", by=scene.actor("ana")
    )
    assert rows_of()["Eve Xiong"].group == "meeting"
    happened(eve, "check_in", MONDAY, "phone", "no_show")
    assert rows_of()["Eve Xiong"].know == "Tried today by phone, no answer yet"


def test_a_referral_nobody_answered_waits_for_others(scene, rows_of, begun, happened):
    jo = begun("Jo Reyes", date(2015, 3, 25))
    happened(jo, "check_in", date(2015, 4, 3))
    record_service(
        jo, kind="coaching", delivery="external_referral", topic="SBDC counselor", started_on=date(2015, 3, 27),
        by=scene.actor("ana"), entry=uuid7(),
    )  # fmt: skip
    row = rows_of()["Jo Reyes"]
    assert (row.group, row.owed, row.left.text) == ("waiting", "Referral: SBDC counselor", "for 10 days")


def test_a_closed_case_is_off_the_list(scene, rows_of, begun):
    jo = begun("Jo Reyes", date(2014, 11, 20))
    close_case(jo, entry=uuid7(), closed_on=MONDAY, reason="employed", by=scene.actor("ana"))
    assert rows_of() == {}


def test_somebody_in_two_programs_stands_once(scene, rows_of, begun, client):
    jo = begun("Jo Reyes", date(2014, 11, 20))
    second = open_second(scene, jo)
    found = [row for row in today_of(scene.actor("ana"), whose="mine").rows if row.line.person == jo.person_id]
    # The contact that the second program asks for was due first; the other duty is said beside it.
    assert [(row.ref, [other.ref for other in row.others]) for row in found] == [(second.ref, [jo.ref])]


def open_second(scene, case):
    from duly.casework.assignments.actions import open_case

    return open_case(
        case.person, scene.c.pk, program="moses", assigned_on=date(2014, 12, 1), by=scene.actor("ana"),
        lead=scene.staff["ana"],
    )  # fmt: skip


def test_a_director_sees_everybody_and_each_of_the_staff(scene, rows_of):
    scene.case("Lee Tran")
    tabs = tabs_of(scene.actor("cal"))
    assert [(tab.text, tab.count) for tab in tabs] == [("Mine", 0), ("Provider C", 1), ("Ana", 1)]
    assert list(rows_of("cal", ALL)) == ["Lee Tran"]
    assert list(rows_of("cal", tabs[2].key)) == ["Lee Tran"]


def test_another_organizations_people_stay_out_of_sight(scene, rows_of, client):
    scene.case("Lee Tran")
    assert rows_of("ben", ALL) == {}
    assert list(rows_of("cal", ALL)) == ["Lee Tran"]  # and would be seen if they were his
    client.force_login(scene.staff["ben"])
    assert b"Lee Tran" not in client.get("/?whose=all").content


def test_whoever_works_with_nobody_is_led_to_their_own_first_page(scene, client):
    client.force_login(scene.staff["ada"])
    assert client.get("/").status_code == 302


LISTS = ("/?whose=all", "/caseload", "/search?q=person", "/assignments")


def test_a_list_costs_the_same_few_statements_for_ten_fifty_and_two_hundred_people(scene, client):
    client.force_login(scene.staff["cal"])
    costs = []
    for many in (10, 40, 150):
        for nth in range(many):
            scene.case(f"Person {len(costs)}-{nth}", assigned_on=MONDAY - timedelta(days=nth % 20))
        costs.append({path: statements(client, path) for path in LISTS})
    assert costs[0] == costs[1] == costs[2]
    assert max(costs[0].values()) < 10  # with the session's own statement, ten at most


def statements(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum(1 for each in captured if "SAVEPOINT" not in each["sql"] and "django_session" not in each["sql"])


# Where nothing is there


def test_where_nothing_is_owed_the_page_says_what_comes_next(scene, begun, client):
    begun("Mia Lopez", date(2015, 4, 2))
    client.force_login(scene.staff["ana"])
    page = " ".join(client.get("/").content.decode().split())
    assert "Nothing is owed" in page
    assert "The next date is 2 May: Mia Lopez, check-in 1." in page


def test_where_nobody_is_there_the_page_says_when_somebody_will_be(scene, client):
    client.force_login(scene.staff["ana"])
    page = client.get("/").content.decode()
    assert "New people appear here the day they are assigned to you." in page


def test_a_long_group_goes_on_in_the_caseload(scene, client, monkeypatch):
    monkeypatch.setattr("duly.casework.worklist.groups.SHOWN", 1)
    for name in ("Lee Tran", "Mia Lopez", "Jo Reyes"):
        scene.case(name)
    client.force_login(scene.staff["ana"])
    assert "2 more in the caseload" in client.get("/").content.decode()
