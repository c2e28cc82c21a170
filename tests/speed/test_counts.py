"""Costs grow with the work in hand, never with the size of the database: counted, so no busy machine matters."""

from collections.abc import Callable

import pytest

from tests.speed.acts import Desk
from tests.speed.counting import cost, sent, undone
from tests.speed.leading import lead_so_many

SitDown = Callable[[str], Desk]
LISTS = {
    "today": lambda desk: desk.get("today"),
    "caseload": lambda desk: desk.get("caseload"),
    "caseload, mine": lambda desk: desk.get("caseload", query="?view=mine"),
    "assignments": lambda desk: desk.get("assignments"),
}
PAGES = LISTS | {
    "case": lambda desk: desk.get("case", desk.ref),
    "log": lambda desk: desk.get("log", desk.ref),
}
MOST = {"case": 40, "log": 25}  # a small table is read whole, a large one by its index: so many blocks are forgiven


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_grow_with_the_database(sit_down: SitDown, page: str):
    found = []
    for size in ("small", "large"):
        desk = sit_down(size)
        found.append(cost(lambda desk=desk: PAGES[page](desk)).blocks)
    few, many = found
    assert many <= 1.3 * few + MOST.get(page, 0), f"{many} blocks with ten times the cases, {few} without"


def test_recording_a_contact_takes_twelve_statements(sit_down: SitDown):
    found = cost(sit_down("large").log)
    assert found.statements <= 12, "\n".join(found.sent)


def test_recording_a_contact_costs_one_case_at_any_size(sit_down: SitDown):
    few, many = (cost(sit_down(size).log, rounds=8) for size in ("small", "large"))
    assert many.blocks <= 1.1 * few.blocks + 40  # the indexes of a large table are a level deeper
    assert many.log <= 1.1 * few.log


def test_opening_a_case_touches_a_hundred_blocks(sit_down: SitDown):
    desk = sit_down("large")
    assert cost(lambda: desk.get("case", desk.ref), rounds=10).blocks <= 100


@pytest.mark.parametrize("page", LISTS)
def test_a_list_takes_the_same_few_statements_for_ten_fifty_and_two_hundred_people(sit_down: SitDown, page: str):
    desk, counts = sit_down("large"), []
    for people in (10, 50, 200):
        lead_so_many(desk.staff, people)
        undone(lambda: LISTS[page](desk))
        with sent() as statements:
            undone(lambda: LISTS[page](desk))
        counts.append(len(statements) - 2)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 10


def test_the_measure_sees_a_statement_more(sit_down: SitDown):
    """Negative control: what is counted does count."""
    desk = sit_down("large")
    one = cost(lambda: desk.get("case", desk.ref))
    two = cost(lambda: (desk.get("case", desk.ref), desk.get("case", desk.ref)))
    assert two.statements > 1.5 * one.statements
    assert two.blocks > 1.5 * one.blocks
