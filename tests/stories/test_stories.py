"""Every story of every program holds, and every rule has one."""

from importlib import resources
from pathlib import Path

import pytest

from duly.engine.reading import editions, load
from duly.engine.stories import outcome, story

PROGRAMS = Path(str(resources.files("duly.programs")))
STORIES = sorted(PROGRAMS.glob("*/stories/*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_what_happened_leads_to_what_was_owed(path):
    told = story(path.read_text("utf-8"))
    assert told.says, "a story must say what was owed, measured or missing"
    assert outcome(told, load(path.parent.parent.name, told.edition)) == told.says
