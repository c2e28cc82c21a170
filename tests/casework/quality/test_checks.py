"""What the record lacks: each thing with whose it is and the way to put it right, and nothing where all is well."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from duly.casework import context
from duly.casework.assessment.actions import answer_step, take_into_group
from duly.casework.assignments.actions import open_case
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Contact
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person, change_profile
from duly.casework.quality.checks import findings
from duly.casework.services.actions import record_service

MONDAY = date(2015, 4, 6)


@pytest.fixture
def found(scene):
    """What Ana, or somebody else, would find: (check, what it says, where it is put right)."""

    def of(who="ana"):
        with context.bound(agency=scene.root.pk, whole_agency=True):
            found = findings(scene.actor(who), day=MONDAY)
            return {(each.check.removeprefix("moses-"), each.says, each.href) for each in found}

    return of


@pytest.fixture
def tidy(scene):
    """A person about whom nothing is missing: assigned last week, known by birth date and phone."""
    case = scene.case("Tess Jensen", assigned_on=date(2015, 3, 30), program="moses")
    change_profile(case.person, scene.c.pk, by=scene.actor("ana"), birth_date=date(1980, 1, 1), phone="312-555-0100")
    return case


def talk(scene, case, on=MONDAY):
    said = {"kind": "review", "mode": "phone", "outcome": "completed", "by": scene.actor("ana")}
    return record_contact(case, entry=uuid7(), on=on, **said)


def test_where_all_is_well_nothing_is_found(scene, tidy, found):
    talk(scene, tidy)
    assert found() == set()


def test_an_entry_written_more_than_five_days_later_is_found(scene, tidy, found):
    """Recorded systematically and timely: MOS-14, MOS-20, MOS-62."""
    talk(scene, tidy, on=date(2015, 4, 1))  # five days: on time
    assert found() == set()
    case = scene.case("Old Entry", assigned_on=date(2015, 3, 20), program="moses")
    late = talk(scene, case, on=date(2015, 3, 31))
    assert ("late", "Review, written 6 days later", f"{reverse('case', args=[case.ref])}#fact-{late.pk}") in found()


def test_a_day_that_is_missing_leads_to_the_form_that_takes_it(scene, tidy, found):
    undated = talk(scene, tidy, on=None)
    assert found() == {("no_day", "Review without its day", reverse("correct", args=[tidy.ref, undated.pk]))}


def test_a_case_not_assessed_after_thirty_days_is_found_step_by_step(scene, found):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 3, 7), program="moses")
    missing = {each for each in found() if each[0] == "not_assessed"}
    says = "no work history, education or labor market"
    assert missing == {("not_assessed", says, reverse("assessment", args=[case.ref]))}
    ana = scene.actor("ana")
    answer_step(case, entry=uuid7(), step="education", on=MONDAY, answers={"highest_grade": "ged"}, by=ana)
    assert [each[1] for each in found() if each[0] == "not_assessed"] == ["no work history or labor market"]


def test_a_case_of_thirty_days_less_one_is_left_alone(scene, found):
    """Negative control."""
    scene.case("Jo Reyes", assigned_on=date(2015, 3, 8), program="moses")
    assert not [each for each in found() if each[0] == "not_assessed"]


def test_a_person_nobody_can_reach_is_found(scene, found):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 3, 30), program="moses")
    assert found() == {("how_to_reach", "no birth date, no phone and email", reverse("profile", args=[case.ref]))}


def test_days_that_disagree_are_found(scene, tidy, found):
    """Inconsistent records: an end before the beginning, an entry before the case (MOS-02)."""
    record_service(tidy, entry=uuid7(), kind="training", delivery="direct", started_on=date(2015, 4, 3),
                   ended_on=date(2015, 4, 1), by=scene.actor("ana"))  # fmt: skip
    Contact.of(tidy, author=scene.staff["ana"], at=datetime(2015, 3, 29, 15, tzinfo=UTC), kind="review", mode="phone",
               occurred_on=date(2015, 3, 29), outcome="completed").save(force_insert=True)  # fmt: skip
    assert {says for _, says, _ in found()} == {"Training ends before it begins", "Review before the assignment"}


def test_a_member_nobody_answers_for_and_one_not_decided_on_are_found(scene, found):
    ana, place = scene.actor("ana"), scene.c.pk
    rosa = add_person(place, by=ana, given_name="Rosa", birth_date=date(1980, 1, 1), phone="312-555-0101")
    case = open_case(rosa, place, program="moses", assigned_on=date(2015, 3, 30), by=ana, lead=None)
    take_into_group(case, entry=uuid7(), group="veteran", since=MONDAY, source="staff", note="", by=ana)
    who = "member of Veteran or other eligible person"
    assert found() == {
        ("nobody", who, reverse("reassign", args=[case.ref])),
        ("undecided", who, reverse("eligibility", args=[case.ref]) + "?rule=veteran_status"),
    }


def test_another_organization_finds_nothing_of_it(scene, found):
    scene.case("Jo Reyes", assigned_on=date(2015, 3, 7), program="moses")
    assert found("ben") == set()


def test_the_page_counts_by_worker_and_center_and_each_figure_opens_its_list(scene, signed_in):
    case = scene.case("Jo Reyes", assigned_on=date(2015, 3, 7), program="moses")
    scene.case("Ann Lowe", by="ben", assigned_on=date(2015, 3, 7), program="moses")
    page = signed_in().get(reverse("quality")).content.decode()
    assert "Provider C" in page
    assert "Provider D" not in page
    only = signed_in().get(reverse("quality"), {"check": "moses-how_to_reach", "worker": "ana"}).content.decode()
    assert "1 of 1" in only
    assert reverse("profile", args=[case.ref]) in only


def test_the_page_asks_the_same_number_of_questions_however_many(scene, signed_in, django_assert_max_num_queries):
    for nth in range(4):
        scene.case(f"Jo Reyes{nth}", assigned_on=date(2015, 3, 7), program="moses")
    ana = signed_in()
    with django_assert_max_num_queries(28):
        ana.get(reverse("quality"))
