"""Every answer says how it may be used: headers over all routes and status classes; and reading changes nothing."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from duly.casework import clock, context
from duly.casework.checks import routes
from tests.trust.test_matrix import PARTS, RELATIONS, parts_of, some_fact
from tests.trust.world import World

WHO = ("ana", "lia", "ada", None)
LIBRARY = {"pk": 1, "uidb36": "1", "key": "check_ins"}  # parts of the sign-in library's addresses
CSP = (
    "default-src 'none'; script-src 'nonce-…' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; report-uri /policy-reports"
)
FILE_TYPES = {"application/pdf", "text/plain; charset=utf-8"}
FILE_CSP = "default-src 'none'; sandbox; frame-ancestors 'none'"  # of what is a download and no page
HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'policy="/policy-reports"',
}  # fmt: skip
NONCE = re.compile(r"'nonce-([^']+)'")
NOT_OURS = {"django_session", "usersessions_usersession", "duly_cache", "casework_opening"}  # what a visit leaves


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str | None, Client]:
    made = {who: Client(raise_request_exception=False) for who in WHO}
    for who in WHO[:-1]:
        made[who].force_login(world.scenes[0].staff[who])
        assert made[who].get(reverse("account")).status_code == 200
    return made


def addresses(world: World) -> Iterator[str]:
    """Every route there is, of a case of one's own and of one of somebody else's."""
    for name, pattern, _ in routes():
        parts = re.findall(r"\(\?P<(\w+)>", pattern) if "?P<" in pattern else parts_of(pattern)
        for relation in ("assigned", "other organization") if parts else ("assigned",):
            home, number = RELATIONS[relation]
            about = world.homes[home], world.homes[home].cases[number]
            filled = {part: PARTS.get(part, some_fact)(*about) if part not in LIBRARY else LIBRARY[part]
                      for part in parts}  # fmt: skip
            yield reverse(name, kwargs=filled)


def policy_of(answer: object) -> str:
    """The policy; an answer whose page asked for no script carries no nonce."""
    said = NONCE.sub("'nonce-…'", answer.headers.get("Content-Security-Policy", ""))
    return said.replace("script-src 'strict-dynamic'", "script-src 'nonce-…' 'strict-dynamic'")


def wrong(answer: object, *, signed_in: bool) -> list[str]:
    """What the answer's headers lack."""
    found = [f"{name}: {answer.headers.get(name)}" for name, value in HEADERS.items()
             if answer.headers.get(name) != value]  # fmt: skip
    is_file = answer.status_code == 200 and answer.headers.get("Content-Type") in FILE_TYPES
    if policy_of(answer) != (FILE_CSP if is_file else CSP):
        found.append(answer.headers.get("Content-Security-Policy", "no policy"))
    if signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
    return found


class Inline(HTMLParser):
    """Collects what a strict policy would have to forbid."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.found = nonce, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and (given.get("nonce") != self.nonce or "src" not in given)):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.found += [f"{tag} {name}={value}" for name, value in attrs if (value or "").startswith("javascript:")]


def inline_of(answer: object) -> list[str]:
    nonce = NONCE.search(answer.headers.get("Content-Security-Policy", ""))
    parser = Inline(nonce.group(1) if nonce else "")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        parser.feed(text_of(answer))
    return parser.found


def text_of(answer: object) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def all_answers(world: World, clients: dict[str | None, Client]) -> Iterator[tuple[str, str | None, object]]:
    for address in addresses(world):
        for who in WHO:
            yield address, who, clients[who].get(address)


def test_every_answer_to_everybody_carries_the_headers_and_nothing_inline(world, clients):
    found, statuses, nonces = [], set(), []
    for address, who, answer in all_answers(world, clients):
        faults = wrong(answer, signed_in=who is not None) + inline_of(answer)
        found += [f"{address} {who} {answer.status_code}: {fault}" for fault in faults]
        statuses.add(answer.status_code)
        nonces += NONCE.findall(answer.headers.get("Content-Security-Policy", ""))
    assert found == [], "\n".join(found[:40])
    assert {200, 302, 404, 405} <= statuses
    assert len(nonces) == len(set(nonces)) > 100


def test_a_page_with_something_inline_would_be_found():
    parser = Inline("n")
    parser.feed("<p style='x' onclick='y'><style></style><script>z</script><a href='javascript:1'>")
    assert parser.found == ["p style", "p onclick", "style", "script", "a href=javascript:1"]


def test_an_answer_without_the_headers_would_be_found(rf):
    from django.http import HttpResponse

    assert len(wrong(HttpResponse("bare"), signed_in=True)) == len(HEADERS) + 2


def test_refusals_and_failures_carry_them_too(world, clients, monkeypatch):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.scenes[0].staff["ana"])
    log = reverse("log", args=[world.homes["c"].cases[0].ref])
    answers = {403: strict.post(log), 400: clients["ana"].get("/", HTTP_HOST="elsewhere.example")}
    answers[404] = clients["ana"].get("/nowhere")
    monkeypatch.setattr(clock, "now", _fails)
    answers[500] = clients["ana"].get(reverse("caseload"))
    for status, answer in answers.items():
        assert answer.status_code == status
        assert wrong(answer, signed_in=status in (403, 404)) + inline_of(answer) == [], status


def _fails() -> None:
    raise OSError("the clock cannot be read")


def everything(world: World) -> dict[str, tuple]:
    """How many rows each table has, and what they say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - NOT_OURS)
    return {table: tuple(_rows_of(scene.root.pk, table) for scene in world.scenes) for table in tables}


def _rows_of(agency: object, table: str) -> tuple:
    with context.bound(agency=agency, whole_agency=True), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")
        return cursor.fetchone()


def test_get_and_head_change_no_row(world, clients):
    before = everything(world)
    assert before["casework_contact"][0][0] > 0
    for address in addresses(world):
        for who in ("ana", "ada"):
            clients[who].get(address)
            clients[who].head(address)
    assert everything(world) == before


def test_a_write_would_be_seen_in_the_rows(world, clients):
    before = everything(world)
    address = reverse("take", args=[world.homes["c"].cases[0].ref])
    assert clients["ana"].post(address).status_code in (302, 303)
    assert [table for table, rows in everything(world).items() if rows != before[table]]
