"""What an import adds, what it leaves alone, and what it only remarks on."""
# ruff: noqa: E501  (a line here is a line of output)

from datetime import date

import pytest

from duly.casework import access, context
from duly.casework.corrections.actions import correct
from duly.casework.models import (
    AccessChange,
    Case,
    Closing,
    Contact,
    Membership,
    Obligation,
    Organization,
    Profile,
    ServiceEnd,
    Staff,
)
from tests.broken.folders.good import GOOD, SERVICE_ENDED, WHOLE
from tests.casework.exchange.conftest import cautions, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(bring_in):
    """Bring the good folder in and look at all of its agency."""
    assert lines(bring_in(GOOD)) == []
    with context.bound(agency=Organization.objects.get(ref="O1").pk, whole_agency=True):
        yield


def changed(file, old, new, base=GOOD):
    assert old in base[file]
    return {**base, file: base[file].replace(old, new, 1)}


def only(*files, base=GOOD):
    return {name: base[name] for name in files}


def test_what_is_owed_is_worked_out_at_once(seen):
    owed = Obligation.objects.filter(case__ref="C1", rule="check_in").order_by("nth").first()
    assert (owed.opens_on, owed.due_on) == (date(2014, 9, 10), date(2014, 10, 9))


def test_an_import_keeps_the_time_of_the_source_and_its_own_beside_it(seen):
    contact = Contact.objects.get(ref="K1")
    assert contact.recorded_at.isoformat() == "2014-09-09T19:00:00+00:00"
    assert contact.imported_at.isoformat() == "2015-05-21T14:00:00+00:00"


def test_staff_cannot_sign_in_before_they_are_invited(seen):
    assert not Staff.objects.get(ref="S2").has_usable_password()


def test_a_role_brought_in_is_on_record(seen):
    assert Membership.objects.filter(staff__ref="S2").count() == 1
    assert AccessChange.objects.filter(staff__ref="S2", what__contains="case_manager", by=None).count() == 1


def test_a_second_import_of_the_same_folder_changes_nothing(bring_in, take_out):
    for _ in range(2):
        outcome = bring_in(WHOLE)
        assert lines(outcome) == []
    assert not outcome.new
    assert not outcome.changed
    assert take_out() == WHOLE


def test_a_folder_may_hold_one_file_alone(seen, bring_in):
    contact = "K7,C1,check_in,2014-11-05,2014-11-05T19:00:00+00:00,S2,phone,completed,\n"
    header = GOOD["contacts"].splitlines()[0]
    assert lines(bring_in({"contacts": f"{header}\n{contact}"})) == []
    assert Contact.objects.get(ref="K7").case.ref == "C1"
    assert Obligation.objects.get(case__ref="C1", rule="check_in", nth=2).met_on == date(2014, 11, 5)


def test_a_dry_run_only_checks(bring_in):
    outcome = bring_in(GOOD, dry_run=True)
    assert (lines(outcome), outcome.new["contacts"]) == ([], 6)
    assert not Organization.objects.exists()


def test_columns_may_stand_in_any_order(bring_in, take_out):
    turned = "\n".join(",".join(reversed(row.split(","))) for row in GOOD["milestones"].splitlines()) + "\n"
    assert lines(bring_in({**GOOD, "milestones": turned})) == []
    assert take_out() == GOOD


def test_windows_line_ends_and_a_byte_order_mark_are_taken(bring_in, take_out):
    outcome = bring_in({**GOOD, "people": "\ufeff" + GOOD["people"].replace("\n", "\r\n")})
    assert cautions(outcome) == ["people.csv:1: (file): Begins with a byte-order mark, which is left out."]
    assert take_out() == GOOD


def test_a_time_may_have_any_offset(bring_in, take_out):
    assert lines(bring_in(changed("contacts", "2014-06-10T17:00:00+00:00", "2014-06-10T12:00:00-05:00"))) == []
    assert take_out() == GOOD


# What was open is closed, what was under way ends; nothing else changes


CLOSED = ("S2,2014-09-01,,,", "S2,2014-09-01,2015-05-01,withdrew,2015-05-04T15:00:00+00:00")


def test_a_closing_newly_told_is_added(seen, bring_in, take_out):
    outcome = bring_in(changed("cases", *CLOSED))
    assert (lines(outcome), outcome.changed["cases"]) == ([], 1)
    assert Closing.objects.get(case__ref="C1").reason == "withdrew"
    assert take_out() == changed("cases", *CLOSED)
    assert not bring_in(changed("cases", *CLOSED)).changed


def test_an_end_newly_told_is_added_with_its_status(seen, bring_in, take_out):
    outcome = bring_in(changed("services", *SERVICE_ENDED))
    assert (lines(outcome), outcome.changed["services"]) == ([], 1)
    assert ServiceEnd.objects.get(service__ref="V2").status == "stopped"
    assert take_out()["services"] == changed("services", *SERVICE_ENDED)["services"]
    assert not bring_in(changed("services", *SERVICE_ENDED)).changed


def test_half_a_closing_newly_told_is_a_mistake(seen, bring_in):
    assert lines(bring_in(changed("cases", "S2,2014-09-01,,,", "S2,2014-09-01,2015-05-01,withdrew,"))) == [
        "cases.csv:2: closed_recorded_at: found nothing. A closing needs its date, its reason and the time it was recorded."
        " Fill this in, or empty all three."
    ]


OTHER = "An import adds and never changes: put the file right, or correct it in Duly."


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("organizations", "Provider C", "Provider Cee", "organizations.csv:4: name: found 'Provider Cee'. On record is 'Provider C'."),
        ("staff", "Ana Ruiz", "Ana Diaz", "staff.csv:3: name: found 'Ana Diaz'. On record is 'Ana Ruiz'."),
        ("staff", "ana@c.example,O3,case_manager", "ana@c.example,O3,director", "staff.csv:3: role: found 'director'. On record is 'case_manager'."),
        ("people", "Jo,Reyes", "Joe,Reyes", "people.csv:2: given_name: found 'Joe'. On record is 'Jo'."),
        ("people", "1980-02-29", "", "people.csv:2: birth_date: found nothing. On record is '1980-02-29'."),
        ("cases", "O3,S2,2014-09-01", "O3,S3,2014-09-01", "cases.csv:2: case_manager_id: found 'S3'. On record is 'S2'."),
        ("cases", "O3,S2,2014-09-01", "O3,S2,2014-09-02", "cases.csv:2: assigned_on: found '2014-09-02'. On record is '2014-09-01'."),
        ("cases", "employed", "withdrew", "cases.csv:3: closure_reason: found 'withdrew'. On record is 'employed'."),
        ("contacts", "Prices compared.", "Prices.", "contacts.csv:8: note: found 'Prices.'. On record is 'Prices compared.'."),
        ("contacts", "K6,C4", "K6,C1", "contacts.csv:8: case_id: found 'C1'. On record is 'C4'."),
        ("contacts", "K4,C2,intake,", "K4,C2,intake,2014-10-20", "contacts.csv:6: occurred_on: found '2014-10-20'. On record is nothing."),
        ("milestones", "2014-12-01", "2014-12-02", "milestones.csv:3: achieved_on: found '2014-12-02'. On record is '2014-12-01'."),
        ("services", "2014-11-20", "2014-11-21", "services.csv:2: ended_on: found '2014-11-21'. On record is '2014-11-20'."),
        ("services", "completed", "dropped", "services.csv:2: status: found 'dropped'. On record is 'completed'."),
    ],
)  # fmt: skip
def test_any_other_difference_is_a_mistake_on_its_line(seen, bring_in, file, old, new, said):
    found = lines(bring_in(changed(file, old, new)))
    assert f"{said} {OTHER}" in found
    assert all(OTHER in line or "Before the case" in line for line in found)


def test_an_open_assignment_may_be_given_its_end_and_the_next_begins(bring_in, take_out):
    first = "case_id,staff_id,role,from,to\nC4,S4,lead,2014-06-02,\n"
    then = "case_id,staff_id,role,from,to\nC4,S2,lead,2015-03-02,\nC4,S4,lead,2014-06-02,2015-03-02\n"
    assert lines(bring_in({**GOOD, "assignments": first})) == []
    outcome = bring_in({"assignments": then})
    assert (lines(outcome), outcome.new["assignments"], outcome.changed["assignments"]) == ([], 1, 1)
    assert "C4,S2,lead,2015-03-02,," in take_out()["assignments"]


def test_two_leads_at_once_are_refused_by_the_database_too(seen, bring_in):
    [said] = lines(bring_in({"assignments": "case_id,staff_id,role,from,to\nC4,S2,lead,2015-03-02,\n"}))
    assert said.startswith("assignments.csv:1: (file): Two people would lead a case at once.")


# Remarked on, and imported all the same


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("contacts", "K3,C1,check_in", "K3,C1,intake", "contacts.csv:4: kind: warning: found 'intake'. A second completed intake of this case."),
        ("contacts", "K4,C2,intake,,2014-10-20T18", "K4,C2,check_in,2015-03-25,2015-03-25T18",
         "contacts.csv:6: occurred_on: warning: found '2015-03-25'. After the case was closed (2015-03-20)."),
        ("contacts", "Prices compared.", "=SUM(A1)", "contacts.csv:8: note: warning: found '=SUM(A1)'. Begins like a formula. It is kept as it is, and spreadsheets will show it as text."),
        ("people", "Jo,Reyes", "\u0410na,Reyes", "people.csv:2: given_name: warning: found '\u0410na'. Letters of several scripts (cyrillic, latin) in a name."),
        ("people", "Jo,Reyes", "Jo\u202e,Reyes", "people.csv:2: given_name: warning: found 'Jo\\u202e'. Holds a character nobody sees: right-to-left override (U+202E)."),
    ],
)  # fmt: skip
def test_what_is_odd_is_remarked_on_and_imported(bring_in, take_out, file, old, new, said):
    outcome = bring_in(changed(file, old, new))
    assert [each.line_as("warning: ") for each in outcome.warnings] == [said]
    assert lines(outcome) == []
    assert take_out()[file] == changed(file, old, new)[file]


def test_a_telephone_number_may_begin_with_a_plus(bring_in):
    assert cautions(bring_in(GOOD)) == []


# People


def test_a_person_is_known_to_each_organization_that_has_their_case(bring_in):
    second = GOOD["cases"] + "C5,P1,life_works,O4,S4,2015-01-05,,,\n"
    assert lines(bring_in({**GOOD, "cases": second})) == []
    with context.bound(agency=Organization.objects.get(ref="O1").pk, whole_agency=True):
        assert set(Profile.objects.filter(person__ref="P1").values_list("organization__ref", "given_name")) == {
            ("O3", "Jo"),
            ("O4", "Jo"),
        }


def test_what_is_known_of_a_person_goes_along_to_one_more_organization(seen, bring_in, take_out):
    header = GOOD["cases"].splitlines()[0]
    assert lines(bring_in({"cases": f"{header}\nC5,P1,set,O4,S4,2015-01-05,,,\n"})) == []
    assert Profile.objects.get(person__ref="P1", organization__ref="O4").given_name == "Jo"
    assert "profiles" not in take_out()


def test_somebody_without_a_case_is_kept_where_only_the_whole_agency_sees_them(bring_in, take_out):
    more = {**GOOD, "people": GOOD["people"] + "P5,Noor,Novak,,,,\n"}
    assert lines(bring_in(more)) == []
    assert take_out() == more
    assert lines(bring_in(more)) == []


def test_a_case_stands_under_the_edition_in_force_when_it_was_assigned(seen):
    assert set(Case.objects.values_list("edition", flat=True)) == {"2013-07-01"}


def test_the_case_manager_of_a_row_may_be_whoever_leads_the_case_now(bring_in):
    rows = "case_id,staff_id,role,from,to\nC4,S2,lead,2015-03-02,\nC4,S4,lead,2014-06-02,2015-03-02\n"
    files = {**changed("cases", "set,O4,S4,2014-06-02", "set,O4,S2,2014-06-02"), "assignments": rows}
    assert lines(bring_in(files)) == []
    assert lines(bring_in(files)) == []


def test_an_end_put_right_since_is_not_told_again(bring_in):
    """The file still has the first day; the correction made here holds, and a third end is not made up."""
    ended = GOOD["services"].replace("2015-01-12,,,", "2015-01-12,2015-02-02,stopped,")
    bring_in(GOOD), bring_in({**GOOD, "services": ended})
    with context.bound(agency=Organization.objects.get(ref="O1").pk, whole_agency=True):
        ana = access.actor_of(Staff.objects.get(ref="S2"), day=date(2015, 5, 21))
        correct(ServiceEnd.objects.get(), reason="Two days later", by=ana, ended_on=date(2015, 2, 4))
    outcome = bring_in({**GOOD, "services": ended})
    assert (lines(outcome), sum(outcome.changed.values())) == ([], 0)
