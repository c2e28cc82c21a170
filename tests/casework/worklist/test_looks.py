"""How the caseload looks to people: views with a name, own or shared, and the columns each chose."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from duly.casework import context
from duly.casework.looks.actions import save_view
from duly.casework.looks.columns import ALL, USUAL
from duly.casework.models import CaseloadChoice, SavedView
from tests.casework.worklist.test_today import statements

GOING = "/caseload?stage=going&sort=-name"


@pytest.fixture
def people(begun, scene):
    begun("Olu Novak", date(2014, 11, 20))
    begun("Mia Lopez", date(2015, 4, 2))
    scene.case("Lee Tran")


@pytest.fixture
def ana(scene, client):
    client.force_login(scene.staff["ana"])
    return client


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def names(client, address="/caseload"):
    return re.findall(r'class="who[^"]*"><a href="[^"]*">([^<]*)<', client.get(address).content.decode())


def save(client, name, back=GOING, **said):
    """Save what stands at that address; the address of the view."""
    answer = client.post("/caseload/views", {"name": name, **said}, query_params={"back": back})
    if answer.status_code != 303:
        return answer
    client.get(answer.headers["Location"])  # the line that says it was saved, read
    return answer.headers["Location"]


def heads(client, address="/caseload"):
    page = client.get(address).content.decode()
    table = page[page.index("<thead") : page.index("</thead")]
    return [re.sub(r"<[^>]*>", "", each).strip() for each in re.findall(r"<th[^>]*>(.*?)</th>", table, re.DOTALL)]


def id_of(address):
    return address.split("saved=")[1]


# Views


def test_a_view_keeps_filter_and_order_under_its_name(people, ana):
    view = save(ana, "Spring people")
    assert names(ana, view) == ["Olu Novak", "Mia Lopez"]  # by name, the other way round
    assert re.search(r'<a href="\?saved=[^"]*" aria-current="true">Spring people</a>', ana.get(view).content.decode())


def test_what_is_filtered_further_stays_in_its_columns_and_is_no_longer_the_view(people, ana):
    view = save(ana, "Spring people")
    page = text(ana.get(f"{view}&stage=begin"))
    assert "Lee Tran" in page
    assert "Olu Novak" not in page
    assert 'aria-current="true">Spring people' not in page


def test_clearing_the_filter_of_a_view_shows_everyone(people, ana):
    view = save(ana, "Spring people")
    assert set(names(ana, f"/caseload?q=&lead=&stage=&due=&flag=&saved={id_of(view)}")) == {
        "Olu Novak", "Mia Lopez", "Lee Tran",
    }  # fmt: skip


def test_the_caseload_opens_with_the_view_chosen_and_with_everyone_again(people, ana):
    view = save(ana, "Spring people", opens="on")
    assert names(ana) == ["Olu Novak", "Mia Lopez"]
    assert len(names(ana, "/caseload?view=")) == 3  # everyone is one click away
    ana.post(f"/caseload/views/{id_of(view)}/default")
    assert len(names(ana)) == 3


def test_a_view_is_ones_own_until_it_is_shared(people, scene, ana):
    view = save(ana, "Spring people")
    ana.force_login(scene.staff["cal"])
    assert "Spring people" not in text(ana.get("/caseload"))
    assert len(names(ana, view)) == 3  # not theirs to open: nothing asked for
    ana.force_login(scene.staff["ana"])
    ana.post(f"/caseload/views/{id_of(view)}", {"name": "All spring people", "shared": "on"})
    for who, sees in (("cal", True), ("sue", True), ("ben", False), ("dot", False)):
        ana.force_login(scene.staff[who])
        assert ("All spring people" in text(ana.get("/caseload"))) is sees


def test_what_somebody_shared_is_changed_by_them_and_by_those_who_lead_there(people, scene, ana):
    view = id_of(save(ana, "Spring people", shared="on"))
    for who, status in (("sue", 404), ("ben", 404), ("dot", 404), ("cal", 303)):
        ana.force_login(scene.staff[who])
        assert ana.post(f"/caseload/views/{view}", {"name": "Renamed", "shared": "on"}).status_code == status
    ana.force_login(scene.staff["sue"])
    assert ana.post(f"/caseload/views/{view}/delete").status_code == 404
    assert ana.post(f"/caseload/views/{view}/default").status_code == 303  # her own caseload opens as she likes


def test_a_deleted_view_can_be_brought_back(people, ana):
    view = id_of(save(ana, "Spring people"))
    ana.post(f"/caseload/views/{view}/delete", follow=True)
    assert "Spring people" not in text(ana.get("/caseload?view="))
    page = text(ana.post(f"/caseload/views/{view}/undelete", follow=True))
    assert "<b>Spring people</b> is there again." in page
    ana.post(f"/caseload/views/{view}/delete")
    save(ana, "Spring people")
    page = text(ana.post(f"/caseload/views/{view}/undelete", follow=True))
    assert "Another view is called <b>Spring people</b> now." in page


def test_a_deleted_view_opens_nothing_first(people, ana):
    view = id_of(save(ana, "Spring people", opens="on"))
    ana.post(f"/caseload/views/{view}/delete")
    assert len(names(ana)) == 3


@pytest.mark.parametrize(("name", "sentence"), [
    ("", "Give it a name."), (" ", "Give it a name."), ("x" * 61, "At most 60 characters."),
    ("Spring people", "There is a view of that name already."),
])  # fmt: skip
def test_a_view_needs_a_name_of_its_own(people, ana, name, sentence):
    save(ana, "Spring people")
    answer = save(ana, name)
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_renaming_to_a_name_that_is_taken_changes_nothing(people, ana):
    view = id_of(save(ana, "Spring people"))
    save(ana, "Other")
    answer = ana.post(f"/caseload/views/{view}", {"name": "Other"})
    assert answer.status_code == 422
    assert "There is a view of that name already." in text(answer)


def test_what_somebody_types_as_a_name_is_text(people, ana):
    save(ana, "<script>alert(1)</script>")
    assert "<script>alert" not in ana.get("/caseload").content.decode()


def seen_by(scene, who, model):
    sight = scene.actor(who).sight()
    with context.bound(agency=sight.agency, organizations=sight.organizations, whole_agency=sight.whole_agency,
                       staff=sight.staff):  # fmt: skip
        return model.objects.filter(agency_id=scene.root.pk).count()


def test_the_database_itself_shows_nobody_elses_views_and_columns(people, scene, ana):
    save(ana, "Own")
    save(ana, "Everybody's", shared="on")
    ana.post("/caseload/columns", {"columns": ["stage"]})
    assert [seen_by(scene, who, SavedView) for who in ("ana", "cal", "ben", "lia")] == [2, 1, 0, 1]
    assert [seen_by(scene, who, CaseloadChoice) for who in ("ana", "cal", "ben", "lia")] == [1, 0, 0, 0]


def test_one_name_one_view_also_where_two_are_saved_at_once(people, scene):
    with context.bound(agency=scene.root.pk, whole_agency=True, staff=scene.staff["ana"].pk):
        said = {"name": "Twice", "asked": "", "columns": (), "shared": False, "by": scene.actor("ana")}
        save_view(scene.c.pk, **said)
        with pytest.raises(IntegrityError), transaction.atomic():
            save_view(scene.c.pk, **said)


# Columns


def test_the_usual_columns_stand_there_until_somebody_chooses(people, ana):
    assert heads(ana)[1:] == [
        "Participant", "Adv.", "Stage", "Check-ins 1–12", "Reas.", "Last completed", "Tries", "Next due", "Due", "Left",
        "Steps", "Year ends", "Flags",
    ]  # fmt: skip


def test_columns_are_chosen_and_kept_for_one_person(people, scene, ana):
    ana.post("/caseload/columns", {"columns": ["phone", "ref", "stage", "left"]})
    assert heads(ana)[1:] == ["Participant", "Case", "Phone", "Stage", "Left", "Actions"]
    ana.force_login(scene.staff["cal"])
    assert "Flags" in heads(ana)
    ana.force_login(scene.staff["ana"])
    ana.post("/caseload/columns", {"usual": "1"})
    assert "Flags" in heads(ana)


def test_every_row_has_a_cell_for_every_heading_whatever_is_chosen(people, scene, ana, begun):
    from duly.casework.closing.actions import close_case
    from duly.casework.models.ids import uuid7
    from tests.casework.scene import MONDAY

    closed = begun("Amir Quiroz", date(2014, 10, 29))
    close_case(closed, entry=uuid7(), closed_on=MONDAY, reason="employed", by=scene.actor("ana"))
    for chosen in (list(ALL), list(USUAL), ["next", "left"], ["due"], ["stage"], ["flags"]):
        ana.post("/caseload/columns", {"columns": chosen})
        page = ana.get("/caseload").content.decode()
        for row in re.findall(r"<tr role=\"row\" id=.*?</tr>", page, re.DOTALL):
            wide = sum(int(each) - 1 for each in re.findall(r'<td[^>]*colspan="(\d+)"', row))
            assert len(re.findall(r"<t[dh] ", row)) + wide == len(heads(ana)), chosen


@pytest.mark.parametrize(("chosen", "sentence"), [
    ([], "Choose at least one."), (["stage", "secret"], "There is no such column."),
])  # fmt: skip
def test_a_choice_of_columns_is_at_least_one_that_there_is(people, ana, chosen, sentence):
    answer = ana.post("/caseload/columns", {"columns": chosen})
    assert answer.status_code == 422
    assert sentence in text(answer)


def taken_out(client, **asked):
    answer = client.get("/caseload/export", {"format": "csv", **asked})
    return next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_spreadsheet_follows_the_columns(people, ana):
    assert len(taken_out(ana)) == 22  # where nobody chose, everything
    ana.post("/caseload/columns", {"columns": ["windows", "phone", "due"]})
    chosen = ["Case", "Given name", "Family name", "Phone", "Windows met", "Windows missed", "Due"]
    assert taken_out(ana) == chosen
    assert taken_out(ana, stage="going") == chosen
    assert ana.get("/caseload/export").content[:2] == b"PK"


def test_a_view_keeps_its_own_columns_and_is_changed_where_it_stands(people, ana):
    ana.post("/caseload/columns", {"columns": ["stage", "ends"]})
    view = save(ana, "Spring people")
    ana.post("/caseload/columns", {"columns": ["phone"]})
    assert heads(ana, view)[1:] == ["Participant", "Stage", "Year ends", "Actions"]
    assert heads(ana)[1:] == ["Participant", "Phone", "Actions"]
    ana.post("/caseload/columns", {"columns": ["tries"]}, query_params={"back": view})
    assert heads(ana, view)[1:] == ["Participant", "Tries", "Actions"]
    assert heads(ana)[1:] == ["Participant", "Phone", "Actions"]
    assert taken_out(ana, saved=id_of(view))[3:] == ["Tries since"]


def test_after_an_entry_the_row_comes_back_in_the_same_columns(people, ana):
    ana.post("/caseload/columns", {"columns": ["stage"]})
    ref = re.search(r'id="row-(\w+)"', ana.get("/caseload").content.decode()).group(1)
    row = ana.get(f"/caseload?row={ref}", headers={"HX-Request": "true"}).content.decode()
    assert len(re.findall(r"<t[dh] ", row)) == 4


def test_views_and_columns_cost_one_statement_however_many_there_are(people, ana):
    few = statements(ana, "/caseload")
    for nth in range(12):
        save(ana, f"View {nth}", shared="on" if nth % 2 else "")
    ana.post("/caseload/columns", {"columns": list(ALL)})
    assert statements(ana, "/caseload") == few
    assert few < 10
