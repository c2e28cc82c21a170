"""The wheel carries everything: what it brings runs without the checkout."""

import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from tests.home import CHECKOUT
from tests.live import free_port, wait_until_well


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=CHECKOUT, check=True)
    return next(folder.glob("duly-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """An environment of its own with Duly from the wheel; its dependencies are borrowed, Duly's checkout is not."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin/python"


@pytest.mark.parametrize(
    "file",
    [
        "duly/casework/static/uswds/css/uswds.min.css",
        "duly/casework/static/uswds/img/sprite.svg",
        "duly/casework/static/uswds/fonts/source-sans-pro/sourcesanspro-regular-webfont.woff2",
        "duly/casework/static/duly.css",
        "duly/casework/layout/base.html",
        "duly/casework/documents/sheet.typ",
        "duly/casework/documents/fonts/sourcesanspro-regular-webfont.ttf",
        "duly/programs/set/2013-07-01.yaml",
        "duly/demo/set-2015/cases.csv",
        "duly/casework/migrations/0001_initial.py",
    ],
)
def test_it_carries(wheel, file):
    assert file in zipfile.ZipFile(wheel).namelist()


def test_it_carries_no_test_and_nothing_of_this_machine(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [
        name for name in names if name.split("/")[0] not in ("duly", f"duly-{wheel.name.split('-')[1]}.dist-info")
    ]


def test_every_file_a_style_sheet_names_is_there(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "/static/" in name and name.endswith((".map", ".ttf", ".woff"))]


def test_installed_alone_it_runs_the_demo(installed, make_home, tmp_path):
    home, port, log = make_home("home"), free_port(), tmp_path / "demo.log"
    with log.open("w") as output:
        demo = subprocess.Popen(
            [installed, "-m", "duly.cli", "demo", "--port", str(port)],
            env=home.environment(),
            cwd=tmp_path,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_well(f"http://127.0.0.1:{port}", demo, log, seconds=120)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"uswds.min" in page.read()
    finally:
        demo.terminate()
        assert demo.wait(timeout=60) == 0, log.read_text()
    assert str(CHECKOUT) not in log.read_text()
