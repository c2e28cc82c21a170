"""Random histories earn what the brief says, by a reckoner that shares no code with the engine (SET-74 to SET-81)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from duly.engine.claims import claims
from duly.engine.facts import Fact, History
from duly.engine.reading import load
from tests.casework.invoices.reckoner import reckon

ZONE = ZoneInfo("America/Chicago")
FIRST = date(2014, 1, 1)
DAYS = st.integers(0, 420)
LIMIT = 82_500 - 10_000  # cents; the agreed slot is no claim of a case
CONTACT = st.tuples(
    st.none() | DAYS,
    st.sampled_from(["intake", "check_in", "reassessment", "other"]),
    st.sampled_from(["in_person", "phone"]),
    st.sampled_from(["completed", "completed", "completed", "no_response"]),
    st.integers(0, 40),
)
LIFE = st.fixed_dictionaries(
    {
        "intake": st.none() | DAYS,
        "contacts": st.lists(CONTACT, max_size=12),
        "monthly": st.none() | st.integers(5, 31),
        "quarters": st.lists(st.integers(1, 400), max_size=4),
        "services": st.lists(st.tuples(st.none() | DAYS, st.integers(0, 40)), max_size=6),
        "plan": st.none() | st.tuples(st.none() | DAYS, st.integers(0, 40)),
        "closed": st.none() | st.tuples(DAYS, st.integers(0, 40)),
        "as_of": st.integers(0, 500),
        "known_at": st.integers(0, 520),
    }
)
Row = dict[str, str]


def day(number: int) -> date:
    return FIRST + timedelta(number)


def written(number: int | None, later: int) -> str:
    moment = datetime.combine(FIRST + timedelta((number or 0) + later), time(18), ZONE)
    return moment.isoformat()


def contacts(life: dict) -> list[Row]:
    said = list(life["contacts"])
    if life["intake"] is not None:
        said.append((life["intake"], "intake", "in_person", "completed", 1))
        every, start = life["monthly"], life["intake"]
        if every:
            said += [(start + every * n, "check_in", "phone", "completed", 0) for n in range(1, 280 // every)]
        said += [(start + n, "reassessment", "in_person", "completed", 2) for n in life["quarters"]]
    return [
        {
            "contact_id": f"K{nth:03}", "case_id": "C1", "kind": kind, "mode": mode, "outcome": outcome,
            "occurred_on": "" if on is None else day(on).isoformat(), "recorded_at": written(on, later),
        }
        for nth, (on, kind, mode, outcome, later) in enumerate(said)
    ]  # fmt: skip


def files(life: dict) -> dict[str, list[Row]]:
    closed = life["closed"]
    return {
        "organizations": [{"organization_id": "O1", "name": "Provider"}],
        "cases": [{
            "case_id": "C1", "organization_id": "O1", "assigned_on": FIRST.isoformat(),
            "closed_on": day(closed[0]).isoformat() if closed else "",
            "closed_recorded_at": written(*closed) if closed else "",
        }],
        "contacts": contacts(life),
        "services": [
            {"service_id": f"V{nth}", "case_id": "C1", "started_on": "" if on is None else day(on).isoformat(),
             "recorded_at": written(on, later)}
            for nth, (on, later) in enumerate(life["services"])
        ],
        "milestones": [
            {"milestone_id": "M1", "case_id": "C1", "kind": "business_plan_complete",
             "achieved_on": "" if life["plan"][0] is None else day(life["plan"][0]).isoformat(),
             "recorded_at": written(*life["plan"])}
        ] if life["plan"] else [],
    }  # fmt: skip


def history(said: dict[str, list[Row]]) -> History:
    [case] = said["cases"]
    found = [Fact("C1", "assigned", FIRST, at(written(0, 0)))]
    if case["closed_on"]:
        found.append(
            Fact("X1", "closed", date.fromisoformat(case["closed_on"]), at(case["closed_recorded_at"]), what="withdrew")
        )
    found += [
        Fact(row["contact_id"], "contact", on(row["occurred_on"]), at(row["recorded_at"]),
             what=row["kind"], mode=row["mode"], outcome=row["outcome"])
        for row in said["contacts"]
    ]  # fmt: skip
    found += [
        Fact(row["service_id"], "service", on(row["started_on"]), at(row["recorded_at"])) for row in said["services"]
    ]
    found += [
        Fact(row["milestone_id"], "milestone", on(row["achieved_on"]), at(row["recorded_at"]), what=row["kind"])
        for row in said["milestones"]
    ]
    return History(tuple(found))


def on(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def earned(life: dict) -> list[dict[str, object]]:
    until = datetime.combine(day(life["known_at"]), datetime.max.time(), ZONE)
    found = claims(load("set"), history(files(life)), as_of=day(life["as_of"]), known_at=until)
    return [
        {"payment": each.payment, "time": each.time, "amount_cents": each.cents,
         "earned_on": each.earned_on.isoformat() if each.earned_on else None, "evidence": list(each.evidence)}
        for each in found
    ]  # fmt: skip


@settings(deadline=None)
@given(LIFE)
def test_a_random_life_earns_what_the_brief_says(life):
    reckoned = reckon(files(life), as_of=day(life["as_of"]), known_at=day(life["known_at"]))
    own = ("case_id", "organization", "organization_id")
    assert earned(life) == [{key: value for key, value in row.items() if key not in own} for row in reckoned]


@given(LIFE)
def test_nobody_earns_more_than_the_limit(life):
    inside = [row["amount_cents"] for row in earned(life) if row["payment"] != "termination"]
    assert sum(inside) <= LIMIT


@given(LIFE)
def test_the_order_of_the_facts_plays_no_part(life):
    said = history(files(life))
    asked = {"as_of": day(life["as_of"]), "known_at": datetime.combine(day(520), datetime.max.time(), ZONE)}
    assert claims(load("set"), said, **asked) == claims(load("set"), History(said.facts[::-1]), **asked)


@given(LIFE)
def test_a_termination_never_stands_beside_three_engagement_payments(life):
    paid = [row["payment"] for row in earned(life)]
    assert not (paid.count("engagement") == 3 and "termination" in paid)
