"""What closing for a reason needs, line by line: what is on record, who wrote it, and where to mend what is missing."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duly.casework import words
from duly.casework.casefile.entries import duty_name, label
from duly.casework.casefile.record import Record
from duly.casework.layout.jinja import url, url_if_any
from duly.engine.gates import missing_to_close
from duly.engine.program import Field, Need

EMPTY: tuple[object, ...] = (None, "", [], ())


@dataclass(frozen=True, slots=True)
class Line:
    """Derived: one thing closing needs; `fix` is the address where it is put right, or the field of the form."""

    key: str
    label: str
    ok: bool
    said: str
    sources: tuple[str, ...]
    fix: str = ""
    how: str = ""
    written: str = ""


def checklist(record: Record, what: Mapping[str, Any], *, today: date) -> list[Line]:
    """Everything the reason needs, what is missing first."""
    reason, answers = what.get("reason", ""), what.get("answers", {})
    found = record.edition.closing.get(reason)
    if found is None:
        return [Line("reason", "Reason", False, "not chosen yet", (), "#id_reason_0", "choose")]
    lacking = missing_to_close(record.edition, reason, record.history.standing(), as_of=today, answers=answers)
    gone = {each.need for each in lacking}
    lines = [Line("reason", "Reason", True, found.label, found.sources)]
    for need in (*record.edition.every_closing.values(), *found.needs.values()):
        lines += _answered(record, found.form, need, answers, today) if need.answers else [
            _stands(record, need, need.key not in gone, today)
        ]  # fmt: skip
    return sorted(lines, key=lambda each: each.ok)


def _answered(record: Record, form: str | None, need: Need, answers: Mapping[str, Any], today: date) -> Iterator[Line]:
    """Each answer that is missing on a line of its own; those given together on one."""
    fields = record.edition.forms[form].fields if form else {}
    given = [key for key in need.answers if answers.get(key) not in EMPTY]
    for key in need.answers:
        if key not in given:
            yield Line(key, fields[key].label, False, "missing", need.sources, f"#id_{key}", "add")
    if given:
        said = ", ".join(shown(fields[key], answers[key], today=today) for key in given)
        yield Line(need.key, need.label, True, said, need.sources)


def shown(field: Field, value: Any, *, today: date) -> str:
    """An answer in words: '$24.50', 'Health insurance and Paid leave', '8 Apr'."""
    match field.type:
        case "choice":
            return field.choices.get(str(value), str(value))
        case "choices":
            return words.listed([field.choices.get(each, each) for each in value])
        case "date":
            return words.on(date.fromisoformat(str(value)), today=today).text
        case "money":
            return f"${value}"
        case _:
            return str(value)


def _stands(record: Record, need: Need, ok: bool, today: date) -> Line:
    """A need met by what was recorded, not by an answer."""
    ref = record.case.ref
    if need.none_open:
        left = [each for each in record.duties if each.rule == need.none_open and not each.met_by]
        names = [f"{duty_name(record, each)}, due {words.on(each.due_on, today=today).text}" for each in left]
        fix = url_if_any("plan", ref) or url("case", ref)
        said = "none is open" if ok else f"pending: {words.listed(names)}" if names else need.missing
        return Line(need.key, need.label, ok, said, need.sources, "" if ok else fix, "" if ok else "settle it")
    if need.on_file:
        fact = next((each for each in record.history.standing() if each.kind in need.on_file), None)
        said = f"on record since {words.on(fact.on, today=today).text}" if fact and fact.on else "on record"
        return Line(need.key, need.label, ok, said if ok else need.missing, need.sources, "" if ok else
                    url("case", ref), "" if ok else "record it")  # fmt: skip
    return Line(need.key, need.label, ok, "so it is" if ok else need.missing, need.sources, "" if ok else
                url("log", ref), "" if ok else "log a try")  # fmt: skip


def missing(lines: list[Line]) -> list[Line]:
    """What is not in place."""
    return [each for each in lines if not each.ok]


def count(lines: list[Line]) -> str:
    """'2 of 7 things missing', or 'everything is in place'."""
    lacking = len(missing(lines))
    return f"{lacking} of {words.plural(len(lines), 'thing')} missing" if lacking else "everything is in place"


def digest(record: Record, ask: object, what: Mapping[str, Any]) -> str:
    """What a decision is bound to: the ask as it was put and every fact that stood when it was looked at."""
    facts = sorted(each.id for each in record.history.standing())
    seen = json.dumps([str(ask), what, facts], sort_keys=True, default=str)
    return hashlib.sha256(seen.encode()).hexdigest()


def reason_label(record: Record, code: str) -> str:
    """What the reason is called."""
    return label(record.edition.closing, code)
