"""Where browsers report what the content security policy stopped: a line in the log, without what was on the page."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LONGEST = 16_384  # bytes of one body
MOST = 10  # lines for one body
RULES = {*settings.SECURE_CSP, "script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"}
ORIGINS = {"inline", "eval", "wasm-eval", "data", "blob", "about", "chrome-extension", "moz-extension", "http", "https"}
HOST = re.compile(r"[a-z0-9.-]{1,100}(:\d{1,5})?")

log = logging.getLogger("duly.policy")


@csrf_exempt  # a browser sends it by itself, with no token; it changes nothing
@require_POST
def policy_reports(request: HttpRequest) -> HttpResponse:
    """Either form of report; anybody may send one, so it is small, rare, and only known words of it are kept."""
    if not ratelimit.consume(request, action="policy_report"):
        return HttpResponse(status=429)
    if len(body := request.read(LONGEST + 1)) > LONGEST:
        return HttpResponse(status=413)
    try:
        lines = list(_lines(json.loads(body)))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for line in lines[:MOST]:
        log.warning(line)
    return HttpResponse(status=204)


def _lines(said: Any) -> Iterator[str]:
    """One for each violation: by which rule, of what origin, on which page."""
    if not isinstance(said, list):
        said = [{"type": "csp-violation", "body": said.get("csp-report")}] if isinstance(said, dict) else []
    for report in said:
        body = report.get("body") if isinstance(report, dict) and report.get("type") == "csp-violation" else None
        if isinstance(body, dict):
            rule = _known(body.get("effectiveDirective") or body.get("effective-directive"), RULES)
            what = _origin(body.get("blockedURL") or body.get("blocked-uri"))
            yield f"{rule} stopped {what} on {_route(body.get('documentURL') or body.get('document-uri'))}"


def _known(text: Any, words: set[str]) -> str:
    return text if isinstance(text, str) and text in words else "-"


def _origin(text: Any) -> str:
    """`inline`, `eval`, or scheme and host of an address: neither path nor query, where a person could stand."""
    parts = _parts(text)
    if parts.scheme in ("http", "https", "ws", "wss") and HOST.fullmatch(parts.netloc):
        return f"{parts.scheme}://{parts.netloc}"
    return _known(parts.scheme or parts.path, ORIGINS)


def _route(text: Any) -> str:
    """The page by the name of its route, as every other line of the log says it."""
    try:
        return resolve(_parts(text).path or "-").view_name
    except Resolver404:
        return "-"


def _parts(text: Any) -> Any:
    try:
        return urlsplit(text if isinstance(text, str) else "")
    except ValueError:
        return urlsplit("")
