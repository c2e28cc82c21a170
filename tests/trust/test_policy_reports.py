"""Browsers report what the policy stopped (R-37): a line of known words for each, and nothing hidden in it."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.test import Client

from duly.config.complaints import LONGEST, MOST

AT = "/policy-reports"
SECRETS = ("Rosa", "C00092", "222-22-2222", "token", "alert")
OLD = {"csp-report": {
    "effective-directive": "img-src", "violated-directive": "img-src", "disposition": "enforce",
    "document-uri": "http://testserver/cases/C00092/?q=Rosa", "referrer": "http://testserver/search?q=Rosa",
    "blocked-uri": "https://elsewhere.example/Rosa.png?ssn=222-22-2222", "script-sample": "alert(Rosa)",
}}  # fmt: skip
NEW = [{"type": "csp-violation", "age": 3, "url": "http://testserver/?q=Rosa", "user_agent": "Rosa", "body": {
    "effectiveDirective": "script-src-elem", "blockedURL": "inline", "sample": "alert(Rosa)",
    "documentURL": "http://testserver/invitation/token/", "sourceFile": "http://testserver/x?q=Rosa",
}}]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_counted(db):
    cache.clear()


def report(said: object, kind: str = "application/csp-report", **more) -> int:
    text = said if isinstance(said, str | bytes) else json.dumps(said)
    return Client(enforce_csrf_checks=True).post(AT, text, content_type=kind, **more).status_code


def lines(caplog) -> list[str]:
    return [line.getMessage() for line in caplog.records if line.name == "duly.policy"]


@pytest.mark.parametrize(("said", "line"), [
    (OLD, "img-src stopped https://elsewhere.example on case"),
    (NEW, "script-src-elem stopped inline on invitation"),
])  # fmt: skip
def test_a_report_is_a_line_without_a_word_about_anybody(caplog, said, line):
    with caplog.at_level(logging.DEBUG, "duly"):
        assert report(said, "application/reports+json") == 204
    assert lines(caplog) == [line]
    assert not [word for word in SECRETS if word in caplog.text]


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_it_is_posted_and_nothing_else(method):
    assert getattr(Client(), method)(AT).status_code == 405


@pytest.mark.parametrize("said", [
    "", "{", b"\xff\xfe", "[" * 10_000, "NaN", "null", "7", '"Rosa"', "[]", "{}", "[null, 7, []]", '{"csp-report": 7}',
    '[{"type": "csp-violation", "body": {"effectiveDirective": ["x"], "blockedURL": {}, "documentURL": 7}}]',
    '{"csp-report": {"document-uri": "http://[Rosa", "blocked-uri": "Rosa", "effective-directive": "Rosa"}}',
])  # fmt: skip
def test_whatever_else_is_sent_is_answered_and_not_repeated(caplog, said):
    with caplog.at_level(logging.DEBUG, "duly"):
        assert report(said) in (204, 400)
    assert not [word for word in SECRETS if word in caplog.text]


def test_no_line_can_be_forged(caplog):
    forged = "img-src\n2026-01-01 info duly.request GET today 200"
    report({"csp-report": OLD["csp-report"] | {"effective-directive": forged, "blocked-uri": f"https://a\n{forged}"}})
    assert lines(caplog) == ["- stopped https on case"]


def test_a_large_one_is_refused(caplog):
    assert report({"csp-report": {"x": "y" * LONGEST}}) == 413
    assert lines(caplog) == []


def test_one_body_is_a_few_lines_at_most(caplog):
    assert report(NEW * 50) == 204
    assert len(lines(caplog)) == MOST


def test_after_twenty_in_a_minute_from_one_address_no_more_are_written(caplog):
    answers = [report(OLD) for _ in range(25)]
    assert answers == [204] * 20 + [429] * 5
    assert len(lines(caplog)) == 20
    assert report(OLD, REMOTE_ADDR="198.51.100.7") == 204


def policy(**environment: str) -> str:
    """The policy of a process started so."""
    said = "from duly.config.settings import SECURE_CSP; print(SECURE_CSP)"
    mine = {key: value for key, value in os.environ.items() if key != "DULY_PLAIN_HTTP"}
    return subprocess.run([sys.executable, "-c", said], env=mine | environment, capture_output=True, text=True).stdout


def test_over_https_browsers_are_told_both_places_and_over_http_the_one_they_use():
    """Chromium reports to `report-to` over https alone, and forgets `report-uri` where it is told of both."""
    assert "'report-uri': ['/policy-reports'], 'report-to': ['policy']" in policy()
    assert "'report-uri': ['/policy-reports']}" in policy(DULY_PLAIN_HTTP="1")
