"""Set-up finds a Python that really runs, or says in one sentence what to do."""

import sys
from pathlib import Path

import pytest

import bootstrap


def interpreter(folder: Path, *, version: str = "3 12", code: int = 0) -> str:
    """A program that answers like a Python of that version; with a code it is a launcher that does not run."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\necho {version}\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def found(**environ: str) -> str | None:
    return bootstrap.find_python({"PATH": "", "HOME": "/nowhere", **environ})


@pytest.fixture(autouse=True)
def nothing_else_here(monkeypatch):
    """Neither the Python of these tests nor the system's own."""
    monkeypatch.setattr(bootstrap.sys, "executable", None)
    monkeypatch.setattr(bootstrap, "PLACES", ())
    monkeypatch.setattr(bootstrap, "account_home", lambda: "/nowhere")


def test_the_one_that_is_named_is_taken(tmp_path):
    named = interpreter(tmp_path / "mine")
    assert found(DULY_PYTHON=named, PATH=str(tmp_path)) == named


def test_one_that_is_named_and_too_old_is_not_replaced_by_another(tmp_path):
    interpreter(tmp_path / "path")
    assert found(DULY_PYTHON=interpreter(tmp_path / "old", version="3 9"), PATH=str(tmp_path / "path")) is None


def test_a_launcher_that_exists_and_does_not_run_is_passed_over(tmp_path):
    shim = Path(interpreter(tmp_path / "shims", code=127))
    shim.rename(shim.with_name("python3.13"))
    kept = interpreter(tmp_path / "pyenv/versions/3.12.1/bin")
    assert found(PATH=str(tmp_path / "shims"), PYENV_ROOT=str(tmp_path / "pyenv")) == kept


def test_the_versions_of_pyenv_are_found_in_the_home_folder(tmp_path):
    kept = interpreter(tmp_path / ".pyenv/versions/3.13.0/bin", version="3 13")
    assert found(HOME=str(tmp_path)) == kept


def test_they_are_found_by_the_launchers_when_home_is_another_folder(tmp_path):
    interpreter(tmp_path / "pyenv/shims", code=127)
    kept = interpreter(tmp_path / "pyenv/versions/3.13.0/bin", version="3 13")
    assert found(PATH=str(tmp_path / "pyenv/shims")) == kept


def test_an_old_python3_is_not_enough(tmp_path):
    interpreter(tmp_path, version="3 11")
    assert found(PATH=str(tmp_path)) is None


def test_without_python_and_without_uv_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(bootstrap, "find_python", lambda: None)
    monkeypatch.setattr(bootstrap, "find_uv", lambda python: None)
    with pytest.raises(bootstrap.Stop, match=r"Duly needs Python 3.12 or newer and found none"):
        bootstrap.prepare("app")


def test_an_environment_that_holds_everything_is_left_alone(monkeypatch):
    monkeypatch.setattr(bootstrap, "standing", lambda: bootstrap.wanted("dev"))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.prefix + "/bin/python")
    monkeypatch.setattr(bootstrap, "prepare", lambda group: pytest.fail("set up again"))
    bootstrap.main([])


def test_the_tools_of_development_are_never_taken_away(monkeypatch):
    asked = []
    monkeypatch.setattr(bootstrap, "standing", lambda: "dev of-last-week")
    monkeypatch.setattr(bootstrap, "prepare", asked.append)
    monkeypatch.setattr(bootstrap, "stamp", lambda group: None)
    bootstrap.main([])
    assert asked == ["dev"]


@pytest.mark.parametrize("lock", ["app.txt", "dev.txt"])
def test_locks_are_hashed_and_name_no_place(lock):
    text = (Path(bootstrap.HERE) / "requirements" / lock).read_text()
    assert text.count("--hash=sha256:") > text.count("==")
    assert "http" not in text
    assert "--index" not in text
