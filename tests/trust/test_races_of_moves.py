"""Cases handed over by two people at one moment: moved once, put back once, and never two leads."""

import pytest

from duly.casework.assignments.actions import current_lead, name_lead
from duly.casework.handovers.actions import ChangedMeanwhile, hand_over, put_back
from duly.casework.models import Assignment, Handover
from duly.casework.models.ids import uuid7
from tests.casework.scene import MONDAY
from tests.trust.test_races import at_once, bound, overlapping, people, rows_a_rebuild_would_change, scene

__all__ = ["people", "scene"]  # the fixtures


def moving(case, by, *, entry):
    """From Ana to Cal, as one of them looked at it."""
    to, lead = {case.pk: by.staff.pk}, {case.pk: None}
    with bound(case):
        lead[case.pk] = current_lead(case).staff_id
    return lambda: hand_over(to, leads=lead, since=MONDAY, entry=entry, by=by)


def handovers(case):
    with bound(case):
        return Handover.objects.filter(agency_id=case.agency_id, case=case).count()


def leads(case):
    with bound(case):
        found = Assignment.objects.filter(agency_id=case.agency_id, case=case, during__endswith=None)
        return [each.staff.name for each in found.exclude(during__isempty=True)]


def test_one_form_sent_eight_times_at_once_moves_once(people):
    case, _, cal = people
    made = at_once(case, [moving(case, cal, entry=uuid7())] * 8)
    assert sorted(made) == [False] * 7 + [True]
    assert (handovers(case), leads(case)) == (1, ["Cal"])
    assert rows_a_rebuild_would_change(case) == 0


@pytest.mark.parametrize("first", ["named", "moved"])
def test_of_two_who_move_one_case_the_second_is_told(people, first):
    case, _, cal = people
    verbs = {
        "named": lambda: name_lead(case, cal.staff, since=MONDAY, by=cal),
        "moved": moving(case, cal, entry=uuid7()),
    }
    _, told = overlapping(case, verbs[first], moving(case, cal, entry=uuid7()))
    assert isinstance(told, ChangedMeanwhile)
    assert leads(case) == ["Cal"]
    assert rows_a_rebuild_would_change(case) == 0


def test_a_move_is_put_back_once(people):
    case, _, cal = people
    move = uuid7()
    with bound(case):
        assert moving(case, cal, entry=move)()
    back = at_once(case, [lambda: put_back(move, [case.pk], by=cal)] * 8)
    assert sorted(map(len, back)) == [0] * 7 + [1]
    assert (handovers(case), leads(case)) == (2, ["Ana"])


def test_who_is_named_while_a_move_is_put_back_stays(people):
    case, ana, cal = people
    move = uuid7()
    with bound(case):
        moving(case, cal, entry=move)()
    _, back = overlapping(
        case,
        lambda: name_lead(case, ana.staff, since=MONDAY, by=cal),
        lambda: put_back(move, [case.pk], by=cal),
    )
    assert back == set()
    assert leads(case) == ["Ana"]
