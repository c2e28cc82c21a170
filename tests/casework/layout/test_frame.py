"""The frame by who is asking, error pages that tell nobody apart, and parts for htmx."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.messages.storage.session import SessionStorage
from django.test import Client, RequestFactory

from duly.casework import clock
from duly.casework.access import MAY, Actor, Grant
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page, part
from duly.casework.layout.said import last_said, say
from duly.casework.layout.shell import NAVIGATION, frame
from duly.casework.models.ids import uuid7

pytestmark = pytest.mark.django_db


def actor(*roles: str) -> Actor:
    staff = SimpleNamespace(name="Ana Ruiz", agency_id=uuid7(), single_keys=True)
    return Actor(
        staff=staff,
        day=date(2015, 4, 9),
        grants=tuple(Grant(role, staff.agency_id, "Provider C", frozenset()) for role in roles),
    )


def words_for(*roles: str) -> list[str]:
    return [word for _, word in frame(actor(*roles), said=lambda: None).navigation]


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        ("case_manager", ["Today", "Caseload", "Reports", "Programs"]),
        ("support", ["Today", "Caseload", "Programs"]),
        ("liaison", ["Reports", "Programs"]),
        ("admin", ["Programs", "People", "Import"]),
    ],
)
def test_the_bar_shows_what_the_person_may_do(role, entries):
    assert words_for(role) == entries


def test_nobody_signed_in_sees_no_bar_and_no_name(client):
    text = client.get("/help/").content.decode()
    assert "top-nav" not in text
    assert "top-me" not in text


def test_every_entry_of_the_bar_leads_somewhere():
    assert all(url(route).startswith("/") for route, _, _ in NAVIGATION)


def test_every_entry_of_the_bar_names_an_act():
    assert {act for _, _, act in NAVIGATION} <= set(MAY)


@pytest.mark.parametrize("path", ["/help/", "/help/keyboard/", "/help/accessibility/"])
def test_help_is_open_to_anybody(client, path):
    assert client.get(path).status_code == 200


def test_not_there_is_the_same_bytes_for_any_address(client):
    one, other = client.get("/no/such/page"), client.get("/case/C99999/secret?q=Mei")
    assert one.status_code == other.status_code == 404
    assert one.content == other.content
    assert b"Mei" not in other.content


def test_an_error_page_has_no_script_and_no_token(client):
    text = client.get("/no/such/page").content.decode()
    assert "<script" not in text
    assert "csrf" not in text


def test_a_form_without_its_token_says_that_the_text_is_still_there():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {})
    assert answer.status_code == 403
    assert "what you typed is still there" in answer.content.decode()


@pytest.fixture
def request_(client):
    """A request that can keep what is said, of nobody in particular."""
    request = RequestFactory().get("/help/")
    request.htmx, request.actor, request.session = False, None, client.session
    request._messages = SessionStorage(request)
    return request


def test_only_the_last_thing_said_is_shown_once(request_):
    say(request_, "Saved for Olu.")
    say(request_, "Saved for Mei.", undo="/undo/1")
    said = last_said(request_)
    assert (str(said), said.extra_tags) == ("Saved for Mei.", "/undo/1")
    assert request_._messages.used  # gone with this answer


def test_a_part_is_one_block_with_what_was_said_beside_it(request_):
    request_.htmx = SimpleNamespace(history_restore_request=False)
    say(request_, "Saved.")
    text = page(request_, "layout/help.html", fragment="content").content.decode()
    assert text.lstrip().startswith('<div class="prose">')
    assert "<html" not in text
    assert '<div id="said" hx-swap-oob="innerHTML">' in text


def test_without_htmx_the_same_page_is_whole(request_):
    assert "<html" in page(request_, "layout/help.html", fragment="content").content.decode()
    assert "<html" not in part(request_, "layout/help.html", "content", {})


def test_a_practice_home_says_so_in_the_footer(client):
    assert "Practice data" not in client.get("/help/").content.decode()
    clock.start_demo(datetime(2015, 5, 21, 14, 4, tzinfo=UTC))
    text = client.get("/help/").content.decode()
    clock.forget()
    assert settings.TIME_ZONE == "America/Chicago"
    assert "Practice data: no real person. As of Thu 21 May 2015, 9:04, program time zone Chicago." in text
