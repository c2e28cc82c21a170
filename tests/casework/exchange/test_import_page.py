"""The import page: upload, see what is wrong or what would be new, confirm."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from duly.casework import access, context
from duly.casework.exchange import importing, sight, uploads
from duly.casework.models import Case, Contact, Membership, Organization, Profile
from duly.config import home
from tests.casework.exchange.conftest import NOW, lines
from tests.casework.scene import set_scene, stand_clock

pytestmark = pytest.mark.django_db

FILES = {
    "people": "person_id,given_name,family_name,birth_date,email,phone,preferred_language\nP1,Jo,Reyes,,,,\n",
    "cases": "case_id,person_id,program,organization_id,case_manager_id,assigned_on,"
    "closed_on,closure_reason,closed_recorded_at\n"
    "C1,P1,set,Provider C,ana,2015-03-02,,,\n",
    "contacts": "contact_id,case_id,kind,occurred_on,recorded_at,author_id,mode,outcome,note\n"
    "K1,C1,intake,2015-03-09,2015-03-09T20:00:00+00:00,ana,in_person,completed,=SUM(A1)\n",
}
BROKEN = {**FILES, "contacts": FILES["contacts"].replace("in_person", "in person").replace("2015-03-09,", "9.3.2015,")}


@pytest.fixture
def world(db, tmp_path, monkeypatch):
    """The scene, with uploads in a home of the test's own."""
    monkeypatch.setattr(home, "folder", lambda: tmp_path)
    stand_clock(NOW)
    return set_scene()


@pytest.fixture
def ada(world, client):
    client.force_login(world.staff["ada"])
    return client


def csv_files(files):
    return [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]


def zipped(entries, name="april.zip"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, text in entries.items():
            archive.writestr(entry, text)
    return SimpleUploadedFile(name, out.getvalue())


def upload(client, *files):
    return client.post(reverse("import"), {"files": list(files)})


def seen(world, model):
    with context.bound(agency=world.root.pk, whole_agency=True):
        return model.objects.count()


def test_a_folder_is_looked_at_confirmed_and_written(world, ada):
    look = upload(ada, *csv_files(FILES))
    assert look.status_code == 302
    shown = ada.get(look.url).content.decode()
    assert "no mistakes, nothing written yet" in shown
    assert "Begins like a formula" in shown
    assert seen(world, Case) == 0
    assert ada.post(look.url).url == look.url
    assert "Import: written" in ada.get(look.url).content.decode()
    assert (seen(world, Case), seen(world, Contact)) == (1, 1)


def test_confirming_twice_writes_once(world, ada):
    look = upload(ada, *csv_files(FILES))
    ada.post(look.url)
    assert ada.post(look.url).status_code == 200
    assert seen(world, Case) == 1


def test_a_zip_of_a_folder_is_the_same(world, ada):
    entries = {f"april/{name}.csv": text for name, text in FILES.items()}
    look = upload(ada, zipped(entries | {"april/README.md": "read me", "__MACOSX/april/._cases.csv": "x"}))
    ada.post(look.url)
    assert seen(world, Case) == 1


def test_every_mistake_is_shown_with_its_place(world, ada):
    shown = ada.get(upload(ada, *csv_files(BROKEN)).url).content.decode()
    assert "Import: 2 mistakes, nothing written" in shown
    for part in ("contacts.csv", "occurred_on", "9.3.2015", "Did you mean in_person?", "2015-09-03 (or 2015-03-09"):
        assert part in shown


def test_mistakes_cannot_be_confirmed(world, ada):
    look = upload(ada, *csv_files(BROKEN))
    assert ada.post(look.url).status_code == 422
    assert seen(world, Case) == 0


def test_the_sheet_of_mistakes_runs_nothing(world, ada):
    broken = {**FILES, "contacts": FILES["contacts"].replace("in_person", "=1+1")}
    look = upload(ada, *csv_files(broken))
    sheet = ada.get(look.url + "mistakes.csv")
    assert sheet.headers["Content-Type"].startswith("text/csv")
    assert ",'=1+1," in sheet.content.decode()


def test_what_was_checked_is_checked_again_on_confirmation(world, ada):
    look = upload(ada, *csv_files(FILES))
    assert "no mistakes" in ada.get(look.url).content.decode()
    [kept] = (home.folder() / "uploads").glob("*/*/files/contacts.csv")
    kept.write_text(BROKEN["contacts"])
    assert ada.post(look.url).status_code == 422
    assert seen(world, Case) == 0


def test_uploads_are_their_uploaders_alone(world, ada, client):
    look = upload(ada, *csv_files(FILES))
    other = world.staff["cal"]
    Membership.objects.create(
        agency=world.root, organization=world.root, staff=other, role="admin", during=DateRange(None, None)
    )
    client.force_login(other)
    assert client.get(look.url).status_code == 404
    assert client.post(look.url).status_code == 404


def test_uploads_go_after_an_hour(world, ada):
    look = upload(ada, *csv_files(FILES))
    [kept] = (home.folder() / "uploads").glob("*/*")
    long_ago = kept.stat().st_mtime - timedelta(hours=1, minutes=1).total_seconds()
    os.utime(kept, (long_ago, long_ago))
    assert ada.get(look.url).status_code == 404
    assert not kept.exists()


def test_uploads_are_private_on_disk(world, ada):
    upload(ada, *csv_files(FILES))
    for place in (home.folder() / "uploads").glob("*"):
        assert place.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([SimpleUploadedFile("cases.xlsx", b"PK\3\4")], "cases.xlsx is neither a zip nor a CSV file."),
        ([SimpleUploadedFile("april.zip", b"PK\3\4 not a zip")], "april.zip cannot be unpacked."),
        ([zipped({"README.md": "nothing"})], "There is no CSV file in this."),
        ([zipped({"../cases.csv": "x"})], "holds a file that wants to lie elsewhere."),
        ([zipped({"/etc/cases.csv": "x"})], "holds a file that wants to lie elsewhere."),
        ([zipped({"a/cases.csv": "x", "b/cases.csv": "y"})], "cases.csv is there twice."),
        ([zipped({f"{n}.csv": "x" for n in range(41)})], "More than 40 files."),
        ([zipped({"contacts.csv": b"\0" * 31_000_000})], "More than 30 MB or 100,000 lines."),
        ([zipped({"contacts.csv": "\n" * 100_001})], "More than 30 MB or 100,000 lines."),
        ([], "No file was chosen."),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(world, ada, files, said):
    response = upload(ada, *files)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not list((home.folder() / "uploads").glob("*/*"))


@pytest.mark.parametrize("who", ["ana", "cal", "lia", "sue", "fay", "eve"])
def test_the_page_is_the_administrators_alone(world, client, who):
    client.force_login(world.staff[who])
    assert client.get(reverse("import")).status_code == 404


# An administrator of one provider brings in for that provider


@pytest.fixture
def of_d(world):
    """Ben administers Provider D, and nothing else."""
    Membership.objects.filter(staff=world.staff["ben"]).update(during=DateRange(None, NOW.date()))
    ben = world.staff["ben"]
    Membership.objects.create(
        agency=world.root, organization=world.d, staff=ben, role="admin", during=DateRange(None, None)
    )
    return sight.of(access.actor_of(ben, day=NOW.date()))


@pytest.fixture
def as_ben(of_d, folder):
    return lambda files: importing.bring_in(folder(files), of_d)


def test_other_organizations_do_not_exist_for_them(as_ben):
    assert lines(as_ben(FILES))[:1] == [
        "cases.csv:2: organization_id: found 'Provider C'. No such organization. Did you mean Provider D?"
    ]


def test_cases_of_other_organizations_do_not_exist_for_them(world, as_ben, bring_in):
    assert lines(bring_in(FILES)) == []
    more = FILES["contacts"].replace("K1", "K2").replace(",ana,", ",ben,")
    assert lines(as_ben({"contacts": more})) == ["contacts.csv:2: case_id: found 'C1'. No such case."]


def test_an_id_they_cannot_see_is_taken_all_the_same(world, as_ben, bring_in):
    assert lines(bring_in(FILES)) == []
    theirs = {
        name: text.replace("Provider C", "Provider D").replace(",ana,", ",ben,").replace("P1", "P2")
        for name, text in FILES.items()
    }
    [said] = lines(as_ben(theirs))
    assert said.startswith("folder:1: (file): An id in this folder is used by a row you cannot see")


def test_they_cannot_open_an_agency(as_ben):
    said = lines(as_ben({"organizations": "organization_id,name,kind,parent_id\nO9,Mine,funder,\n"}))
    assert said == [
        "organizations.csv:2: parent_id: found nothing. A new agency is brought in on the server (duly import)."
        " Name the organization above this one."
    ]


def test_they_bring_in_for_their_own(world, as_ben):
    theirs = {name: text.replace("Provider C", "Provider D").replace(",ana,", ",ben,") for name, text in FILES.items()}
    assert lines(as_ben(theirs)) == []
    with context.bound(agency=world.root.pk, organizations=[world.d.pk]):
        assert Case.objects.get().organization_id == world.d.pk


def test_they_may_open_an_organization_below_their_own(world, as_ben):
    below = "organization_id,name,kind,parent_id\nD2,Provider D South,provider,Provider D\n"
    assert lines(as_ben({"organizations": below})) == []
    assert Organization.objects.get(ref="D2").parent_id == world.d.pk


def test_limits_are_what_the_page_says(world, ada):
    shown = ada.get(reverse("import")).content.decode()
    assert f"{uploads.LARGEST // 1_000_000} MB" in shown
    assert "100,000 lines" in shown


def test_somebody_known_elsewhere_becomes_known_here_and_nothing_of_it_is_shown(world, as_ben, bring_in):
    assert lines(bring_in(FILES)) == []
    theirs = {name: text.replace("Provider C", "Provider D").replace(",ana,", ",ben,") for name, text in FILES.items()}
    theirs["cases"] = theirs["cases"].replace("C1,", "C2,")
    theirs["people"] = theirs["people"].replace("Jo,Reyes", "Joanna,Reyes")
    del theirs["contacts"]
    assert lines(as_ben(theirs)) == []
    with context.bound(agency=world.root.pk, whole_agency=True):
        known = Profile.objects.filter(person__ref="P1").values_list("organization__ref", "given_name")
        assert set(known) == {("Provider C", "Jo"), ("Provider D", "Joanna")}
