"""Imports on their pages: listed, opened, taken back by those who may import."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duly.casework import context
from duly.casework.contacts.actions import record_contact
from duly.casework.exchange import commands, importing, sight
from duly.casework.exchange.undoing import take_back
from duly.casework.models import Batch, Case, Organization, Profile, Undoing
from duly.casework.models.ids import uuid7
from duly.config.home import Sorry
from tests.casework.exchange.conftest import lines
from tests.casework.exchange.test_import_page import FILES, ada, as_ben, csv_files, of_d, upload, world  # noqa: F401
from tests.casework.scene import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(ada):  # noqa: F811
    """The id of an import that Ada made in the browser."""
    address = upload(ada, *csv_files(FILES)).url
    ada.post(address)
    with context.bound(agency=ada_s_agency(), whole_agency=True):
        return Batch.objects.get().pk


def ada_s_agency():
    return Organization.objects.get(parent=None).pk


def at(batch):
    return reverse("import-batch", args=[batch])


def test_an_import_is_listed_and_opened_with_who_and_how_much(ada, imported):  # noqa: F811
    page = ada.get(reverse("imports")).content.decode()
    assert at(imported) in page
    assert "Ada" in page
    opened = ada.get(at(imported)).content.decode()
    assert ">contacts<" in opened
    assert "can be imported afterwards" in opened


def test_it_is_taken_back_with_a_reason_and_says_so(ada, imported):  # noqa: F811
    assert ada.post(at(imported), {"reason": " "}).status_code == 422
    assert ada.post(at(imported), {"reason": "The wrong month"}).status_code == 302
    page = ada.get(at(imported)).content.decode()
    assert "“The wrong month”" in page
    assert "1 cases" in page or "1 case" in page
    with context.bound(agency=ada_s_agency(), whole_agency=True):
        assert not Case.objects.exists()
    assert ada.post(at(imported), {"reason": "Once more"}).status_code == 302


def test_a_case_worked_in_since_is_named_and_the_rest_can_go(ada, imported, world):  # noqa: F811
    with context.bound(agency=world.root.pk, whole_agency=True):
        said = {"kind": "check_in", "on": MONDAY, "mode": "phone", "outcome": "completed"}
        record_contact(Case.objects.get(ref="C1"), entry=uuid7(), by=world.actor("ana"), **said)
    refused = ada.post(at(imported), {"reason": "The wrong month"})
    assert refused.status_code == 422
    assert "Worked in since: 1 case" in refused.content.decode()
    ada.post(at(imported), {"reason": "The wrong month", "rest": "1"})
    with context.bound(agency=world.root.pk, whole_agency=True):
        assert not Undoing.objects.exists()  # that case was all there was
        assert Case.objects.count() == 1


def test_whoever_may_not_import_sees_no_import(imported, world):  # noqa: F811
    for name in ("ana", "cal", "lia"):
        other = Client()
        other.force_login(world.staff[name])
        assert other.get(reverse("imports")).status_code == 404
        assert other.post(at(imported), {"reason": "Mine"}).status_code == 404


def test_an_administrator_of_another_provider_sees_nothing_of_it(imported, of_d):  # noqa: F811
    other = Client()
    other.force_login(of_d.by)
    assert at(imported) not in other.get(reverse("imports")).content.decode()
    assert other.get(at(imported)).status_code == 404
    assert other.post(at(imported), {"reason": "Mine"}).status_code == 404


def test_who_administers_one_provider_takes_back_their_import_and_imports_again(as_ben, of_d):  # noqa: F811
    theirs = {name: text.replace("Provider C", "Provider D").replace(",ana,", ",ben,") for name, text in FILES.items()}
    [made] = as_ben(theirs).batches
    take_back(made, of_d, reason="The wrong month")
    again = as_ben(theirs)
    assert (lines(again), again.new["cases"], again.new["contacts"]) == ([], 1, 1)
    with of_d.bound(str(made.agency_id)):
        assert [each.name for each in Profile.objects.all()] == ["Jo Reyes"]


@pytest.mark.parametrize("id_", ["nothing", "01910000-0000-7000-8000-000000000000"])
def test_an_id_that_is_no_import_says_where_they_are_listed(db, may_2015, id_):
    with pytest.raises(Sorry, match="duly import --list"):
        commands.undo_import(id_, reason="The wrong folder")


def test_the_list_takes_as_many_statements_for_eleven_imports_as_for_one(ada, world, folder):  # noqa: F811
    counts = []
    ada.get(reverse("imports"))
    for upto in (1, 11):
        for number in range(1 if upto == 1 else 2, upto + 1):
            rows = {
                name: FILES[name].replace("P1", f"P{number}").replace("C1", f"C{number}")
                for name in ("people", "cases")
            }
            assert lines(importing.bring_in(folder(rows), sight.whole_home())) == []
        with CaptureQueriesContext(connection) as sent:
            assert ada.get(reverse("imports")).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12
