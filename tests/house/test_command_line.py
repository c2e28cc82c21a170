"""The command line: what is not understood is said and answered with 2, what cannot be done with 1, in one sentence."""

import pytest


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["report"],
        ["report", "fidelity"],
        ["report", "fidelity", "set"],
        ["import"],
        ["serve", "--port", "x"],
        ["demo", "--cases", "0"],
        ["report", "fidelity", "set", "--as-of", "2015-04-30", "--format", "xml"],
    ],
)
def test_what_is_not_understood_is_2(make_home, arguments):
    done = make_home("home").duly(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: duly" in done.stderr


def test_asking_how_starts_no_database(make_home):
    home = make_home("home")
    assert "import" in home.duly("--help").stdout
    assert not home.folder.exists()


def test_a_file_that_is_not_there_is_one_sentence(make_home):
    done = make_home("home").duly("program", "check", "nowhere.yaml")
    assert (done.returncode, done.stderr) == (1, "duly: nowhere.yaml cannot be read: no such file or directory.\n")


def test_a_program_nobody_wrote_is_one_sentence(make_home):
    done = make_home("home").duly("program", "explain", "fishing")
    assert done.returncode == 1
    assert done.stderr.startswith("duly: There is no program 'fishing'. Duly brings")
