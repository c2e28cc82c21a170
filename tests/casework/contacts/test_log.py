"""Logging a contact: filled in, checked, saved once, taken back."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from duly.casework.assignments.actions import open_case
from duly.casework.closing.actions import close_case
from duly.casework.contacts.actions import record_contact
from duly.casework.contacts.entry import entry_for
from duly.casework.contacts.queries import subject_of
from duly.casework.models import CaseLine, Contact, ContactCase, Correction, Obligation
from duly.casework.models.ids import uuid7
from tests.casework.scene import MONDAY, NINE, stand_clock

HTMX = {"HX-Request": "true"}


@pytest.fixture
def jo(scene):
    """Intake on 20 November; window 5 is open to 19 April, the first reassessment was due on 18 February."""
    case = scene.case("Jo Reyes", assigned_on=date(2014, 11, 10))
    happened(scene, case, "intake", date(2014, 11, 20), "in_person")
    return case


@pytest.fixture
def ana(scene, client):
    client.force_login(scene.staff["ana"])
    return client


def happened(scene, case, kind, on, mode="phone", outcome="completed", by="ana"):
    return record_contact(case, entry=uuid4(), kind=kind, on=on, mode=mode, outcome=outcome, by=scene.actor(by))


def said(**changes):
    asked = {"entry": str(uuid4()), "kind": "check_in", "occurred_on": "2015-04-06", "mode": "phone",
             "outcome": "completed", "note": "Has both bank statements."}  # fmt: skip
    return asked | changes


def page_after(client, answer):
    return client.get(answer.headers["Location"]).content.decode()


def test_the_form_is_filled_in_with_what_is_owed_and_how_they_answered_last(scene, jo):
    happened(scene, jo, "check_in", date(2015, 3, 12), "email")
    happened(scene, jo, "check_in", date(2015, 4, 2), "phone", "no_response")
    entry = entry_for([subject_of(jo)], None, actor=scene.actor("ana"))
    assert (entry.said("kind"), entry.said("mode"), entry.said("occurred_on")) == ("check_in", "email", MONDAY)
    assert [label for _, label in entry.form.fields["kind"].choices][:2] == ["Reassessment 1 of 3", "Check-in 5 of 12"]
    assert entry.tries == "Tries since 12 Mar: 1 phone; last Thu 2 Apr"


def test_the_form_says_what_would_count_by_the_rules_of_the_program(scene, jo):
    entry = entry_for([subject_of(jo)], None, actor=scene.actor("ana"))
    assert "Window 5 closes <b>" in entry.nearest
    assert entry.counts == (
        "A check-in counts as <b>check-in 5</b>; a reassessment in person as <b>check-in 5 and reassessment 1</b>."
    )
    assert entry.strip == "xxxxonnnnnnn"


def test_a_check_in_is_saved_meets_its_window_and_says_so(scene, jo, ana):
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/caseload", said()))
    assert "Saved for <b>Jo Reyes</b>: phone today, reached." in page
    assert "It counts as check-in 5." in page
    assert Obligation.objects.get(agency_id=scene.root.pk, case=jo, rule="check_in", nth=5).met_by


def test_an_unanswered_try_is_kept_and_meets_nothing(scene, jo, ana):
    """SET-31, SET-32."""
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/", said(outcome="no_response", note="")))
    assert "Saved for <b>Jo Reyes</b>: phone today, no answer." in page
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=jo).tries == 1
    assert not Obligation.objects.get(agency_id=scene.root.pk, case=jo, rule="check_in", nth=5).met_by


def test_a_try_before_they_answered_on_the_same_day_is_no_try_since(scene, jo, ana):
    ana.post(f"/cases/{jo.ref}/log?back=/", said(outcome="no_response", note=""))
    stand_clock(NINE + timedelta(hours=1))
    ana.post(f"/cases/{jo.ref}/log?back=/", said())
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=jo).tries == 0
    stand_clock(NINE + timedelta(hours=2))
    ana.post(f"/cases/{jo.ref}/log?back=/", said(outcome="no_response", mode="text", note=""))
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=jo).tries == 1


def test_a_reassessment_by_phone_is_kept_and_the_page_says_it_does_not_count(scene, jo, ana):
    """SET-38: a warning, never a stop."""
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/", said(kind="reassessment")))
    assert "A reassessment by phone is kept, but does not count: it counts only in person." in page
    assert Contact.objects.filter(agency_id=scene.root.pk, case=jo, kind="reassessment").exists()


def test_the_purpose_of_the_kind_chosen_stands_beside_it(jo, ana):
    """SET-38."""
    asked = {"kind": "check_in", "mode": "phone"}
    part = ana.get(f"/cases/{jo.ref}/log/counts", asked, headers=HTMX).content.decode()
    assert "Plans are adjusted in a reassessment" in part
    part = ana.get(f"/cases/{jo.ref}/log/counts", asked | {"kind": "reassessment"}, headers=HTMX).content.decode()
    assert "does not count" in part


def test_every_mistake_is_said_at_once_and_the_note_is_kept(scene, jo, ana):
    answer = ana.post(f"/cases/{jo.ref}/log", said(occurred_on="2015-05-06", kind="checkin", minutes="half an hour"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("usa-error-message") == 3
    assert "In the future. Today is 2015-04-06." in page
    assert "Has both bank statements." in page
    assert Contact.objects.filter(agency_id=scene.root.pk).count() == 1


@pytest.mark.parametrize(("day", "sentence"), [
    ("2014-11-09", "Before the case was assigned (2014-11-10)."),
    ("2015-04-07", "In the future."),
    ("", "Say which day."),
    ("6 April", "Not a date; write it as 2015-04-09."),
])  # fmt: skip
def test_a_day_that_cannot_be_is_refused_with_the_way_out(jo, ana, day, sentence):
    assert sentence in ana.post(f"/cases/{jo.ref}/log", said(occurred_on=day)).content.decode()


def test_what_day_it_is_the_program_says_not_the_server(jo, ana):
    stand_clock(datetime(2015, 4, 7, 4, 30, tzinfo=UTC))  # still Monday evening in Chicago
    assert "In the future" in ana.post(f"/cases/{jo.ref}/log", said(occurred_on="2015-04-07")).content.decode()


def test_the_same_entry_sent_twice_is_one_entry(scene, jo, ana):
    entry = said()
    assert [ana.post(f"/cases/{jo.ref}/log?back=/", entry).status_code for _ in range(2)] == [303, 303]
    assert Contact.objects.filter(agency_id=scene.root.pk, case=jo, kind="check_in").count() == 1


def test_other_words_under_the_same_entry_are_held_up_and_can_be_saved_as_a_second(scene, jo, ana):
    entry = said()
    ana.post(f"/cases/{jo.ref}/log", entry)
    answer = ana.post(f"/cases/{jo.ref}/log", entry | {"note": "She called back."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "An entry was saved from this form before, with other words." in page
    assert "She called back." in page
    assert f'name="entry" value="{entry["entry"]}"' not in page  # saved now, it is a second entry
    assert Contact.objects.get(agency_id=scene.root.pk, pk=entry["entry"]).note == "Has both bank statements."


def test_an_entry_on_a_closed_case_is_kept_with_a_word_about_it(scene, jo, ana):
    close_case(jo, entry=uuid7(), closed_on=MONDAY, reason="employed", by=scene.actor("ana"))
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/caseload", said()))
    assert "The case was closed on Mon 6 Apr: the entry is kept and counts for nothing." in page


def test_somebody_elses_case_does_not_exist(scene, jo, client):
    client.force_login(scene.staff["ben"])
    assert client.get(f"/cases/{jo.ref}/log").content == client.get("/cases/CNOSUCH/log").content
    assert client.post(f"/cases/{jo.ref}/log", said()).status_code == 404
    client.force_login(scene.staff["sue"])  # of the same organization: hers
    assert client.get(f"/cases/{jo.ref}/log").status_code == 200


def test_the_way_back_never_leaves_the_site(jo, ana):
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = ana.post(f"/cases/{jo.ref}/log?back={back}", said())
        assert answer.headers["Location"] == f"/cases/{jo.ref}/"


def test_asked_by_htmx_the_list_answers_with_the_row(jo, ana):
    answer = ana.post(f"/cases/{jo.ref}/log?back=/%3Fwhose=all", said(), headers=HTMX)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/?whose=all&row={jo.ref}")
    part = ana.get(answer.headers["Location"], headers=HTMX)
    assert 'id="people" hx-swap-oob="true"' in part.content.decode()
    assert 'id="counts" hx-swap-oob="true"' in part.content.decode()
    assert "Saved for <b>Jo Reyes</b>" in part.content.decode()


# Taking it back


def test_the_author_takes_an_entry_back_right_after_saving(scene, jo, ana):
    entry = said()
    ana.post(f"/cases/{jo.ref}/log?back=/", entry)
    page = page_after(ana, ana.post(f"/contacts/{entry['entry']}/undo?back=/"))
    assert "Taken back: nothing is recorded for <b>Jo Reyes</b>." in page
    correction = Correction.objects.get(agency_id=scene.root.pk, replaces=entry["entry"])
    assert (correction.by, correction.reason) == (None, "Undone right after saving")
    assert not Obligation.objects.get(agency_id=scene.root.pk, case=jo, rule="check_in", nth=5).met_by


def test_a_second_undo_changes_nothing(scene, jo, ana):
    entry = said()
    ana.post(f"/cases/{jo.ref}/log?back=/", entry)
    for _ in range(2):
        ana.post(f"/contacts/{entry['entry']}/undo?back=/")
    assert Correction.objects.filter(agency_id=scene.root.pk).count() == 1


def test_later_it_is_corrected_in_the_file(scene, jo, ana):
    entry = said()
    ana.post(f"/cases/{jo.ref}/log?back=/", entry)
    stand_clock(NINE + timedelta(minutes=16))
    answer = ana.post(f"/contacts/{entry['entry']}/undo?back=/")
    assert answer.headers["Location"] == f"/cases/{jo.ref}/correct/{entry['entry']}"
    assert not Correction.objects.filter(agency_id=scene.root.pk).exists()


def test_nobody_takes_back_what_another_wrote(scene, jo, client):
    contact = happened(scene, jo, "check_in", MONDAY)
    client.force_login(scene.staff["sue"])
    assert client.post(f"/contacts/{contact.pk}/undo").status_code == 404
    client.force_login(scene.staff["ana"])
    assert client.post(f"/contacts/{contact.pk}/undo").status_code == 303


# Several cases


def test_one_entry_counts_in_each_program_of_the_person(scene, jo, ana):
    """SET-121: nothing is typed twice for somebody in two programs."""
    other = open_case(jo.person, scene.c.pk, program="moses", assigned_on=date(2015, 1, 5), by=scene.actor("ana"))
    assert f'name="also" value="{other.ref}"' in ana.get(f"/cases/{jo.ref}/log").content.decode()
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/", said(also=[other.ref])))
    assert f"Counted in case {other.ref} too." in page
    credit = ContactCase.objects.get(agency_id=scene.root.pk, case=other)
    assert credit.kind in ("assessment", "plan_meeting", "review")
    assert CaseLine.objects.get(agency_id=scene.root.pk, case=other).reached_on == MONDAY


def test_a_case_of_somebody_else_cannot_be_credited_by_hand(scene, jo, ana):
    mia = scene.case("Mia Lopez")
    assert ana.post(f"/cases/{jo.ref}/log?back=/", said(also=[mia.ref])).status_code == 422
    assert not ContactCase.objects.filter(agency_id=scene.root.pk).exists()


def test_several_people_at_once_are_one_entry_that_counts_for_each(scene, jo, ana):
    mia = scene.case("Mia Lopez", assigned_on=date(2015, 3, 2))
    happened(scene, mia, "intake", date(2015, 3, 10), "in_person")
    people = {"case": [jo.ref, mia.ref]}
    assert "2 people, one entry" in ana.get("/log", people).content.decode()
    page = page_after(ana, ana.post("/log?back=/caseload", said() | people))
    assert "Saved for <b>2 people</b>" in page
    contact = Contact.objects.get(agency_id=scene.root.pk, kind="check_in")
    assert contact.also.filter(agency_id=scene.root.pk).count() == 1
    for case in (jo, mia):
        assert Obligation.objects.filter(agency_id=scene.root.pk, case=case, rule="check_in", met_on=MONDAY).exists()


def test_a_group_leaves_out_whoever_is_not_ones_own(scene, jo, client):
    client.force_login(scene.staff["ben"])
    assert client.get("/log", {"case": [jo.ref]}).status_code == 404
    theirs = scene.case("Tim Hale", by="ben")
    page = client.get("/log", {"case": [jo.ref, theirs.ref]}).content.decode()
    assert "Tim Hale" in page
    assert "Jo Reyes" not in page


def test_two_who_call_the_same_person_hear_of_each_other(scene, jo, ana):
    happened(scene, jo, "check_in", MONDAY, by="sue")
    stand_clock(NINE + timedelta(minutes=2))
    page = page_after(ana, ana.post(f"/cases/{jo.ref}/log?back=/", said()))
    assert "<b>Sue logged a contact with Jo Reyes two minutes ago.</b> Yours was saved as well;" in page
    assert Contact.objects.filter(agency_id=scene.root.pk, case=jo, kind="check_in").count() == 2
