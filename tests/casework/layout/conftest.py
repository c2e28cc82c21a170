"""A page of our own templates in a real browser, without a server: files and answers are handed to it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from playwright.sync_api import Browser, Page, Route

from duly.casework import words
from duly.casework.layout.shell import Shell

HERE = Path(__file__).parent
TODAY = date(2015, 4, 9)
NAVIGATION = (("today", "Today"), ("caseload", "Caseload"), ("reports", "Reports"), ("programs", "Programs"))
POLICY = (
    "default-src 'none'; script-src 'nonce-n0' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
Answers = dict[str, Callable[[Route], None]]


class IntakeForm(forms.Form):
    """A form with every kind of field, wrongly filled in."""

    held = forms.DateField(
        label="Date held",
        help_text="Leave empty if the day is not known",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    length = forms.IntegerField(label="Length, minutes", required=False)
    mode = forms.ChoiceField(
        label="How it was held",
        choices=[("in_person", "In person"), ("phone", "Phone")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    needs = forms.CharField(label="What they need", widget=forms.Textarea)
    gaps = forms.MultipleChoiceField(
        label="Help wanted with",
        choices=[("plan", "Planning"), ("web", "Website")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stage = forms.ChoiceField(label="How far along", choices=[("idea", "An idea"), ("sells", "Selling")])
    agreed = forms.BooleanField(label="Both agreed", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def shell(said: str = "") -> Shell:
    message = SimpleNamespace(message=words.html("Saved for <b>{}</b>.", said), extra_tags="/undo") if said else None
    return Shell(
        navigation=NAVIGATION,
        may_search=True,
        may_enroll=True,
        name="Advisor C2",
        place="Provider C",
        single_keys=True,
        practice=True,
        now="Thu 9 Apr 2015, 9:04",
        zone="Chicago",
        said=lambda: message,
    )


def lines() -> list[SimpleNamespace]:
    made = [
        ("C00069", "Hal Vega", date(2014, 10, 22)),
        ("C00093", "Quinn Xiong", date(2015, 3, 15)),
        ("C00101", "Wes Novak", date(2015, 4, 11)),
    ]
    return [
        SimpleNamespace(
            ref=ref,
            name=name,
            owed="Reassessment 1 of 3",
            due=words.on(due, today=TODAY),
            left=words.left(due, today=TODAY),
            reached=words.on(date(2015, 3, 30), today=TODAY),
        )
        for ref, name, due in made
    ]


@pytest.fixture
def render() -> Callable[..., str]:
    """The text of a template of this folder, as our environment renders it."""
    environment = engines.all()[0].env  # type: ignore[attr-defined]

    def rendered(file: str, /, **context: object) -> str:
        frame = {
            "shell": shell(),
            "actor": object(),
            "csp_nonce": "n0",
            "csrf_token": "t",
            "csrf_input": "",
            "today": TODAY,
            "lines": lines(),
            "form": IntakeForm({"held": "2015-04-31"}),
        }
        template = environment.from_string((HERE / file).read_text())
        # Which routes exist is not what these tests are about.
        template.globals.update({"url": address, "url_if_any": address})
        return str(template.render(frame | context))

    return rendered


def address(route: str, *parts: object) -> str:
    return "/".join(["", route, *map(str, parts)])


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a text as a page; `answers` says what other paths give."""
    opened: list[Page] = []

    def shown(text: str, *, width: int = 1440, answers: Answers | None = None, **context: object) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, **context)
        page.complaints = []  # type: ignore[attr-defined]
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", lambda route: answer(route, text, answers or {}))
        page.goto("http://duly.test/")
        opened.append(page)
        return page

    yield shown
    for page in opened:
        page.context.close()


def answer(route: Route, text: str, answers: Answers) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        route.fulfill(path=found) if found else route.fulfill(status=404)
    elif path in answers:
        answers[path](route)
    else:
        route.fulfill(body=text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})
