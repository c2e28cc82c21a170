"""The end of a service is put right and taken back like any other fact."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from duly.casework.casefile.record import record_of
from duly.casework.corrections.actions import correct, retract
from duly.casework.models import Correction, ServiceEnd
from duly.casework.models.ids import uuid7
from duly.casework.services.actions import EndedAlready, end_service, record_service
from duly.casework.worklist.queries import agreed_with


@pytest.fixture
def jo(scene):
    return scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))


@pytest.fixture
def referral(scene, jo):
    said = {"kind": "training", "delivery": "external_referral", "started_on": date(2015, 2, 1)}
    return record_service(jo, entry=uuid7(), by=scene.actor("ana"), topic="price points", **said)


@pytest.fixture
def end(scene, referral):
    return end_service(referral, ended_on=date(2015, 2, 20), by=scene.actor("ana"))


@pytest.fixture
def ana(scene):
    client = Client()
    client.force_login(scene.staff["ana"])
    return client


def file(client, case, show=""):
    return client.get(reverse("case", args=[case.ref]) + show).content.decode()


def test_a_corrected_end_holds_and_the_first_one_stays_readable(jo, end, ana):
    said = {"ended_on": "2015-02-24", "status": "completed", "why": "The last lesson was later"}
    assert ana.post(reverse("correct", args=[jo.ref, end.pk]), said).status_code == 302
    page = file(ana, jo)
    assert "1–24 Feb" in page
    assert "<del>2015-02-20</del> <ins>2015-02-24</ins>" in page
    assert "End of a service" in file(ana, jo, "?show=change")


def test_an_end_is_corrected_twice_and_each_time_the_new_one_holds(scene, referral, end, jo):
    again = correct(end, reason="Later", by=scene.actor("ana"), ended_on=date(2015, 2, 24))
    last = correct(again, reason="Later still", by=scene.actor("ana"), ended_on=date(2015, 2, 26))
    assert record_of(jo).end_of(referral) == last
    assert list(ServiceEnd.objects.order_by("nth").values_list("nth", flat=True)) == [1, 2, 3]


def test_an_end_taken_back_leaves_the_service_under_way_and_it_can_end_again(scene, jo, referral, end, ana):
    retract(end, reason="It goes on", by=scene.actor("ana"))
    page = file(ana, jo)
    assert "1–20 Feb" not in page
    assert reverse("service-end", args=[jo.ref, referral.pk]) in page
    said = {"entry": str(uuid7()), "ended_on": "2015-03-01"}
    assert ana.post(reverse("service-end", args=[jo.ref, referral.pk]), said).status_code == 302
    assert "1 Feb – 1 Mar" in file(ana, jo)


def test_a_service_that_has_ended_does_not_end_again(scene, jo, referral, end, ana):
    address = reverse("service-end", args=[jo.ref, referral.pk])
    assert ana.post(address, {"entry": str(uuid7()), "ended_on": "2015-03-01"}).status_code == 404
    with pytest.raises(EndedAlready):
        end_service(referral, ended_on=date(2015, 3, 1), by=scene.actor("ana"))


def test_a_referral_whose_end_was_taken_back_is_waited_for_again(scene, jo, referral, end):
    def waiting():
        return agreed_with(jo.agency_id, [SimpleNamespace(case=jo.pk)], since=end.recorded_at)[1]

    assert not waiting()
    retract(end, reason="Not ours", by=scene.actor("ana"))
    assert list(waiting()) == [jo.pk]


def test_a_corrected_service_keeps_its_end_and_a_retracted_one_takes_it_along(scene, jo, referral, end):
    changed = correct(referral, reason="Another subject", by=scene.actor("ana"), topic="market research")
    assert record_of(jo).end_of(changed).ended_on == date(2015, 2, 20)
    retract(changed, reason="Somebody else's", by=scene.actor("ana"))
    assert record_of(jo).end_of(changed) is None
    assert Correction.objects.filter(case=jo).count() == 4


def test_an_end_before_the_beginning_is_refused_wherever_it_is_said(jo, referral, end, ana):
    wrong = {"ended_on": "2015-01-20", "status": "completed", "why": "Earlier"}
    answer = ana.post(reverse("correct", args=[jo.ref, end.pk]), wrong)
    assert answer.status_code == 422
    assert "Before it began (2015-02-01)" in answer.content.decode()
    assert ServiceEnd.objects.count() == 1


def test_an_end_needs_its_day(jo, end, ana):
    said = {"ended_on": "", "status": "completed", "why": "No idea"}
    assert ana.post(reverse("correct", args=[jo.ref, end.pk]), said).status_code == 422
