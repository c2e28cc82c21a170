"""What was just done is said once, on the next page; until then neither cookie nor session row can be read."""


import zlib

import pytest
from cryptography import fernet
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duly.casework import clock, context
from duly.casework.layout import said

NAME = "Quilla Zabriskie"


@pytest.fixture
def ana(scene) -> Client:
    browser = Client()
    browser.force_login(scene.staff["ana"])
    browser.get("/account/")
    return browser


@pytest.fixture
def saved(scene, ana) -> Client:
    """A browser in which Ana has just acknowledged a case, and not yet seen the next page."""
    with context.bound(agency=scene.root.pk, whole_agency=True):
        case = scene.case(NAME, by="cal")
    answer = ana.post(f"/cases/{case.ref}/take")
    assert answer.status_code in (302, 303)
    return ana


def readable(cookie: str) -> str:
    """What anybody reads in a signed cookie: it is packed, not sealed."""
    packed, text = cookie.startswith("."), signing.b64_decode(cookie.lstrip(".").partition(":")[0].encode())
    return (zlib.decompress(text) if packed else text).decode(errors="replace")


def kept(browser: Client) -> str:
    """Everything the browser and the session rows hold."""
    cookies = [cookie.value + readable(cookie.value) for cookie in browser.cookies.values() if ":" in cookie.value]
    rows = [str(row.get_decoded()) for row in Session.objects.all()]
    return " ".join([str(browser.cookies), *cookies, *rows])


def test_it_is_said_once_on_the_next_page(saved):
    assert NAME in saved.get("/").content.decode().split('id="said"')[1].split("<form")[0]
    assert f"<b>{NAME}</b>" not in saved.get("/").content.decode()


def test_meanwhile_neither_cookie_nor_row_can_be_read(saved):
    assert saved.cookies["said"].value
    assert not [word for word in NAME.split() if word in kept(saved)]
    assert "messages" not in saved.cookies


def test_its_cookie_is_for_our_pages_alone_and_not_for_long(saved):
    cookie = saved.cookies["said"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", 600, "/")


def test_once_said_nothing_of_it_is_left(saved):
    saved.get("/")
    assert saved.cookies["said"].value == ""


def test_only_signed_anybody_could_read_it(scene, ana, settings):
    """Control: so it was before."""
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    with context.bound(agency=scene.root.pk, whole_agency=True):
        case = scene.case(NAME, by="cal")
    ana.post(f"/cases/{case.ref}/take")
    assert NAME.split()[1] in readable(ana.cookies["messages"].value)


def test_after_ten_minutes_it_is_not_said_any_more(saved, monkeypatch):
    later = clock.real().timestamp() + said.WAITS + 1
    monkeypatch.setattr(fernet.time, "time", lambda: later)
    assert f"<b>{NAME}</b>" not in saved.get("/").content.decode()


@pytest.mark.parametrize("forged", ["gAAAAA-forged", "x", "\u00e9"])
def test_what_is_not_ours_is_not_said(ana, forged):
    ana.cookies["said"] = forged
    assert ana.get("/").status_code == 200


def test_saying_it_asks_nothing_of_the_database(saved):
    with CaptureQueriesContext(connection) as saying:
        saved.get("/")
    with CaptureQueriesContext(connection) as silent:
        saved.get("/")
    assert len(saying) == len(silent)
