"""`duly import` and `duly export` as commands: what they print where, what they return, what stays in the database."""

import pytest

from duly.casework import clock
from duly.casework.exchange import commands
from duly.cli import main
from duly.config import database
from duly.config.home import Sorry
from tests.broken.folders.good import GOOD
from tests.casework.exchange.conftest import NOW
from tests.casework.scene import stand_clock

BROKEN = {**GOOD, "contacts": GOOD["contacts"].replace("S4,phone", "S4,phon").replace("Prices", "=Prices")}
COUNTED = (
    "organization",
    "staff",
    "membership",
    "accesschange",
    "person",
    "profile",
    "case",
    "assignment",
    "contact",
    "obligation",
)


@pytest.fixture
def home_of_its_own(own_database):
    stand_clock(NOW)
    yield own_database
    clock.forget()


def rows(name):
    """How many rows of each table are committed, as the role sees them that sees all."""
    with database.connect(database.BACKUP, database=name) as connection:
        return [connection.execute(f"SELECT count(*) FROM casework_{table}").fetchone()[0] for table in COUNTED]


def test_a_broken_folder_says_so_and_leaves_nothing(home_of_its_own, folder, capsys):
    assert commands.import_folder(folder(BROKEN)) == 1
    said = capsys.readouterr()
    assert said.out == (
        "contacts.csv:8: mode: found 'phon'. Unknown mode. Did you mean phone?"
        " One of in_person, phone, video, email, text, mail.\n"
    )
    assert "contacts.csv:8: note: warning: found '=Prices compared.'." in said.err
    assert "1 mistake, nothing written" in said.err
    assert rows(home_of_its_own) == [0] * len(COUNTED)


def test_a_good_folder_comes_in_and_goes_out(home_of_its_own, folder, tmp_path, capsys):
    assert commands.import_folder(folder(GOOD)) == 0
    assert "contacts.csv                 6 new         0 changed         0 as recorded" in capsys.readouterr().out
    assert rows(home_of_its_own)[:9] == [4, 4, 4, 4, 4, 4, 4, 3, 6]
    assert commands.export_folder(tmp_path / "out") == 0
    assert {each.stem: each.read_text() for each in (tmp_path / "out").iterdir()} == GOOD


def test_a_dry_run_says_what_would_come_in(home_of_its_own, folder, capsys):
    assert commands.import_folder(folder(GOOD), dry_run=True) == 0
    assert "Checked, nothing written: 26 rows" in capsys.readouterr().out
    assert rows(home_of_its_own) == [0] * len(COUNTED)


@pytest.mark.parametrize(
    ("path", "said"),
    [("nowhere", "This is no folder; check its name."), ("file", "This is a file; unpack it and name the folder.")],
)
def test_what_is_no_folder_is_said(home_of_its_own, tmp_path, capsys, path, said):
    (tmp_path / "file").write_text("x")
    assert commands.import_folder(tmp_path / path) == 1
    assert capsys.readouterr().out == f"{path}:1: (file): {said}\n"


def test_a_file_that_is_a_folder_is_said_and_the_rest_is_checked(home_of_its_own, folder, capsys):
    path = folder({name: text for name, text in BROKEN.items() if name != "people"})
    (path / "people.csv").mkdir()
    assert commands.import_folder(path) == 1
    assert [line.split(": ")[0] for line in capsys.readouterr().out.splitlines()] == ["people.csv:1", "contacts.csv:8"]


def test_an_export_never_mixes_with_what_is_there(home_of_its_own, folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "cases.csv").write_text("old")
    with pytest.raises(Sorry, match="is not an empty folder"):
        commands.export_folder(tmp_path / "out")
    assert (tmp_path / "out" / "cases.csv").read_text() == "old"


def test_an_export_that_fails_leaves_no_half_a_folder(home_of_its_own, folder, tmp_path, monkeypatch):
    commands.import_folder(folder(GOOD))
    monkeypatch.setitem(commands.FILES, "staff", None)
    with pytest.raises(AttributeError):
        commands.export_folder(tmp_path / "parent" / "out")
    assert list((tmp_path / "parent").iterdir()) == []


def test_the_command_line_lists_and_takes_back(home_of_its_own, folder, capsys):
    where = folder(GOOD)
    commands.import_folder(where)
    assert "duly import --undo" in capsys.readouterr().err
    commands.list_imports()
    listed = capsys.readouterr().out
    assert listed.rstrip().endswith("command line  folder")
    assert commands.undo_import(listed.split()[0], reason="The wrong folder") == 0
    said = capsys.readouterr()
    assert "cases                        4 taken back" in said.out
    assert "Organizations stay" in said.err
    with pytest.raises(Sorry, match="Nothing of this import"):
        commands.undo_import(listed.split()[0], reason="Again")
    assert commands.import_folder(where) == 0
    assert "cases.csv                    4 new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ([], "name a folder to import"),
        (["folder", "--list"], "name a folder to import"),
        (["--undo", "1"], "say why the import is taken back"),
        (["--undo", "1", "--reason", " "], "say why the import is taken back"),
    ],
)
def test_an_import_asked_for_in_half_says_what_is_missing(asked, says, capsys):
    with pytest.raises(SystemExit) as left:
        main(["import", *asked])
    assert left.value.code == 2
    assert says in capsys.readouterr().err


def test_remarks_can_be_counted_instead_of_named(home_of_its_own, folder, capsys):
    odd = {**GOOD, "contacts": GOOD["contacts"].replace("Prices", "=Prices").replace("Date not", "=Date not")}
    commands.import_folder(folder(odd), remarks=False)
    said = capsys.readouterr().err
    assert "2 rows are odd and came in all the same" in said
    assert "warning:" not in said
