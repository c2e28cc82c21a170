"""Groups: members nobody answers for, groups of one's own with their days, people referred elsewhere."""

from datetime import date

import pytest
from django.urls import reverse

from duly.casework import context
from duly.casework.assessment.actions import end_membership, take_into_group
from duly.casework.assignments.actions import open_case
from duly.casework.models import Case, LocalGroup, Person, ReferredElsewhere
from duly.casework.models.ids import uuid7
from duly.casework.people.actions import add_person

MONDAY = date(2015, 4, 6)
MILL = {"label": "Former mill workers", "since": "2015-04-01", "until": "", "reason": "Board of 12 March"}


@pytest.fixture
def alone(scene):
    """Rosa, whose case nobody answers for."""
    ana, place = scene.actor("ana"), scene.c.pk
    rosa = add_person(place, by=ana, given_name="Rosa", family_name="Garner")
    return open_case(rosa, place, program="moses", assigned_on=date(2015, 3, 30), by=ana, lead=None)


def join(scene, case, group="veteran", **said):
    return take_into_group(case, entry=uuid7(), group=group, since=date(2015, 4, 1), source="target_group", note="",
                           by=scene.actor("ana"), **said)  # fmt: skip


def page(signed_in, who="ana"):
    return signed_in(who).get(reverse("groups")).content.decode()


def test_a_member_of_a_target_group_nobody_answers_for_is_on_the_list(scene, alone, jo, signed_in):
    """MOS-11, MOS-12: one person responsible for each; Jo has one and is not listed."""
    join(scene, alone)
    join(scene, jo)
    shown = page(signed_in)
    assert "Rosa Garner" in shown
    assert "Jo Reyes" not in shown
    assert "1 member nobody answers for" in shown


def test_who_belongs_to_no_group_or_no_longer_to_one_is_not(scene, alone, signed_in):
    """Negative control: without a group, and after its last day."""
    assert "Rosa Garner" not in page(signed_in)
    with context.bound(agency=scene.root.pk, whole_agency=True):
        held = join(scene, alone)
        end_membership(held, on=date(2015, 4, 2), why="No veteran", by=scene.actor("ana"))
    assert "Rosa Garner" not in page(signed_in)


def test_another_organization_does_not_see_them(scene, alone, signed_in):
    join(scene, alone)
    assert "Rosa Garner" not in page(signed_in, "ben")


def test_the_list_asks_no_more_however_many_there_are(scene, alone, signed_in, django_assert_max_num_queries):
    join(scene, alone)
    ana = signed_in()
    with django_assert_max_num_queries(20):
        ana.get(reverse("groups"))


def test_a_center_adds_a_group_of_its_own_and_people_are_taken_into_it(scene, jo, send, signed_in):
    """Local boards add customer groups: MOS-10."""
    said = MILL | {"organization": str(scene.c.pk)}
    assert send(reverse("group-new"), said, "cal").status_code == 302
    assert "Former mill workers" in page(signed_in)
    form = signed_in().get(reverse("group", args=[jo.ref])).content.decode()
    assert "Former mill workers" in form
    member = {"group": "former_mill_workers", "since": "2015-04-02", "source": "local_board", "until": "", "note": ""}
    assert send(reverse("group", args=[jo.ref]), member).status_code == 302
    assert "Former mill workers" in signed_in().get(reverse("assessment", args=[jo.ref])).content.decode()


def test_a_local_group_takes_members_between_its_days(scene, jo, send):
    send(reverse("group-new"), MILL | {"organization": str(scene.c.pk)}, "cal")
    member = {"group": "former_mill_workers", "since": "2015-03-31", "source": "local_board", "until": "", "note": ""}
    assert send(reverse("group", args=[jo.ref]), member).status_code == 422


def test_an_ended_group_stays_readable_and_says_its_last_day(scene, send, signed_in):
    send(reverse("group-new"), MILL | {"organization": str(scene.c.pk)}, "cal")
    group = LocalGroup.objects.get()
    assert send(reverse("local-group-end", args=[group.pk]), {"until": "2015-04-05"}, "cal").status_code == 302
    assert LocalGroup.objects.count() == 2  # the newer row holds, the older one stays
    assert "5 Apr" in page(signed_in)


def test_only_those_who_lead_keep_groups(scene, send):
    said = MILL | {"organization": str(scene.c.pk)}
    assert send(reverse("group-new"), said, "ana").status_code == 404
    assert send(reverse("group-new"), MILL | {"organization": str(scene.c.pk)}, "dot").status_code == 422
    assert not LocalGroup.objects.exists()


REFERRED = {
    "given_name": "Minh", "family_name": "Abbott", "preferred_language": "en", "program": "set", "reason": "no_place",
    "to": "Small Business Center, ask for Ms. Roy", "on": "2015-04-06", "note": "",
}  # fmt: skip


@pytest.mark.parametrize("program", ["set", "moses", "leap"])
def test_somebody_is_referred_elsewhere_instead_of_being_enrolled_in_any_program(scene, send, signed_in, program):
    said = REFERRED | {"organization": str(scene.c.pk), "program": program}
    assert send(reverse("elsewhere"), said).status_code == 302
    made = ReferredElsewhere.objects.get()
    assert (made.program, made.reason, made.referred_on) == (program, "no_place", MONDAY)
    assert not Case.objects.exists()  # no case begins, nothing is owed
    shown = signed_in().get(reverse("elsewhere-list")).content.decode()
    assert "Minh Abbott" in shown
    assert "Small Business Center" in shown


@pytest.mark.parametrize("wrong", [{"to": ""}, {"given_name": ""}, {"on": "2015-04-07"}, {"reason": ""}])
def test_a_referral_says_who_where_to_why_and_when(scene, send, wrong):
    said = REFERRED | {"organization": str(scene.c.pk)} | wrong
    assert send(reverse("elsewhere"), said).status_code == 422
    assert not Person.objects.exists()


def test_the_same_referral_sent_twice_is_one(scene, signed_in):
    said = REFERRED | {"organization": str(scene.c.pk), "entry": str(uuid7())}
    for _ in range(2):
        signed_in().post(reverse("elsewhere"), said)
    assert (ReferredElsewhere.objects.count(), Person.objects.count()) == (1, 1)


def test_another_organization_does_not_see_who_was_referred(scene, send, signed_in):
    send(reverse("elsewhere"), REFERRED | {"organization": str(scene.c.pk)})
    assert "Minh" not in signed_in("ben").get(reverse("elsewhere-list")).content.decode()
