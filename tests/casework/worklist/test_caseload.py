"""The caseload: everyone on one screen, by any column, page after page (SET-118)."""

import csv
import io
from datetime import date

import pytest

from duly.casework.closing.actions import close_case, hold
from duly.casework.models import Milestone, Opening
from duly.casework.models.ids import uuid7
from duly.casework.obligations.refresh import refresh
from duly.casework.worklist import forms, listing
from duly.casework.worklist.listing import SORTS, Asked, counts
from tests.casework.scene import MONDAY


@pytest.fixture
def people(scene, begun, happened):
    """Somebody in each stage."""
    late = begun("Olu Novak", date(2014, 11, 20))
    ended = begun("Jay Reyes", date(2014, 3, 1))
    happened(ended, "check_in", date(2015, 1, 20))
    closed = begun("Amir Quiroz", date(2014, 10, 29))
    close_case(closed, entry=uuid7(), closed_on=date(2015, 3, 30), reason="employed", by=scene.actor("ana"))
    old = begun("Ada Mercer", date(2013, 12, 1))
    close_case(old, entry=uuid7(), closed_on=date(2014, 12, 30), reason="employed", by=scene.actor("ana"))
    held = begun("Mei Mercer", date(2015, 2, 1))
    hold(held, reason="illness", on=date(2015, 4, 1), until=date(2015, 5, 1), by=scene.actor("ana"))
    return {"late": late, "ended": ended, "closed": closed, "old": old, "held": held, "new": scene.case("Lee Tran")}


def names(scene, who="ana", **asked):
    return [each.line.name for each in listing.listing(scene.actor(who), Asked(**asked))]


def test_the_closed_come_last_and_those_closed_in_earlier_years_on_request(scene, people):
    assert names(scene)[-1] == "Amir Quiroz"
    assert "Ada Mercer" not in names(scene)
    assert set(names(scene, stage="closed")) == {"Amir Quiroz", "Ada Mercer"}


@pytest.mark.parametrize(("asked", "found"), [
    ({"stage": "begin"}, {"Lee Tran"}),
    ({"stage": "going"}, {"Olu Novak"}),
    ({"stage": "ended"}, {"Jay Reyes"}),
    ({"stage": "held"}, {"Mei Mercer"}),
    ({"due": "late"}, {"Olu Novak"}),
    ({"flag": "new"}, {"Lee Tran"}),
    ({"flag": "idle"}, {"Olu Novak", "Jay Reyes", "Mei Mercer"}),
    ({"flag": "silent"}, {"Olu Novak", "Jay Reyes", "Mei Mercer"}),
    ({"q": "mercer"}, {"Mei Mercer"}),
    ({"q": "%"}, set()),
    ({"view": "mine", "due": "none"}, {"Jay Reyes"}),
])  # fmt: skip
def test_a_filter_finds_whom_it_names(scene, people, asked, found):
    """Among them whoever nobody has tried to reach for a month (SET-36)."""
    assert set(names(scene, **asked)) == found


def test_a_name_is_found_without_its_accents(scene):
    scene.case("José Núñez")
    assert names(scene, q="nunez") == ["José Núñez"]


def test_a_case_number_is_found_from_its_beginning(scene, people):
    assert names(scene, q=people["late"].ref[:5].lower()) == ["Olu Novak"]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_page_after_page_everybody_comes_once_in_order(scene, people, sort, down):
    whole = [each.line.ref for each in listing.listing(scene.actor("ana"), Asked(sort=sort, down=down))]
    walked, after = [], ""
    while found := listing.listing(scene.actor("ana"), Asked(sort=sort, down=down, after=after), limit=2):
        walked += [each.line.ref for each in found[:2]]
        after = walked[-1]
    assert walked == whole
    assert len(whole) == 5


def test_the_counts_of_the_views_are_those_of_their_lists(scene, people):
    found = counts(scene.actor("ana"))
    for view, count in found.views.items():
        assert len(names(scene, view=view)) == count, view
    assert (found.everyone, found.open, found.closed) == (5, 4, 1)


def test_somebody_without_the_expected_milestone_stands_in_a_view(scene, begun):
    """SET-59: who has no plan at month 8."""
    jo, mia = begun("Jo Reyes", date(2014, 8, 5)), begun("Mia Lopez", date(2014, 8, 5))
    begun("Lee Tran", date(2014, 9, 5))  # seven months
    plan = Milestone.of(
        mia, author=scene.staff["ana"], at=mia.recorded_at, kind="business_plan_complete", achieved_on=MONDAY
    )
    plan.save(force_insert=True)
    refresh(scene.root.pk, [mia.pk])
    assert names(scene, view="no-business_plan_complete") == ["Jo Reyes"]
    assert jo


def test_what_cannot_be_read_in_the_address_asks_for_nothing(scene, people):
    from django.http import QueryDict

    asked = forms.asked_of(QueryDict("view=zzz&stage=1&sort=drop&lead=nobody&due=&after=%00x&q=%00"))
    assert asked == Asked(after="x")


def test_a_page_shows_the_rows_the_next_link_and_no_other_organization(scene, people, client, monkeypatch):
    monkeypatch.setattr("duly.casework.worklist.views.PAGE", 2)
    monkeypatch.setattr("duly.casework.worklist.listing.PAGE", 2)
    client.force_login(scene.staff["ana"])
    page = client.get("/caseload").content.decode()
    assert "The next 100" in page
    client.force_login(scene.staff["ben"])
    other = client.get("/caseload?stage=closed").content.decode()
    assert not any(name in other for name in ("Novak", "Reyes", "Quiroz", "Mercer", "Tran"))


def test_after_an_entry_its_row_comes_back_alone(scene, people, client):
    client.force_login(scene.staff["ana"])
    row = client.get(
        f"/caseload?stage=closed&row={people['late'].ref}", headers={"HX-Request": "true"}
    ).content.decode()
    assert row.count("<tr ") == 1
    assert 'hx-swap-oob="true"' in row
    assert "Olu Novak" in row


# Taken out as a spreadsheet


def taken_out(client, **asked):
    answer = client.get("/caseload/export", {"format": "csv", **asked})
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_view_leaves_as_a_spreadsheet_and_that_it_left_is_on_record(scene, people, client):
    """SET-120: instead of the spreadsheets staff kept beside the system."""
    client.force_login(scene.staff["ana"])
    found = {row["Family name"]: row for row in taken_out(client)}
    assert len(found) == 5
    assert (found["Novak"]["Next due"], found["Novak"]["Due"]) == ("Reassessment 1 of 3", "2015-02-18")
    assert Opening.objects.filter(agency_id=scene.root.pk, what="caseload taken out").count() == 5


def test_a_filter_or_a_pick_narrows_what_leaves(scene, people, client):
    client.force_login(scene.staff["ana"])
    assert [row["Family name"] for row in taken_out(client, stage="closed", q="quiroz")] == ["Quiroz"]
    assert [row["Case"] for row in taken_out(client, case=people["late"].ref)] == [people["late"].ref]
    assert client.get("/caseload/export").content[:2] == b"PK"  # a workbook unless asked otherwise


def test_a_name_that_begins_like_a_formula_leaves_as_text(scene, client):
    scene.case('=HYPERLINK("http://evil.example")')
    client.force_login(scene.staff["ana"])
    assert taken_out(client)[0]["Given name"].startswith("'=HYPERLINK")


def test_nobody_takes_out_another_organizations_people_and_support_staff_take_out_none(scene, people, client):
    client.force_login(scene.staff["ben"])
    assert taken_out(client, case=people["late"].ref) == []
    client.force_login(scene.staff["sue"])
    assert client.get("/caseload/export").status_code == 404
