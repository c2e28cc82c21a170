"""Official counts: who is counted on a day, and of everybody else concerned why not, with the way to put it right."""

from datetime import date

import pytest
from django.urls import reverse

from duly.casework.assessment.actions import take_into_group
from duly.casework.models import CaseEvent
from duly.casework.models.ids import uuid7

BOTH = ("case_manager_assigned", "case_management_received")


@pytest.fixture
def veteran(scene, jo):
    take_into_group(jo, entry=uuid7(), group="veteran", since=date(2015, 3, 2), source="target_group", note="",
                    by=scene.actor("ana"))  # fmt: skip
    return jo


def page(signed_in, who="ana", asked=""):
    return signed_in(who).get(reverse("counts") + asked).content.decode()


def record(send, case, kind, **said):
    return send(reverse("entry", args=[case.ref, kind]), {"on": "2015-04-01", "note": ""} | said)


def test_a_veteran_is_counted_only_when_both_entries_stand(veteran, send, signed_in):
    """Official case-managed veteran count requires BOTH entries: MOS-44."""
    assert "Case-managed veterans: 0" in page(signed_in)
    record(send, veteran, BOTH[0])
    assert "Case-managed veterans: 0" in page(signed_in)
    record(send, veteran, BOTH[1])
    assert "Case-managed veterans: 1" in page(signed_in)


def test_the_page_says_why_a_veteran_is_not_counted_and_leads_to_the_missing_entry(veteran, send, signed_in):
    record(send, veteran, BOTH[0])
    shown = page(signed_in)
    assert "Received Case Management Services&#34; recorded is not on file" in shown
    assert reverse("entry", args=[veteran.ref, BOTH[1]]) in shown
    assert reverse("entry", args=[veteran.ref, BOTH[0]]) not in shown


def test_whom_the_count_is_not_about_is_not_listed(jo, send, signed_in):
    """Negative control: both entries, and no veteran."""
    for kind in BOTH:
        record(send, jo, kind)
    assert jo.ref not in page(signed_in)


def test_a_count_is_asked_as_of_a_day(veteran, send, signed_in):
    for kind in BOTH:
        record(send, veteran, kind)
    assert "Case-managed veterans: 0" in page(signed_in, asked="?as_of=2015-03-31")
    assert "Case-managed veterans: 1" in page(signed_in, asked="?as_of=2015-04-01")
    assert "is no day that has come" in page(signed_in, asked="?as_of=2071-01-01")


def test_an_entry_taken_back_is_counted_no_more(veteran, send, signed_in):
    for kind in BOTH:
        record(send, veteran, kind)
    entry = CaseEvent.objects.get(kind=BOTH[0])
    send(reverse("correct", args=[veteran.ref, entry.pk]), {"take_back": "1", "why": "Not so"})
    assert "Case-managed veterans: 0" in page(signed_in)


def test_only_entries_a_count_needs_are_made_this_way(jo, send):
    assert record(send, jo, "reading_score").status_code == 404
    assert record(send, jo, BOTH[0], on="2015-04-07").status_code == 422
    assert not CaseEvent.objects.filter(case=jo).exists()


def test_another_organization_counts_its_own(veteran, signed_in):
    assert veteran.ref not in page(signed_in, "ben")
    assert signed_in("lia").get(reverse("counts")).status_code == 404


def test_the_counts_ask_no_more_however_many_there_are(veteran, signed_in, django_assert_max_num_queries):
    ana = signed_in()
    with django_assert_max_num_queries(18):
        ana.get(reverse("counts"))
