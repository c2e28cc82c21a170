"""An import is taken back: afterwards it is as before it came, to the byte; what rests on it is named and left."""

import csv
import io
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from duly.casework import access, context
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct, retract
from duly.casework.exchange import importing, sight
from duly.casework.exchange.batches import batches
from duly.casework.exchange.incoming.writing import TABLES
from duly.casework.exchange.resting import resting
from duly.casework.exchange.undoing import NothingLeft, Rests, take_back
from duly.casework.models import Case, CaseLine, Contact, Obligation, Organization, Service, Staff, Tally, Undoing
from duly.casework.models.ids import uuid7
from duly.casework.obligations.commands import agencies, batched_cases, rebuild_batch
from duly.casework.reports import commands
from duly.casework.services.actions import end_service
from duly.casework.taken_back import SIGHTS
from duly.demo.commands import COHORT
from tests.broken.folders.good import GOOD, WHOLE
from tests.casework.exchange.conftest import lines

pytestmark = pytest.mark.django_db


@contextmanager
def looking(ref="O1"):
    with context.bound(agency=Organization.objects.get(ref=ref, parent=None).pk, whole_agency=True):
        yield


def ana():
    return access.actor_of(Staff.objects.get(ref="S2"), day=date(2015, 5, 21))


def undo(reason="The wrong folder", **asked):
    """Take the latest import back."""
    everything = sight.whole_home()
    return take_back(batches(everything)[0], everything, reason=reason, **asked)


def figures(capsys, **asked):
    capsys.readouterr()
    said = {"as_of": "2015-04-30", "assigned_by": None, "known_at": None, "format": "json"} | asked
    assert not commands.fidelity("set", **said)
    return capsys.readouterr().out


def first_cases(folder: Path) -> dict[str, str]:
    """The practice cohort with every second of its cases left out, and what hangs on them."""
    read = {each.stem: list(csv.DictReader(each.open(encoding="utf-8"))) for each in folder.glob("*.csv")}
    cases = {row["case_id"]: row["person_id"] for row in read["cases"][::2]}
    kept = {"people": {"person_id": set(cases.values())}}
    kept |= {name: {"case_id": set(cases)} for name in ("cases", "contacts", "milestones", "services")}
    return {
        name: _text([row for row in rows if all(row[key] in ids for key, ids in kept.get(name, {}).items())], rows[0])
        for name, rows in read.items()
        if rows
    }


def _text(rows, header):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_practice_cohort_taken_back_leaves_exports_and_reports_as_they_were(bring_in, take_out, capsys):
    """Undo of an import, to the byte: what goes out, and what is reported as of any day; then it comes in again."""
    assert lines(bring_in(first_cases(COHORT))) == []
    asked = [{}, {"as_of": "2014-12-31"}, {"known_at": "2015-05-21"}, {"assigned_by": "2014-06-30"}]
    before, told = take_out(), [figures(capsys, **each) for each in asked]
    whole = importing.bring_in(COHORT, sight.whole_home())
    assert whole.new["cases"]
    after, grown = take_out(), [figures(capsys, **each) for each in asked]
    assert after != before
    assert grown != told
    undoing = undo()
    assert undoing.rows["case"] == whole.new["cases"]
    assert take_out() == before
    assert [figures(capsys, **each) for each in asked] == told
    assert sum(rebuild_batch(batch) for agency in agencies() for batch in batched_cases(agency)) == 0
    again = importing.bring_in(COHORT, sight.whole_home())
    assert (again.mistakes, again.new) == ([], whole.new)
    assert take_out() == after
    assert [figures(capsys, **each) for each in asked] == grown


def test_everything_the_files_can_say_is_taken_back(bring_in, take_out):
    """Credits, ends, closings, answers, corrections, assignments: what came in the second time goes."""
    told_once = {
        name: WHOLE[name] for name in WHOLE if name not in ("assignments", "memberships", "details", "profiles")
    }
    assert lines(bring_in(GOOD)) == []
    before = take_out()
    assert lines(bring_in(told_once)) == []
    assert take_out() != before
    undo()
    assert take_out() == before
    assert lines(bring_in(told_once)) == []


def test_an_import_is_taken_back_more_than_once_and_each_time_comes_in_again(bring_in, take_out):
    bring_in({name: GOOD[name] for name in ("organizations", "staff")})
    before = take_out()
    for _ in range(3):
        assert lines(bring_in(GOOD)) == []
        undo()
        assert take_out() == before
    assert len(batches(sight.whole_home())) == 4


def test_nothing_that_is_derived_of_it_stays(bring_in):
    bring_in({name: GOOD[name] for name in ("organizations", "staff")})
    bring_in(GOOD)
    undo()
    with looking():
        assert [each.objects.count() for each in (Case, CaseLine, Obligation, Tally, Contact)] == [0] * 5


def test_a_closing_and_an_end_that_came_with_it_go_and_others_can_be_recorded(bring_in):
    bring_in(GOOD)
    closed = GOOD["cases"].replace("2014-06-02,,,", "2014-06-02,2015-03-01,withdrew,2015-03-02T15:00:00+00:00")
    ended = GOOD["services"].replace("2015-01-12,,,", "2015-01-12,2015-02-02,stopped,")
    assert lines(bring_in({**GOOD, "cases": closed, "services": ended})) == []
    undo()
    with looking():
        assert CaseLine.objects.get(case__ref="C4").exit_on is None
        end_service(Service.objects.get(ref="V2"), ended_on=date(2015, 4, 1), by=ana())


def work_in(ref="C1", **said):
    said = {"kind": "check_in", "on": date(2015, 5, 20), "mode": "phone", "outcome": "completed"} | said
    return record_contact(Case.objects.get(ref=ref), entry=uuid7(), by=ana(), **said)


@pytest.fixture
def cases_imported(bring_in):
    bring_in({name: GOOD[name] for name in ("organizations", "staff")})
    bring_in(GOOD)


def test_a_case_worked_in_since_keeps_the_import_from_being_taken_back(cases_imported, take_out):
    with looking():
        work_in("C1")
    before = take_out()
    with pytest.raises(Rests) as found:
        undo()
    assert [(each.ref, each.entries) for each in found.value.cases] == [("C1", 1)]
    assert take_out() == before
    assert not Undoing.objects.exists()


def test_the_rest_goes_and_the_case_worked_in_stays_whole(cases_imported, take_out, bring_in):
    with looking():
        work_in("C1")
    undoing = undo(rest=True)
    assert undoing.kept == ["C1"]
    out = take_out()
    assert [row.split(",")[0] for row in out["cases"].splitlines()[1:]] == ["C1"]
    assert [row.split(",")[1] for row in out["people"].splitlines()[1:]] == ["Jo"]
    assert "K1,C1,intake" in out["contacts"]
    outcome = bring_in(GOOD)
    assert (lines(outcome), outcome.new["cases"]) == ([], 3)


def test_what_was_taken_back_by_hand_keeps_nothing(cases_imported):
    with looking():
        retract(work_in("C1"), reason="Not Jo", by=ana())
        retract(Contact.objects.get(ref="K5"), reason="Not held", by=ana())
    assert undo().kept == []


def test_an_imported_fact_put_right_by_hand_keeps_its_case(bring_in):
    bring_in({**GOOD, "contacts": GOOD["contacts"].split("K6")[0]})
    bring_in(GOOD)
    with looking():
        correct(Contact.objects.get(ref="K6"), reason="A day later", by=ana(), occurred_on=date(2014, 7, 9))
        assert [each.ref for each in resting(batches(sight.whole_home())[0])] == ["C4"]
    with pytest.raises(NothingLeft):
        undo(rest=True)


def test_an_import_taken_back_whole_is_not_taken_back_again(cases_imported):
    undo()
    with pytest.raises(NothingLeft):
        undo()


def test_two_imports_at_one_moment_are_two_batches(bring_in):
    """The clock of the practice data may stand still; a moment names one import all the same."""
    bring_in({name: GOOD[name] for name in ("organizations", "staff")})
    bring_in(GOOD)
    first, second = (each.imported_at for each in reversed(batches(sight.whole_home())))
    assert first < second


def test_an_import_that_adds_nothing_is_no_batch(bring_in):
    bring_in(GOOD)
    assert not bring_in(GOOD).batches
    assert len(batches(sight.whole_home())) == 1


def test_every_table_an_import_writes_rows_of_a_case_to_is_hidden_when_it_is_taken_back():
    """A file added to the exchange belongs into taken_back.py as well."""
    of_nobody = {"organization", "staff", "membership", "accesschange"}
    assert set(TABLES) - of_nobody == set(SIGHTS)


def test_nobody_marks_a_row_but_the_function_and_it_marks_only_what_came(cases_imported):
    """The app role changes no fact; a fact entered by hand is no import's to take back (negative control)."""
    with looking():
        by_hand = work_in("C1")
        batch = batches(sight.whole_home())[0]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            execute("UPDATE casework_contact SET undone_at = now()")
        asked = [batch.agency_id, batch.imported_at, batch.first, batch.last, batch.imported_at, []]
        execute("SELECT duly_take_back(%s, %s, %s, %s, %s, %s::uuid[])", asked)
        assert list(Contact.objects.values_list("pk", flat=True)) == [by_hand.pk]


def execute(sql, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# A folder that adds one sort of thing to what is on record; the files it takes beside the first seven.
SORTS = {
    "profiles": (),
    "closings": (),
    "contact_cases": (),
    "service_ends": ("services",),
    "events": (),
    "appointments": (),
    "answers": (),
}


@pytest.mark.parametrize("name", SORTS)
def test_one_sort_of_thing_comes_in_goes_and_comes_in_again(bring_in, take_out, name):
    bring_in(GOOD)
    before, more = take_out(), {each: WHOLE[each] for each in (name, *SORTS[name])}
    outcome = bring_in(more)
    assert (lines(outcome), bool(outcome.new[name])) == ([], True)
    after = take_out()
    undo()
    assert take_out() == before != after
    assert lines(bring_in(more)) == []
    assert take_out() == after


def test_a_case_that_goes_on_elsewhere_keeps_what_it_goes_on_from(cases_imported):
    with looking():
        first, place = Case.objects.get(ref="C1"), Organization.objects.get(ref="O4")
        Case.objects.create(
            agency_id=first.agency_id, organization=place, person=first.person, ref="C9", program="set",
            edition=first.edition, assigned_on=date(2015, 5, 20), recorded_at=first.imported_at, continues=first,
        )  # fmt: skip
        assert "C1" in [each.ref for each in resting(batches(sight.whole_home())[0])]
