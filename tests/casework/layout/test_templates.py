"""What every template keeps to: table roles, the strict policy, no person in a title."""

import re
from pathlib import Path

import pytest

CASEWORK = Path(__file__).parents[3] / "duly/casework"
TEMPLATES = sorted(CASEWORK.rglob("*.html"))
ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
    "th": "columnheader|rowheader",
}


def tags(text: str) -> list[tuple[str, str]]:
    """(name, the rest of the tag) of every opening tag; what Jinja writes inside is left as it is."""
    return re.findall(r"<([a-z][a-z0-9]*)\b((?:\{\{.*?\}\}|\{%.*?%\}|[^>{]|\{)*)>", text, re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(CASEWORK)))
def test_tables_say_their_roles_so_that_cards_stay_tables(path):
    for name, rest in tags(path.read_text()):
        if name in ROLES:
            assert re.search(rf'role="({ROLES[name]})"', rest), f"<{name}{rest}>"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(CASEWORK)))
def test_nothing_in_a_template_breaks_the_strict_policy(path):
    for name, rest in tags(path.read_text()):
        assert not re.search(r"\s(style|on[a-z]+|hx-on[:a-z-]*)=", rest), f"<{name}{rest}>"
        assert "js:" not in rest
        assert "javascript:" not in rest
        assert name != "style"
        if name == "script" and "application/json" not in rest:
            assert 'nonce="{{' in rest
            assert "src=" in rest


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(CASEWORK)))
def test_no_title_names_a_person(path):
    title = re.search(r"\{% block title %\}(.*?)\{% endblock %\}", path.read_text(), re.DOTALL)
    said = re.findall(r"\{\{(.*?)\}\}", title[1]) if title else []
    assert not any("name" in part for part in said), said


def styled() -> set[str]:
    sheets = [(CASEWORK / "static" / name).read_text() for name in ("duly.css", "pages.css", "screens.css")]
    text = re.sub(r"/\*.*?\*/", "", "".join(sheets), flags=re.DOTALL)
    return {name for rule in re.findall(r"([^{}]+)\{", text) for name in re.findall(r"\.([a-z][\w-]*)", rule)}


def test_no_rule_of_the_style_sheets_is_dead():
    sources = [*TEMPLATES, *CASEWORK.rglob("*.py"), CASEWORK / "static/duly.js"]
    text = "\n".join(path.read_text() for path in sources)
    ours = {name for name in styled() if not name.startswith("usa-")} - {"htmx-request"}
    # tag-late, owed-soon, tl-try: made of a stem and what the state is called.
    stems = {name: name.rsplit("-", 1)[0] + "-" for name in ours}
    dead = {
        name
        for name in ours
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
        and not re.search(rf"{re.escape(stems[name])}['\"{{]", text)
    }
    assert not dead
