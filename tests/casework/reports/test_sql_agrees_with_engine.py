"""The report's SQL and the engine give the same answer, whatever was recorded or taken back, at any moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duly.casework import context
from duly.casework.models import Case, Closing, Contact, Correction, Organization, Person
from duly.casework.models.ids import uuid7
from duly.casework.obligations import tables
from duly.casework.obligations.history import histories
from duly.casework.reports import drill
from duly.casework.reports.asking import Moment
from duly.casework.reports.fidelity import fidelity
from duly.casework.reports.sums import case_rows, parameters, sums, terms
from duly.engine.facts import Fact, History
from duly.engine.measures import CaseOf, Row, judge, tallies
from duly.engine.measures import fidelity as by_engine
from duly.engine.reading import load, read, text_of
from tests.casework.scene import Scene, set_scene

BEGINS = date(2015, 1, 1)
FIRST = load("set")
CHANGES = {
    "edition: 2013-07-01": "edition: 2015-02-01",
    "every: 30 days": "every: 1 month",
    "every: 90 days": "every: 3 months",
    "tenure: 90 days": "tenure: 3 months",
    "at_least: 2/3": "at_least: 1/2",
}


def changed(text: str) -> str:
    for before, after in CHANGES.items():
        assert before in text
        text = text.replace(before, after)
    return text


SECOND = read("set/2015-02-01.yaml", changed(text_of("set", "2013-07-01")))
KNOWN = [FIRST, SECOND]
ZONE, INSTANT = FIRST.zone, timedelta(microseconds=1)


@dataclass(frozen=True)
class Made:
    """A case as Hypothesis makes it: where, under which edition, what happened."""

    place: str
    second: bool
    facts: tuple[Fact, ...]


near_a_border = st.builds(lambda nth, off: 30 * nth + off, st.integers(0, 13), st.integers(-1, 8))
days = st.one_of(st.integers(0, 420), near_a_border).map(lambda nth: BEGINS + timedelta(days=nth))
lags = st.one_of(st.integers(0, 3 * 1440), st.integers(0, 200 * 1440)).map(lambda minutes: timedelta(minutes=minutes))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@st.composite
def facts(draw, kind: str, what: Sequence[str] = ("",), on: st.SearchStrategy[date] = days) -> Fact:
    """A fact recorded on its day or later, perhaps without a day, perhaps replaced after a while."""
    day, undated = draw(on), kind == "contact" and draw(st.integers(0, 9)) == 0
    at = midnight(day) + draw(lags)
    until = at + draw(lags) if draw(st.integers(0, 7)) == 0 else None
    return Fact(
        str(uuid7()),
        kind,
        None if undated else day,
        at,
        draw(st.sampled_from(what)),
        draw(st.sampled_from(("in_person", "in_person", "phone", "email"))) if kind == "contact" else "",
        draw(st.sampled_from(("completed", "completed", "completed", "no_response"))) if kind == "contact" else "",
        until=until,
    )


@st.composite
def cases(draw) -> Made:
    """Mostly cases whose intake is early and whose contacts come in numbers, or there would be little to count."""
    soon = st.integers(0, 5).map(lambda nth: BEGINS + timedelta(days=nth))
    assigned = draw(soon)
    intake = replace(draw(facts("contact", ("intake",), soon)), mode="in_person", outcome="completed")
    contacts = st.lists(facts("contact", ("check_in", "check_in", "check_in", "reassessment", "intake")), max_size=20)
    happened = [Fact(str(uuid7()), "assigned", assigned, midnight(assigned)), intake, *draw(contacts)]
    happened += draw(st.lists(facts("closed", ("withdrew",)), max_size=2)) if draw(st.booleans()) else []
    return Made(draw(st.sampled_from("cd")), draw(st.booleans()), tuple(happened))


def asked_at(as_of: date, by: date, at_border: bool, lag: timedelta, border: datetime) -> Moment:
    return Moment(as_of, by, (border if at_border else midnight(as_of) + lag).astimezone(ZONE))


@st.composite
def cohorts(draw, size: int) -> tuple[list[Made], list[Moment]]:
    """Cases, and moments to ask about: often the very moment, or the last before, at which something was recorded."""
    made = draw(st.lists(cases(), min_size=1, max_size=size))
    happened = [fact for each in made for fact in each.facts]
    recorded = [at for fact in happened for at in (fact.recorded_at, fact.until) if at]
    borders = st.builds(lambda at, off: at - off, st.sampled_from(recorded), st.sampled_from((timedelta(0), INSTANT)))
    ends = st.one_of(days, st.sampled_from([fact.on for fact in happened if fact.on]))
    moments = st.builds(asked_at, ends, days, st.booleans(), lags, borders)
    return made, draw(st.lists(moments, min_size=6, max_size=6))


@pytest.fixture
def empty_scene(db) -> Scene:
    return set_scene()


@contextmanager
def taken_back(scene: Scene) -> Iterator[None]:
    """Each example finds the scene as it was."""
    with context.bound(agency=scene.root.pk, whole_agency=True):
        before = transaction.savepoint_create()
        try:
            yield
        finally:
            transaction.savepoint_rollback(before)


def write(scene: Scene, made: Sequence[Made]) -> list[CaseOf]:
    """The cases, their facts and, read back from these, their tallies in the database; the same as values."""
    written = [(each, recorded(getattr(scene, each.place), each)) for each in made]
    found = histories(scene.root.pk, [case.pk for _, case in written])
    for each, case in written:
        edition = KNOWN[each.second]
        owner = (case.agency_id, case.organization_id, case.pk, edition.program, edition.id)
        rows = [(*owner, *astuple(row)) for row in tallies(edition, found[case.pk])]
        tables.merge({tables.TALLY: rows}, agency=case.agency_id, cases=[case.pk])
    return [
        CaseOf(case.organization.ref, case.organization.name, KNOWN[each.second], History.of(each.facts))
        for each, case in written
    ]


def recorded(organization: Organization, made: Made) -> Case:
    """A case and what happened, as rows; whatever was replaced, as rows too."""
    person = Person.objects.create(agency_id=organization.agency_id, ref=str(uuid7()))
    case = Case.objects.create(
        agency_id=organization.agency_id,
        organization=organization,
        ref=str(uuid7()),
        person=person,
        program="set",
        edition=KNOWN[made.second].id,
        assigned_on=made.facts[0].on,
        recorded_at=made.facts[0].recorded_at,
    )
    for fact in made.facts[1:]:
        owner = {"agency_id": case.agency_id, "organization_id": case.organization_id, "case": case}
        if fact.kind == "contact":
            said = {"kind": fact.what, "occurred_on": fact.on, "mode": fact.mode, "outcome": fact.outcome}
            Contact.objects.create(id=fact.id, ref=fact.id, recorded_at=fact.recorded_at, **said, **owner)
        else:
            said = {"closed_on": fact.on, "reason": fact.what}
            Closing.objects.create(id=fact.id, ref=fact.id, recorded_at=fact.recorded_at, **said, **owner)
        if fact.until:
            taken_back = {"replaces": fact.id, "reason": "It was not so", "recorded_at": fact.until}
            Correction.objects.create(ref=f"{fact.id} back", **taken_back, **owner)
    return case


def by_sql(scene: Scene, moment: Moment) -> tuple[Row, ...]:
    report = fidelity(scene.root.pk, KNOWN, moment)
    return (*(line.row for line in report.lines), report.everyone.row) if report.lines else ()


def asked_of_engine(made: list[CaseOf], moment: Moment) -> tuple[Row, ...]:
    rows = by_engine(made, as_of=moment.as_of, assigned_by=moment.assigned_by, known_at=moment.known_at)
    return rows if len(rows) > 1 else ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cohorts(6))
def test_sql_and_engine_agree_on_every_figure(empty_scene, cohort_and_moments):
    made, asked = cohort_and_moments
    with taken_back(empty_scene):
        written = write(empty_scene, made)
        for moment in asked:
            assert by_sql(empty_scene, moment) == asked_of_engine(written, moment)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cohorts(4))
def test_several_moments_at_once_are_each_asked_alone(empty_scene, cohort_and_moments):
    made, asked = cohort_and_moments
    with taken_back(empty_scene):
        write(empty_scene, made)
        together = sums(empty_scene.root.pk, KNOWN, asked)
        alone = [
            replace(each, moment=nth)
            for nth, moment in enumerate(asked)
            for each in sums(empty_scene.root.pk, KNOWN, [moment])
        ]
        key = lambda each: (each.moment, each.edition, str(each.organization))  # noqa: E731
        assert sorted(together, key=key) == sorted(alone, key=key)


def counted_by_sql(scene: Scene, measure: str, moment: Moment) -> list[tuple]:
    """Each case, whether it is in the sample, how many were met (or days) and due."""
    found = []
    for nth, edition in enumerate(KNOWN):
        term, places = terms(edition, measure), [scene.c.pk, scene.d.pk]
        rows = f"SELECT case_id, {term.sample}, {term.number}, {term.due} FROM ({case_rows(edition, nth=nth)}) d"
        with connection.cursor() as cursor:
            cursor.execute(rows, parameters(scene.root.pk, KNOWN, [moment], places))
            found += [(edition, *row) for row in cursor.fetchall()]
    return found


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cohorts(3))
def test_sql_and_engine_agree_on_each_case_and_how_much_it_met(empty_scene, cohort_and_moments):
    made, asked = cohort_and_moments
    with taken_back(empty_scene):
        write(empty_scene, made)
        for moment, measure in product(asked, FIRST.measures):
            for edition, case, in_sample, number, due in counted_by_sql(empty_scene, measure, moment):
                history = histories(empty_scene.root.pk, [case])[case]
                judged = judge(edition, measure, history, as_of=moment.as_of, known_at=moment.known_at)
                counted = (number, due) if in_sample else (None, None)
                assert (in_sample, *counted) == (judged.in_sample, judged.number, judged.of)


def verdict(case: drill.Case) -> str:
    """What the engine says of a case, in the words of the drill-down."""
    if not case.judgement.in_sample:
        return drill.OUT
    if FIRST.measures[case.judgement.measure].kind == "mean_days":
        return drill.COUNTED
    return drill.PASS if case.judgement.passes else drill.FAIL


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cohorts(4))
def test_each_case_stands_behind_a_figure_as_the_engine_judges_it(empty_scene, cohort_and_moments):
    made, asked = cohort_and_moments
    places = [empty_scene.c.pk, empty_scene.d.pk]
    with taken_back(empty_scene):
        write(empty_scene, made)
        for moment in asked[:3]:
            for measure in FIRST.measures:
                for show in ("all", "not"):
                    found = drill.behind(empty_scene.root.pk, KNOWN, measure, moment, places, show=show)
                    assert [case.verdict for case in found.cases] == [verdict(case) for case in found.cases]


EDGE = date(2015, 4, 11)  # day 90 from the intake below: the first reassessment is due, the third window ends


def one_case(*facts: Fact) -> Made:
    assigned = Fact(str(uuid7()), "assigned", BEGINS, midnight(BEGINS))
    return Made("c", False, (assigned, happened("intake", date(2015, 1, 11)), *facts))


def happened(what: str, on: date, written: date | None = None) -> Fact:
    return Fact(str(uuid7()), "contact", on, midnight(written or on), what, "in_person", "completed")


@pytest.mark.parametrize(
    ("measure", "fact", "asked", "met"),
    [
        ("reassessments", happened("reassessment", EDGE), EDGE, 1),
        ("reassessments", happened("reassessment", EDGE + timedelta(days=1)), EDGE, 0),
        ("check_ins", happened("check_in", EDGE), EDGE, 1),
        ("check_ins", happened("check_in", EDGE, EDGE + timedelta(days=9)), EDGE, 0),
        ("check_ins", happened("check_in", date(2015, 1, 11)), EDGE, 0),
    ],
)
def test_the_last_day_counts_and_the_day_after_does_not(empty_scene, measure, fact, asked, met):
    moment = Moment(asked, asked, (midnight(asked) + timedelta(days=1)).astimezone(ZONE))
    with taken_back(empty_scene):
        write(empty_scene, [one_case(fact)])
        assert [number for _, _, _, number, _ in counted_by_sql(empty_scene, measure, moment)] == [met]


def test_a_contact_counts_from_the_very_moment_it_was_written(empty_scene):
    written = midnight(EDGE) + timedelta(hours=3)
    call = replace(happened("check_in", EDGE), recorded_at=written)
    with taken_back(empty_scene):
        write(empty_scene, [one_case(call)])
        moments = [Moment(EDGE, EDGE, at.astimezone(ZONE)) for at in (written - INSTANT, written)]
        assert [counted_by_sql(empty_scene, "check_ins", each)[0][3] for each in moments] == [0, 1]
