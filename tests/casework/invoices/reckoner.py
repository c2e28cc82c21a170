"""The compensation rules of the brief, worked out from the exchange files alone: no code of Duly's engine.

REQUIREMENTS 1.3 and the readings of what exactly is evidence, a dozen lines a rule, to be checked by eye.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
Row = dict[str, str]


FILES = ("organizations", "cases", "contacts", "services", "milestones")


def read(folder: Path) -> dict[str, list[Row]]:
    """The exchange files the rules need."""
    return {name: _read(folder / f"{name}.csv") for name in FILES}


def reckon(files: dict[str, list[Row]], *, as_of: date, known_at: date) -> list[dict[str, object]]:
    """Every row `duly report claims` should have, in its order."""
    places = {row["organization_id"]: row["name"] for row in files["organizations"]}
    until = datetime.combine(known_at, time.max, ZONE)
    of: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, day in (("contacts", "occurred_on"), ("services", "started_on"), ("milestones", "achieved_on")):
        for row in files[name]:
            if datetime.fromisoformat(row["recorded_at"]) <= until and (not row[day] or _day(row[day]) <= as_of):
                of[row["case_id"]][name].append(row)
    found: list[dict[str, object]] = []
    for case in sorted(files["cases"], key=lambda row: row["case_id"]):
        if _day(case["assigned_on"]) <= min(as_of, known_at):
            for row in _of_case(case, of[case["case_id"]], as_of, until):
                place = case["organization_id"]
                whose = {"case_id": case["case_id"], "organization": places[place], "organization_id": place}
                found.append(whose | row)
    return found


def _of_case(case: Row, facts: dict[str, list[Row]], as_of: date, until: datetime) -> Iterator[dict[str, object]]:
    reached = [row for row in facts["contacts"] if row["outcome"] == "completed"]
    in_person = [row for row in reached if row["mode"] == "in_person"]
    intakes = sorted((row["occurred_on"] or "9999", row["contact_id"]) for row in in_person if row["kind"] == "intake")
    if intakes:
        held, contact = intakes[0]
        yield _row("intake", 1, 400, None if held == "9999" else held, [contact])
    start = _day(intakes[0][0]) if intakes and intakes[0][0] != "9999" else None
    closed = _closed(case, as_of, until)
    engaged = list(_engagement(start, in_person, reached, facts["services"], closed)) if start else []
    yield from engaged
    plans = [row for row in facts["milestones"] if row["kind"] == "business_plan_complete"]
    if plans:
        first = min(plans, key=lambda row: (row["achieved_on"] or "9999", row["milestone_id"]))
        yield _row("business_plan", 1, 100, first["achieved_on"] or None, [first["milestone_id"]])
    if start and closed and closed < start + timedelta(270) and len(engaged) < 3:
        yield _row("termination", 1, 25, closed.isoformat(), [case["case_id"]])


def _engagement(
    start: date, in_person: list[Row], reached: list[Row], services: list[Row], closed: date | None
) -> Iterator[dict[str, object]]:
    last = closed or date.max
    held = sorted(
        (_day(row["occurred_on"]), row["contact_id"])
        for row in in_person
        if row["kind"] == "reassessment" and row["occurred_on"] and start < _day(row["occurred_on"]) <= last
    )
    done = [(_day(row["occurred_on"]), row["contact_id"]) for row in reached if row["occurred_on"]]
    done += [(_day(row["started_on"]), row["service_id"]) for row in services if row["started_on"]]
    for k, trigger in enumerate(held[:3], 1):
        firsts = []
        for month in range(3 * k - 3, 3 * k):
            after, end = start + timedelta(30 * month), start + timedelta(30 * month + 30)
            inside = [each for each in done if after < each[0] <= min(end, last)]
            firsts += [min(inside)] if inside else []
        if len(firsts) == 3:
            evidence = {trigger, *firsts}
            yield _row("engagement", k, 75, max(evidence)[0].isoformat(), sorted(name for _, name in evidence))


def _closed(case: Row, as_of: date, until: datetime) -> date | None:
    if not case["closed_on"] or datetime.fromisoformat(case["closed_recorded_at"]) > until:
        return None
    day = _day(case["closed_on"])
    return day if day <= as_of else None


def _row(payment: str, nth: int, dollars: int, day: str | None, evidence: list[str]) -> dict[str, object]:
    return {"payment": payment, "time": nth, "amount_cents": dollars * 100, "earned_on": day, "evidence": evidence}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
