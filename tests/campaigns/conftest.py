"""A campaign tells what it found before it judges it, so that a failure leaves its figure too."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from duly.casework import clock
from tests.campaigns.keeping import NOT_TRIED, Figure
from tests.trust.conftest import world  # noqa: F401  (a fixture)

Tell = Callable[..., None]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """One line of docs/trust.md, and of the screen."""

    def told(what: str, *, tried: str, found: str, control: str) -> None:
        figure = Figure(what, tried, found, control, f"{clock.real():%d %b %Y}, {os.cpu_count()} cores")
        with capsys.disabled():
            print(f"\n{what}: {tried}; {found}; control: {control}", flush=True)
        if file := os.environ.get("DULY_CAMPAIGN_FIGURES"):
            with Path(file).open("a") as figures:
                figures.write(json.dumps(vars(figure)) + "\n")

    return told


@pytest.fixture
def give_up(tell: Tell) -> Callable[[str, str], None]:
    """What cannot be tried on this machine is skipped, and said."""

    def said(what: str, why: str) -> None:
        tell(what, tried=why, found=NOT_TRIED, control=NOT_TRIED)
        pytest.skip(why)

    return said
