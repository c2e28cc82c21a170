"""Nothing is open by omission: a route that says nothing about who may use it keeps Duly from starting."""

import subprocess
import sys
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from duly.casework.checks import every_route_says_who_may_use_it, routes
from duly.casework.door import is_open
from duly.config import server, urls
from duly.config.home import Sorry


@pytest.fixture
def forgotten(settings, monkeypatch):
    """Our routes, and one more that nobody declared."""
    module = ModuleType("forgotten_urls")
    module.urlpatterns = [
        *urls.urlpatterns,
        path("forgotten/", lambda request: HttpResponse("secret"), name="forgotten"),
    ]
    monkeypatch.setitem(sys.modules, "forgotten_urls", module)
    settings.ROOT_URLCONF = "forgotten_urls"


def test_every_route_says_who_may_use_it():
    assert every_route_says_who_may_use_it() == []


def test_an_undeclared_route_stops_start_up(forgotten):
    with pytest.raises(Sorry, match="The route 'forgotten/'"):
        server.prepare()


@pytest.mark.django_db
def test_and_would_not_be_served_either(forgotten, client):
    assert client.get("/forgotten/").headers["Location"].startswith("/sign-in/")


def test_what_is_open_to_anybody_is_this_and_nothing_else():
    ours = {name for name, _, view in routes() if is_open(name, view) and not view.__module__.startswith("allauth.")}
    pages = {"invitation", "first-password", "keyboard", "help", "accessibility"}
    assert ours == pages | {"healthz", "policy-reports"}


def test_the_library_brings_only_the_pages_we_listed():
    theirs = {name for name, _, view in routes() if view.__module__.startswith("allauth.")}
    assert not theirs & {
        "account_email",
        "account_confirm_email",
        "mfa_trust",
        "usersessions_list",
        "account_request_login_code",
    }


def test_the_command_that_serves_runs_the_checks(tmp_path):
    """The same refusal, in a process of its own."""
    script = (
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'duly.config.settings');"
        "import django; django.setup();"
        "from django.urls import path; from duly.config import urls, server;"
        "urls.urlpatterns.append(path('forgotten/', print, name='forgotten'));"
        "server.prepare()"
    )
    tried = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert tried.returncode != 0
    assert "The route 'forgotten/' (forgotten) does not say who may use it." in tried.stderr
