"""The glossary is the authority on names: every kind of rule, every role and every table of the trade stands in it."""

import re
from pathlib import Path
from typing import get_args

import pytest

from duly.casework.models import Membership
from duly.engine.rules import Rule

HERE = Path(__file__).resolve().parents[2]
GLOSSARY = (HERE / "GLOSSARY.md").read_text("utf-8").lower()
KINDS = sorted(get_args(each.model_fields["kind"].annotation)[0] for each in get_args(get_args(Rule)[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_rule_is_explained(kind):
    assert f"**{kind.replace('_', '-')}**" in GLOSSARY.replace("_", "-")


def test_every_role_is_named():
    assert [label for _, label in Membership.Role.choices if label.lower() not in GLOSSARY] == []


def test_the_six_words_stand_in_the_readme():
    words = re.findall(r"^- \*\*(\w+)\*\*:", (HERE / "README.md").read_text("utf-8"), re.MULTILINE)
    assert words == ["Program", "Case", "Fact", "Obligation", "Measure", "Claim"]


def test_every_guide_the_readme_names_exists():
    links = re.findall(r"\]\(((?:docs/|[A-Z]+\.md)[^)]*)\)", (HERE / "README.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (HERE / link).exists()] == []
