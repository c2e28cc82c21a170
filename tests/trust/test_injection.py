"""What somebody types stays text: in the questions a page asks the database, and in every page it is shown on."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from duly.casework import context, door
from duly.casework.assignments.actions import schedule
from duly.casework.closing.actions import hold
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct
from duly.casework.meetings.actions import keep_draft, record_meeting
from duly.casework.models import Case
from duly.casework.models.ids import uuid7
from duly.casework.services.actions import record_service
from tests.casework.scene import MONDAY
from tests.trust.world import World

SQL = [
    "'", "''", '"', "\\", "%", "%s", "%(agency)s", "_", "';--", "' OR '1'='1", "' OR 1=1 --", '" OR ""="',
    "1; SELECT 1",
    "'; DROP TABLE casework_contact; --", "name DESC, (SELECT 1)", "-name", "name;", "(SELECT pg_sleep(5))", "name--",
    "1/0", "CAST('x' AS int)", "' UNION SELECT password FROM casework_staff --", "$$x$$", "$1", "{0}", "{agency}",
    "{{7*7}}", "${7*7}", "%00", "\x01", "null", "NaN", "-1", "99999999999999999999", "0x41", "2015-02-30",
    "2015-03-31'", "9999-12-31", "0001-01-01", "name__password", "staff__password", "case__person__profile", "\u202e",
    "' || pg_read_file('/etc/passwd') || '", "📎" * 50, "a" * 5000, "?", ":x", "@>", "[]", "()", "*",
]  # fmt: skip
DATABASE_TEXT = re.compile(
    r"psycopg|syntax error|LINE 1|(?:column|relation|operator|function) .{1,80} does not exist|invalid input syntax"
    r"|out of range for type|Traceback|duly_app|md5\$"
)
QUESTIONS = {
    "today": ("whose",),
    "caseload": ("sort", "q", "lead", "stage", "due", "flag", "view", "after", "row"),
    "search": ("q",),
    "fidelity": ("as_of", "assigned_by", "known_at", "known_on", "compare", "trend"),
    "fidelity-json": ("as_of", "assigned_by", "known_at"),
    "fidelity-csv": ("as_of", "assigned_by", "known_at"),
    "fidelity-cases": ("as_of", "measure", "organization", "show"),
}
MARK = "data-foreign"  # an element that carries it was made by what somebody typed
XSS = [text.replace("M", MARK) for text in (
    "<script M>alert(1)</script>", "<ScRiPt M src=//x.example></sCrIpT>", "<img M src=x onerror=alert(1)>",
    "<svg M onload=alert(1)>", "<svg><script M>alert(1)</script></svg>", "<iframe M src=javascript:alert(1)>",
    "<body M onload=alert(1)>", '"><script M>alert(1)</script>', "'><img M src=x onerror=alert(1)>",
    '" onmouseover=alert(1) M="', "' onfocus=alert(1) autofocus M='", "</textarea><script M>alert(1)</script>",
    "</title><script M>alert(1)</script>", "</script><script M>alert(1)</script>", "--><script M>alert(1)</script>",
    "<a M href=javascript:alert(1)>x</a>", "<a M href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form M action=javascript:alert(1)><button>x", "<button M formaction=javascript:alert(1)>x",
    "<math M><mi xlink:href=javascript:alert(1)>x", "<object M data=javascript:alert(1)>", "<embed M src=//x.example>",
    "<style M>*{background:url(//x.example)}</style>", "<link M rel=stylesheet href=//x.example>",
    "<meta M http-equiv=refresh content='0;url=//x.example'>", "<base M href=//x.example>",
    "<input M autofocus onfocus=alert(1)>", "<details M open ontoggle=alert(1)>", "<video M><source onerror=alert(1)>",
    "<div M hx-get=//x.example hx-trigger=load>", "<p M style='background:url(//x.example)'>",
    "{{ '<b M>'|safe }}", "{% raw %}<b M>{% endraw %}", "&lt;b M&gt;<b M>", "\u003cb M\u003e", "<b\x0cM>", "<b/M>",
)]  # fmt: skip


@pytest.fixture(scope="module")
def cal(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.scenes[0].staff["cal"])
    return client


def text_of(answer: object) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def asked(cal: Client) -> Iterator[tuple[str, dict[str, str], object]]:
    """Every question with every payload in all its parts at once, and with each ninth in one part alone."""
    for name, parts in QUESTIONS.items():
        address = reverse(name, args=["set"] if name.startswith("fidelity") else [])
        for number, payload in enumerate(SQL):
            several = [dict.fromkeys(parts, payload)]
            several += [{part: payload} for at, part in enumerate(parts) if (number + at) % 9 == 0]
            for said in several:
                yield name, said, cal.get(address, said)


def test_whatever_is_asked_is_answered_without_the_databases_words(world, cal):
    foreign = [canary for key in "dxy" for canary in world.homes[key].canaries()]
    wrong, count = [], 0
    for name, said, answer in asked(cal):
        count += 1
        text = text_of(answer)
        told = [word for word in DATABASE_TEXT.findall(text) if not any(word in each for each in said.values())]
        if answer.status_code not in (200, 302, 400, 404, 422) or told or any(each in text for each in foreign):
            wrong.append(f"{name} {said}: {answer.status_code} {told}"[:200])
    assert wrong == [], "\n".join(wrong[:30])
    assert count > 450


def test_a_search_for_sql_finds_what_a_search_for_nonsense_finds(world, cal):
    """Everybody's name holds no such text: nobody is found, and a true condition is not read as one."""
    refs = [case.ref for home in world.homes.values() for case in home.cases]
    for payload in SQL:
        text = text_of(cal.get(reverse("search"), {"q": payload}))
        assert [ref for ref in refs if ref in text] == [], payload
    assert [ref for ref in refs if ref in text_of(cal.get(reverse("search"), {"q": "KanariCgiven"}))]


def with_nul(world: World, cal: Client) -> list[int]:
    """What is answered to a NUL in the address, in a question and in a form."""
    meeting = reverse("meeting", args=[world.homes["c"].cases[0].ref, "reassessment"])
    answers = [cal.get("/cases/a%00b/"), cal.get("/search?q=a%00b"), cal.post(meeting, {"progress": "a\x00b"})]
    return [answer.status_code for answer in answers]


def test_a_nul_which_no_text_of_the_database_can_hold_is_refused_at_the_door(world, cal):
    assert with_nul(world, cal) == [400, 400, 400]


def test_without_the_door_it_would_be_a_failure(world, cal, monkeypatch):
    """Control; the fuzzing campaign found it."""
    monkeypatch.setattr(door, "_holds_nul", lambda request: False)
    assert 500 in with_nul(world, cal)


@pytest.fixture(scope="module")
def hostile(world: World) -> list[Case]:
    """Cases of Provider C whose every text is a payload."""
    scene = world.scenes[0]
    with context.bound(agency=scene.root.pk, whole_agency=True):
        return [_write_everywhere(scene, payload) for payload in XSS]


def _write_everywhere(scene: object, payload: str) -> Case:
    by, name = scene.actor("ana"), payload[:90].replace(" ", "\u00a0")  # the scene parts a name at its blank
    case = scene.case(f"{payload[:90]} {name}")
    said = {"mode": "in_person", "outcome": "completed", "by": by}
    record_meeting(case, entry=uuid7(), kind="intake", form="intake", on=MONDAY, mode="in_person", by=by, note=payload,
                   answers={"idea": payload, "strengths": payload})  # fmt: skip
    call = record_contact(case, entry=uuid7(), kind="check_in", on=MONDAY, note=payload, **said)
    correct(call, reason=payload, by=by, note=f"again {payload}")
    record_service(
        case, entry=uuid7(), kind="coaching", delivery="direct", topic=payload[:200], started_on=MONDAY, by=by
    )
    hold(case, reason="illness", on=MONDAY, until=MONDAY, note=payload, by=by)
    schedule(case, kind="check_in", starts_at=datetime(2015, 4, 6, 16, tzinfo=UTC), mode="phone", place=payload[:200],
             by=by)  # fmt: skip
    keep_draft(case, "reassessment", {"progress": payload}, by=by)
    return case


class Foreign(HTMLParser):
    """Collects elements somebody typed: they carry the mark as an attribute of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if any(MARK in name or name.startswith("on") for name in (tag, *names)):
            self.found.append(f"{tag} {names}")


def foreign_in(text: str) -> list[str]:
    parser = Foreign()
    parser.feed(text)
    return parser.found


def test_what_was_typed_is_shown_and_never_becomes_an_element(hostile, cal):
    shown, wrong = 0, []
    lists = [reverse("today"), reverse("caseload"), reverse("search") + "?q=again", reverse("assignments")]
    for address in [*lists, *(page for case in hostile for page in pages_of(case))]:
        text = text_of(cal.get(address))
        shown += text.count("data-foreign")
        wrong += [f"{address}: {each}" for each in foreign_in(text)]
    assert wrong == [], "\n".join(wrong[:20])
    assert shown > 10 * len(XSS)


def pages_of(case: Case) -> Iterator[str]:
    for name in ("case", "case-summary", "log", "close", "profile"):
        yield reverse(name, args=[case.ref])
    yield reverse("meeting", args=[case.ref, "reassessment"])


def test_a_payload_that_is_not_escaped_would_be_found():
    assert [
        payload for payload in XSS if not foreign_in(f"<input value=\"{payload}\"><p title='{payload}'>{payload}")
    ] == []
