"""Putting a duty off: within its time, with a reason, shown under its day; what is owed knows nothing of it."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from duly.casework.deferrals.actions import put_off
from duly.casework.deferrals.queries import last_day
from duly.casework.models import CaseLine, Deferral, Obligation, Tally
from duly.casework.models.ids import uuid7
from duly.casework.obligations.history import histories
from duly.casework.obligations.refresh import rebuild
from duly.casework.worklist.lines import Duty
from duly.casework.worklist.queries import MINE, today_of
from tests.casework.scene import MONDAY, NINE, stand_clock
from tests.casework.worklist.cohort import load_provider_c

FRIDAY = date(2015, 4, 10)
FRIDAY_AT_NINE = datetime(2015, 4, 10, 14, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def jo(begun):
    """Window 1 closes on Sunday 12 April."""
    return begun("Jo Reyes", date(2015, 3, 13))


@pytest.fixture
def late(begun, happened):
    """Reassessment 1 is 47 days late and never lapses."""
    olu = begun("Olu Novak", date(2014, 11, 20))
    happened(olu, "check_in", date(2015, 4, 1))
    return olu


@pytest.fixture
def ana(scene, client):
    client.force_login(scene.staff["ana"])
    return client


def asked(duty="check_in:1", **changes):
    return {"entry": str(uuid4()), "duty": duty, "until": "2015-04-10", "reason": "Asked to be called Friday"} | changes


def send(client, case, **changes):
    return client.post(f"/cases/{case.ref}/defer?back=/", asked(**changes))


def page_after(client, answer):
    return re.sub(r"\s+", " ", client.get(answer.headers["Location"]).content.decode())


def test_the_row_shows_under_the_day_with_the_reason(scene, jo, rows_of, ana):
    assert rows_of()["Jo Reyes"].group == "week"
    page = page_after(ana, send(ana, jo))
    assert "Put off for <b>Jo Reyes</b>: Check-in 1 of 12 to Fri 10 Apr." in page
    row = rows_of()["Jo Reyes"]
    assert (row.group, row.before_due, row.due.text, row.left.text) == ("later", "to ", "Fri 10 Apr", "in 6 days")
    assert row.know == "Asked to be called Friday"


def test_on_that_day_it_stands_where_it_stood_and_says_why(scene, jo, rows_of, ana):
    send(ana, jo)
    stand_clock(FRIDAY_AT_NINE)
    row = next(row for row in today_of(scene.actor("ana", day=FRIDAY), whose=MINE).rows)
    assert (row.group, row.know) == ("week", "Put off to today: Asked to be called Friday")


def test_who_is_late_stays_late_and_is_counted_as_overdue(scene, late, rows_of, ana):
    page = page_after(ana, send(ana, late, duty="reassessment:1", until="2015-04-17"))
    row = rows_of()["Olu Novak"]
    assert (row.group, row.left.text) == ("later", "47 days late")
    assert '<b class="late">1 overdue</b>' in page


def test_of_two_duties_the_other_still_stands_in_its_group(begun, rows_of, ana):
    ida = begun("Ida Ortiz", date(2014, 11, 20))
    assert (rows_of()["Ida Ortiz"].owed, rows_of()["Ida Ortiz"].also) == ("Reassessment 1 of 3", "check-in 5")
    send(ana, ida, duty="reassessment:1", until="2015-04-17")
    row = rows_of()["Ida Ortiz"]
    assert (row.group, row.owed) == ("week", "Check-in 5 of 12")


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"until": "2015-04-13"}, "At the latest Sun 12 Apr: then it lapses."),
    ({"until": "2015-04-06"}, "Choose a day after today."),
    ({"until": "2015-04-01"}, "Choose a day after today."),
    ({"until": "friday"}, "Not a date; write it as 2015-04-09."),
    ({"reason": " "}, "Say why."),
    ({"reason": "x" * 201}, "At most 200 characters."),
    ({"duty": "check_in:2"}, "That is not owed any more."),
    ({"duty": "banquet:1"}, "That is not owed any more."),
])  # fmt: skip
def test_only_a_later_day_of_its_time_with_a_reason(jo, ana, changes, sentence):
    answer = send(ana, jo, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Deferral.objects.filter(agency_id=jo.agency_id).exists()


def test_how_far_a_duty_can_be_put_off():
    def until(due, lapses=None):
        return last_day(Duty("r", "once", 1, 1, MONDAY - timedelta(days=90), due, lapses), MONDAY)

    assert until(FRIDAY) == FRIDAY  # no later than it is due
    assert until(FRIDAY, FRIDAY) == FRIDAY
    assert until(MONDAY) == MONDAY  # due today: not at all
    assert until(date(2015, 3, 1)) == date(2015, 4, 20)  # late: a fortnight
    assert until(date(2015, 3, 1), FRIDAY) == FRIDAY  # late: no later than it lapses


def test_undo_brings_it_back(jo, rows_of, ana):
    page = page_after(ana, send(ana, jo))
    undo = re.search(r'action="(/cases/[^"]*/deferrals/[^"]*)"', page).group(1).replace("&amp;", "&")
    assert "Brought back: <b>Jo Reyes</b>" in page_after(ana, ana.post(undo))
    assert rows_of()["Jo Reyes"].group == "week"
    assert "brought back already" in page_after(ana, ana.post(undo))


def test_the_latest_word_counts_and_can_be_brought_back_from_the_form(jo, rows_of, ana):
    send(ana, jo)
    stand_clock(NINE + timedelta(minutes=5))
    send(ana, jo, until="2015-04-08", reason="Asked for Wednesday after all")
    assert rows_of()["Jo Reyes"].due.text == "Wed 8 Apr"
    form = re.sub(r"\s+", " ", ana.get(f"/cases/{jo.ref}/defer", headers=HTMX).content.decode())
    assert "by Ana: “Asked for Wednesday after all”." in form
    assert form.count("Bring it back") == 1


def test_the_same_entry_sent_twice_is_one_and_other_words_under_it_are_held_up(jo, ana):
    once = asked()
    address = f"/cases/{jo.ref}/defer"
    assert [ana.post(address, once).status_code for _ in range(2)] == [303, 303]
    assert ana.post(address, once | {"reason": "Other"}).status_code == 409
    assert Deferral.objects.filter(agency_id=jo.agency_id).count() == 1


def test_the_file_says_who_put_off_what_and_why(jo, ana):
    send(ana, jo)
    page = re.sub(r"\s+", " ", ana.get(f"/cases/{jo.ref}/").content.decode())
    assert "<b>Put off</b> check-in 1 of 12 to Fri 10 Apr" in page
    assert "put off to Fri 10 Apr: Asked to be called Friday" in page  # beside the duty
    assert '<p class="tl-body">Asked to be called Friday</p>' in page
    found = Deferral.objects.get(agency_id=jo.agency_id)
    ana.post(f"/cases/{jo.ref}/deferrals/{found.pk}/undo")
    page = re.sub(r"\s+", " ", ana.get(f"/cases/{jo.ref}/?show=change").content.decode())
    assert "Brought back" in page


def test_only_whoever_works_there_puts_off_and_strangers_see_nothing(scene, jo, client):
    for who, status in (("ben", 404), ("lia", 404), ("sue", 303)):
        client.force_login(scene.staff[who])
        assert send(client, jo).status_code == status
    found = Deferral.objects.get(agency_id=scene.root.pk)
    client.force_login(scene.staff["ben"])
    assert client.post(f"/cases/{jo.ref}/deferrals/{found.pk}/undo").status_code == 404


# It changes nothing


def everything(scene, cases):
    """All that is derived, and all that the engine is told."""
    kept = [list(model.objects.filter(agency_id=scene.root.pk).order_by("pk").values())
            for model in (Obligation, Tally, CaseLine)]  # fmt: skip
    return kept, histories(scene.root.pk, [case.pk for case in cases])


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_put_off_nothing_that_is_owed_and_no_figure_changes(scene, seed):
    """Fidelity figures are arithmetic on tallies: the same tallies are the same figures, on any day."""
    cases = list(load_provider_c(scene).values())
    before, chance = everything(scene, cases), random.Random(seed)
    for _ in range(60):
        case = chance.choice(cases)
        owed = list(Obligation.objects.filter(agency_id=scene.root.pk, case=case))
        if owed:
            duty = chance.choice(owed)
            put_off(case, entry=uuid7(), rule=duty.rule, nth=duty.nth, reason="Asked", by=scene.actor("ana"),
                    until=MONDAY + timedelta(days=chance.randrange(-30, 60)))  # fmt: skip
    assert everything(scene, cases) == before
    assert rebuild(scene.root.pk, [case.pk for case in cases]) == 0
    assert everything(scene, cases) == before


def test_the_comparison_sees_a_contact(scene, happened):
    """The control: what does count is seen."""
    cases = list(load_provider_c(scene).values())
    before = everything(scene, cases)
    happened(cases[-1], "check_in", MONDAY)
    assert everything(scene, cases) != before
