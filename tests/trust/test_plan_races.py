"""Two people at one plan at the same moment: neither loses anything, and what is signed is what was read."""

import pytest

from duly.casework.models import Agreement, PlanItem, PlanItemEnd, PlanVersion
from duly.casework.models.ids import uuid7
from duly.casework.plans.actions import Ended, Stale, Wording, add_item, change_item, end_item
from duly.casework.plans.content import digest
from duly.casework.plans.plan import plan_now
from duly.casework.plans.signing import Changed, sign
from tests.casework.scene import MONDAY
from tests.trust.test_races import at_once, bound, overlapping, people, rows_a_rebuild_would_change, scene

__all__ = ["people", "scene"]  # fixtures of theirs


@pytest.fixture
def task(people):
    case, ana, _ = people
    with bound(case):
        said = Wording(what="Send notes", owner="participant", due_on=MONDAY)
        return add_item(case, entry=uuid7(), kind="assignment", on=MONDAY, said=said, by=ana)


def change(case, item, by, what):
    return lambda: change_item(
        case, item.item, entry=uuid7(), seen=item.pk, because="Agreed", said=Wording(what=what, due_on=MONDAY), by=by
    )


def names(case, digest_, by, party):
    return lambda: sign(case, entry=uuid7(), digest=digest_, names={party: by.staff.name}, how="screen", on=MONDAY,
                        wording="We agree", by=by)  # fmt: skip


def test_two_change_one_thing_and_the_second_is_told(people, task):
    case, ana, cal = people
    _, told = overlapping(case, change(case, task, ana, "Send two notes"), change(case, task, cal, "Send five notes"))
    assert isinstance(told, Stale)
    assert told.now.what == "Send two notes"
    assert rows_a_rebuild_would_change(case) == 0


def test_two_end_one_thing_and_it_ends_once(people, task):
    case, ana, cal = people

    def end(by, how):
        return lambda: end_item(case, task.item, entry=uuid7(), seen=task.pk, how=how, on=MONDAY, by=by)

    _, told = overlapping(case, end(ana, "done"), end(cal, "not_done"))
    assert isinstance(told, Ended)
    with bound(case):
        assert PlanItemEnd.objects.filter(item=task.item).count() == 1
    assert rows_a_rebuild_would_change(case) == 0


def test_who_signs_while_another_changes_signs_nothing(people, task):
    case, ana, cal = people
    with bound(case):
        read = digest(plan_now(case))
    _, told = overlapping(case, change(case, task, ana, "Send two notes"), names(case, read, cal, "staff"))
    assert isinstance(told, Changed)
    with bound(case):
        assert not Agreement.objects.filter(case=case).exists()


def test_both_sign_at_once_and_it_is_one_version(people, task):
    case, ana, cal = people
    with bound(case):
        read = digest(plan_now(case))
    at_once(case, [names(case, read, ana, "staff"), names(case, read, cal, "participant")])
    with bound(case):
        assert PlanVersion.objects.filter(case=case).count() == 1
        assert Agreement.objects.filter(case=case).count() == 2


def test_eight_things_added_at_once_are_all_there(people):
    case, ana, _ = people

    def add(nth):
        said = Wording(what=f"Task {nth}", due_on=MONDAY)
        return lambda: add_item(case, entry=uuid7(), kind="assignment", on=MONDAY, said=said, by=ana)

    at_once(case, [add(nth) for nth in range(8)])
    with bound(case):
        assert PlanItem.objects.filter(case=case).count() == 8
    assert rows_a_rebuild_would_change(case) == 0
