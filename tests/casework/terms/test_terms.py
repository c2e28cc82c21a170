"""The terms of one case: extended by those who lead, contact agreed more often, each with its reason."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from duly.casework.contacts.actions import record_contact
from duly.casework.exchange.checks import Rules, own_terms
from duly.casework.models import CaseEvent, CaseLine, Obligation
from duly.casework.models.ids import uuid7


@pytest.fixture
def jo(scene):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))
    said = {"mode": "in_person", "outcome": "completed", "by": scene.actor("ana")}
    record_contact(case, entry=uuid7(), kind="intake", on=date(2015, 1, 11), **said)
    return case


@pytest.fixture
def signed_in(scene):
    def client(name):
        made = Client()
        made.force_login(scene.staff[name])
        return made

    return client


def file(client, case, show=""):
    return client.get(reverse("case", args=[case.ref]) + show).content.decode()


EXTENSION = {"until": "2016-03-31", "note": "The shop opens in spring"}


def extend(client, case, **said):
    return client.post(reverse("extend", args=[case.ref]), {"entry": str(uuid7())} | EXTENSION | said)


def test_a_director_extends_a_case_with_the_reason_and_stands_for_it(jo, signed_in):
    """The end is a limit that a supervisor moves for one case, with the reason: AMB-20."""
    cal = signed_in("cal")
    assert reverse("extend", args=[jo.ref]) in file(cal, jo)
    assert extend(cal, jo).status_code == 302
    assert CaseLine.objects.get(case=jo).ends_on == date(2016, 3, 31)
    page = file(cal, jo)
    assert "approved by Cal" in page
    assert "The shop opens in spring" in page


def test_a_case_manager_neither_extends_nor_moves_nor_takes_back_an_extension(jo, signed_in):
    ana = signed_in("ana")
    assert reverse("extend", args=[jo.ref]) not in file(ana, jo)
    assert extend(ana, jo).status_code == 404
    extend(signed_in("cal"), jo)
    given = reverse("correct", args=[jo.ref, CaseEvent.objects.get(kind="extension").pk])
    assert ana.get(given).status_code == 404
    assert ana.post(given, {"take_back": "1", "why": "No"}).status_code == 404


def test_an_extension_taken_back_leaves_the_case_as_long_as_its_program(jo, signed_in):
    cal, before = signed_in("cal"), CaseLine.objects.get(case=jo).ends_on
    extend(cal, jo)
    given = reverse("correct", args=[jo.ref, CaseEvent.objects.get(kind="extension").pk])
    cal.post(given, {"take_back": "1", "why": "Meant for another case"})
    assert CaseLine.objects.get(case=jo).ends_on == before
    assert "Meant for another case" in file(cal, jo, "?show=change")


@pytest.mark.parametrize("wrong", [{"note": ""}, {"until": "2015-12-01"}, {"until": ""}])
def test_an_extension_needs_its_reason_and_a_later_day(jo, signed_in, wrong):
    assert extend(signed_in("cal"), jo, **wrong).status_code == 422
    assert not CaseEvent.objects.filter(kind="extension").exists()


def test_the_same_extension_sent_twice_is_one(jo, signed_in):
    cal, entry = signed_in("cal"), str(uuid7())
    assert extend(cal, jo, entry=entry).status_code == 302
    extend(cal, jo, entry=entry)
    assert CaseEvent.objects.filter(kind="extension").count() == 1


def test_a_program_without_a_length_is_not_extended(scene, signed_in):
    lee = scene.case("Lee Tran", assigned_on=date(2015, 1, 1), program="moses")
    cal = signed_in("cal")
    assert reverse("extend", args=[lee.ref]) not in file(cal, lee)
    assert extend(cal, lee).status_code == 404


@pytest.fixture
def lee(scene):
    case = scene.case("Lee Tran", assigned_on=date(2015, 3, 2), program="moses")
    said = {"mode": "phone", "outcome": "completed", "by": scene.actor("ana")}
    record_contact(case, entry=uuid7(), kind="review", on=date(2015, 3, 20), **said)
    return case


def shorten(client, case, **said):
    asked = {"entry": str(uuid7()), "days": "30", "since": "2015-04-01", "note": "The contract asks for it"}
    return client.post(reverse("shorten", args=[case.ref]), asked | said)


def test_a_shorter_interval_is_owed_from_its_day_on_and_says_so(lee, signed_in):
    """A single case under a contract with a shorter interval: MOS-16."""
    ana = signed_in("ana")
    assert Obligation.objects.get(case=lee, rule="contact").due_on == date(2015, 5, 19)
    assert shorten(ana, lee).status_code == 302
    assert Obligation.objects.get(case=lee, rule="contact").due_on == date(2015, 4, 19)
    page = file(ana, lee)
    assert "an interval of 30 days was agreed for this case on 1 Apr 2015" in page
    assert "The contract asks for it" in page


@pytest.mark.parametrize(
    "wrong",
    [{"note": ""}, {"days": "61"}, {"days": "0"}, {"days": "many"}, {"since": "2015-04-07"}, {"since": "2015-03-01"}],
)
def test_a_shorter_interval_needs_its_reason_fewer_days_and_a_day_that_has_come(lee, signed_in, wrong):
    assert shorten(signed_in("ana"), lee, **wrong).status_code == 422
    assert not CaseEvent.objects.filter(kind="shorter_interval").exists()


def test_support_staff_agree_on_no_interval_and_a_program_without_one_has_none(lee, jo, signed_in):
    assert shorten(signed_in("sue"), lee).status_code == 404
    assert shorten(signed_in("ana"), jo).status_code == 404


SHORT = "Longer than the program's own interval (60 days). Write a shorter one."
NO_LENGTH = "A length is written like '14 days', '1 day', '8 weeks' or '12 months'."


@pytest.mark.parametrize(
    ("what", "says"), [("30 days", []), ("9 weeks", [SHORT]), ("often", [NO_LENGTH]), ("", [NO_LENGTH])]
)
def test_what_an_import_says_of_an_interval_is_checked_by_the_same_rule(what, says):
    rules = Rules.at("moses", datetime(2015, 4, 6, tzinfo=UTC))
    found = own_terms(rules.edition, "shorter_interval", {"what": what, "note": "The contract"})
    assert [each for _, each in found] == says
