"""Made-up cohorts: the same again for the same seed, of any size, untidy in the ways real records are."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from duly.casework.exchange.words import scripts
from duly.demo.generate import Cohort, records, write
from duly.engine.reading import load


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cohort")
    write(folder, Cohort(600, beside="life_works"))
    return folder


def test_the_same_seed_gives_the_same_people(made, tmp_path):
    write(tmp_path, Cohort(600, beside="life_works"))
    for file in made.iterdir():
        assert file.read_bytes() == (tmp_path / file.name).read_bytes()


def test_another_seed_gives_others(made, tmp_path):
    write(tmp_path, Cohort(600, beside="life_works", seed=2))
    assert (made / "people.csv").read_bytes() != (tmp_path / "people.csv").read_bytes()


def test_a_part_of_a_cohort_is_that_part(made):
    cohort = Cohort(600, beside="life_works")
    part = list(records(cohort, next(cohort.trees()), within=range(200, 203)))
    assert [record["people"][0][0] for record in part] == ["P0000201", "P0000202", "P0000203"]
    assert rows(made, "people")[200]["family_name"] == part[0]["people"][0][2]


def test_ids_are_unique_and_in_order(made):
    for name, key in (("cases", "case_id"), ("contacts", "contact_id"), ("people", "person_id"), ("staff", "staff_id")):
        ids = [row[key] for row in rows(made, name)]
        assert ids == sorted(set(ids))


def test_nothing_is_recorded_before_it_happened_or_after_the_end(made):
    for row in rows(made, "contacts"):
        assert (row["occurred_on"] or "0") <= row["recorded_at"][:10] <= "2015-05-20"


def test_a_record_is_as_untidy_as_real_ones(made):
    contacts = rows(made, "contacts")
    undated = [row for row in contacts if not row["occurred_on"]]
    late = [row for row in contacts if row["occurred_on"] and days_late(row) > 10]
    outcomes = Counter(row["outcome"] for row in contacts)
    assert {row["kind"] for row in undated} == {"intake"}
    assert len(late) > len(contacts) / 100
    assert min(outcomes["no_response"], outcomes["no_show"], outcomes["completed"]) > 100
    assert {bool(row["replaced_by"]) for row in rows(made, "corrections")} == {True, False}


def days_late(row: dict[str, str]) -> int:
    return (date.fromisoformat(row["recorded_at"][:10]) - date.fromisoformat(row["occurred_on"])).days


def test_advisors_leave_and_their_cases_go_on(made):
    """SET-12: staff turnover is the rule, and every case keeps one lead at a time."""
    turns = [row for row in rows(made, "assignments") if row["to"]]
    after = {(row["case_id"], row["from"]) for row in rows(made, "assignments")}
    first = {row["case_id"]: row["case_manager_id"] for row in rows(made, "cases")}
    assert turns
    assert all(row["staff_id"] == first[row["case_id"]] for row in turns)
    assert all((row["case_id"], row["to"]) in after for row in turns)


def test_some_people_take_part_in_two_programs_and_one_contact_counts_in_both(made):
    programs = {row["case_id"]: row["program"] for row in rows(made, "cases")}
    credited = rows(made, "contact_cases")
    assert {programs[row["case_id"]] for row in credited} == {"life_works"}
    assert {row["kind"] for row in credited} <= set(load("life_works").contacts)


def test_names_come_in_many_scripts_and_one_script_each(made):
    people = rows(made, "people")
    found = Counter(next(iter(scripts(row["family_name"]))) for row in people)
    assert len(found) > 6
    assert all(len(scripts(row["given_name"] + row["family_name"])) == 1 for row in people)


def test_several_agencies_come_in_a_folder_each(tmp_path):
    folders = write(tmp_path, Cohort(40, agencies=3))
    assert [len(rows(folder, "cases")) for folder in folders] == [14, 13, 13]
    emails = [row["email"] for folder in folders for row in rows(folder, "staff")]
    assert len(emails) == len(set(emails))


@pytest.mark.parametrize("program", ["set", "moses", "life_works", "leap"])
def test_every_program_can_be_practiced(tmp_path, program):
    write(tmp_path, Cohort(60, program=program, last=date(2020, 5, 20)))
    assert {row["program"] for row in rows(tmp_path, "cases")} == {program}
    assert {row["kind"] for row in rows(tmp_path, "contacts")} <= set(load(program).contacts)
