"""Odd requests to every route by everybody: no failure, no word of the database's, nobody else's people (R-36)."""

import os
import random
import re
import time
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from duly.casework import clock
from duly.casework.checks import routes
from tests.trust.test_headers import LIBRARY
from tests.trust.test_injection import DATABASE_TEXT, QUESTIONS, SQL, XSS
from tests.trust.test_matrix import PARTS, RELATIONS, clients, open_application, open_database, parts_of, some_fact
from tests.trust.world import World

__all__ = ["clients", "open_application", "open_database"]  # fixtures
REQUESTS = int(os.environ.get("DULY_FUZZ", "5000"))
SEED = int(os.environ.get("DULY_FUZZ_SEED", "0")) or random.randrange(1, 10**6)
METHODS = ["GET"] * 6 + ["POST"] * 10 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X"]
FIELD = re.compile(r'name="([\w.-]{1,60})"(?:[^>]*?value="([^"]{0,80})")?')
BUSY = ["ana", "cal", "ada"] * 4 + ["lia"] * 2  # who may do more is asked more
ODD = [
    "", " ", "0", "-1", "1e999", "NaN", "Infinity", "null", "true", "[]", "{}", "on", "\t", "\r\n", "\x00", "a\x00b",
    "\x7f", "\ufeff", "\u202e", "\u200b", "😀", "é" * 300, "9" * 400, "a" * 20_000, "../../etc/passwd", "..\\..\\",
    "//elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)", "2015-04-06", "2015-02-30",
    "0000-00-00", "9999-12-31", "10000-01-01", "-2015-01-01", "2015-04-06T10:00", "25:61", "not-a-uuid",
    "00000000-0000-0000-0000-000000000000", "01890000-0000-7000-8000-000000000000",
    "check_in", "intake", "phone", "completed", "set", "C00092",
]  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "application/json",
    "application/csp-report", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x", "text/plain", "text/xml", "application/octet-stream", "", "a/b/c",
    "multipart/mixed; boundary=x", "x" * 300,
]  # fmt: skip
FILE = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n--x--\r\n'
BODIES = [
    b"", b"\x00", b"\xff\xfe\xfd", b"{", b"[" * 5000, b'{"a": ' * 500, b"--x\r\n", b"--x--", b"--\r\n\r\n--", b"&&&===",
    b"a=%ZZ&b=%", FILE % (b"..\\..\\x.csv", b"a,b"), FILE % (b"contacts.csv", b"contact_id\r\n\x00"),
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", b"a" * 100_000,
]  # fmt: skip
HEADERS: list[dict[str, str]] = [
    {}, {}, {}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Target": "row-C1"}, {"HX-Request": "\u00e9"},
    {"HX-History-Restore-Request": "true", "HX-Request": "true"}, {"Accept": "*/*;q=x"}, {"Accept-Encoding": "br;q=9"},
    {"If-Modified-Since": "yesterday"}, {"Range": "bytes=9-1"}, {"Sec-Fetch-Site": "same-origin"}, {"Host": "a b"},
    {"X-Forwarded-For": "x, y"}, {"X-HTTP-Method-Override": "DELETE"}, {"Referer": "http://[::1"}, {"Origin": "null"},
    {"Cookie": "sessionid=\x01; said=x; device=y; messages=z"}, {"Accept-Language": "xx-" * 200},
    {"HX-Current-URL": "//["},
]  # fmt: skip


class Fuzz:
    """Makes requests from a seed: what is right for a route, with something of it bent."""

    def __init__(self, world: World, clients: dict[str, Client], seed: int) -> None:
        self.world, self.clients, self.chance = world, clients, random.Random(seed)
        self.routes = list(routes())
        self.fields = {name: fields_of(world, clients, name, pattern) for name, pattern, _ in self.routes}
        self.odd = [*SQL, *XSS, *ODD]

    def one(self) -> tuple[str, dict]:
        """Who asks, and the request as Django's client takes it."""
        name, pattern, _ = self.chance.choice(self.routes)
        who = self.chance.choice([*self.clients, *BUSY])
        data, kind = self.body(name)
        asked = {
            "method": self.chance.choice(METHODS), "path": self.address(name, pattern), "data": data,
            "content_type": kind, "headers": self.chance.choice(HEADERS), "QUERY_STRING": self.query(name),
        }  # fmt: skip
        return who, asked

    def address(self, name: str, pattern: str) -> str:
        home, number = RELATIONS[self.chance.choice([*RELATIONS, *["assigned"] * 5])]
        about = self.world.homes[home], self.world.homes[home].cases[number]
        if "?P<" in pattern:
            return reverse(name, kwargs=dict.fromkeys(re.findall(r"\(\?P<(\w+)>", pattern), "1"))
        right = {part: PARTS.get(part, some_fact)(*about) if part not in LIBRARY else LIBRARY[part]
                 for part in parts_of(pattern)}  # fmt: skip
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: self.part(str(right[part[1]])), pattern)

    def part(self, right: str) -> str:
        return right if self.chance.random() < 0.8 else quote(self.chance.choice(self.odd)[:300], safe="")

    def query(self, name: str) -> str:
        if self.chance.random() < 0.5:
            return ""
        return self.chance.choice(["%", "&&&=", "a=%ff", urlencode(self.pairs(name), doseq=True)])[:30_000]

    def body(self, name: str) -> tuple[bytes, str]:
        if self.chance.random() < 0.2:
            return self.chance.choice(BODIES), self.chance.choice(TYPES)
        return urlencode(self.pairs(name), doseq=True).encode(), TYPES[0]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Most fields of the page as a browser would send them, some bent, some twice, some nobody asked for."""
        known = self.fields[name] or [(self.chance.choice(["q", "page", "case", "next", "entry"]), "")]
        made = []
        for field, value in known:
            if self.chance.random() < 0.85:
                made.append((field, value if self.chance.random() < 0.6 else self.chance.choice(self.odd)))
            if self.chance.random() < 0.05:
                made.append((field, self.chance.choice(self.odd)))
        if self.chance.random() < 0.1:
            made.append((self.chance.choice(self.odd)[:100], "x"))
        return made


def fields_of(world: World, clients: dict[str, Client], name: str, pattern: str) -> list[tuple[str, str]]:
    """What the page's forms send, from the page itself as somebody who may open it sees it."""
    just_signed_in(clients)
    found: dict[str, str] = dict.fromkeys(QUESTIONS.get(name, ()), "")
    if "?P<" in pattern:
        return list(found.items())
    home = world.homes["c"]
    right = {part: PARTS.get(part, some_fact)(home, home.cases[0]) if part not in LIBRARY else LIBRARY[part]
             for part in parts_of(pattern)}  # fmt: skip
    for who in ("cal", "ada", "lia"):
        answer = ask(clients[who], {"method": "GET", "path": reverse(name, kwargs=right)})
        if answer.status_code == 200 and not answer.streaming:
            found |= dict(FIELD.findall(answer.content.decode(errors="replace")))
    found.pop("csrfmiddlewaretoken", None)
    # A form that comes back says what was sent: nobody's texts are.
    return [(field, "" if "Kanari" in value else value) for field, value in found.items()]


def ask(client: Client, asked: dict) -> object:
    """One request whose effects are taken back, after all that a commit would have checked was checked."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = client.generic(**asked)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code < 500:
            connection.check_constraints()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)  # whoever signed out did not
    return answer


def faults(world: World, who: str, asked: dict, answer: object) -> Iterator[str]:
    text = answer.body.decode(errors="replace") + repr(list(answer.headers.items()))
    if answer.status_code >= 500:
        yield f"answered {answer.status_code}"
    sent = str(asked)
    yield from (f"says {word!r}" for word in DATABASE_TEXT.findall(text) if word not in sent)
    mine = "c" if who in ("ana", "sue", "cal", "second c") else ""
    foreign = [canary for home in world.homes.values() if home.key != mine for canary in home.canaries()]
    yield from (f"contains {canary}" for canary in foreign if canary in text)


def just_signed_in(clients: dict[str, Client]) -> None:
    """Nobody has been idle, and everybody gave the password just now: the far-reaching pages are reached too."""
    for client in clients.values():
        session = client.session
        if "_auth_user_id" in session:
            session["seen"] = session["since"] = time.time()
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session["account_authentication_methods_user"] = session["_auth_user_id"]
            session.save()


def run(world: World, clients: dict[str, Client], seed: int, requests: int) -> tuple[list[str], dict[int, int]]:
    """(what was wrong, how often each status was answered)."""
    fuzz, wrong, statuses = Fuzz(world, clients, seed), [], {}
    for number in range(requests):
        if number % 500 == 0:
            just_signed_in(clients)
        who, asked = fuzz.one()
        answer = ask(clients[who], asked)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        wrong += [f"{number} {who} {str(asked)[:600]}: {each}" for each in faults(world, who, asked, answer)]
    return wrong, statuses


def test_odd_requests_are_answered_and_tell_nothing(world, clients, tell, monkeypatch):
    wrong, statuses = run(world, clients, SEED, REQUESTS)
    answered = ", ".join(f"{many:,} times {status}" for status, many in sorted(statuses.items()))
    with monkeypatch.context() as broken:
        broken.setattr(clock, "now", _fails)
        failing = run(world, clients, SEED, 300)[1]
    failed = sum(many for status, many in failing.items() if status >= 500)
    tell("Odd requests", tried=f"{REQUESTS:,} to {len(list(routes()))} routes by {len(clients)} people, seed {SEED}",
         found=f"{len(wrong)} failures, words of the database's or people of others; answered {answered}",
         control=f"with a clock that fails: {failed} of 300 found")  # fmt: skip
    assert wrong == [], f"seed {SEED}:\n" + "\n".join(wrong[:20])
    assert failed
    assert statuses[200] > REQUESTS / 20


def test_with_both_walls_down_other_people_are_found(world, clients, open_application, open_database, tell):
    wrong, _ = run(world, clients, SEED, 300)
    found = sum("contains" in each for each in wrong)
    tell("Odd requests, both walls down", tried="300 of the same", found=f"{found} foreign texts", control="it is one")
    assert found


def _fails() -> None:
    raise OSError("the clock cannot be read")
