"""A formal transfer between organizations (MOS-19, MOS-23): facts stay where they are, what is owed follows."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from duly.casework import context
from duly.casework.access import cases_for
from duly.casework.asks.queries import asks_of
from duly.casework.casefile.record import record_of
from duly.casework.contacts.actions import record_contact
from duly.casework.models import (
    Assignment,
    Case,
    CaseLine,
    Closing,
    Contact,
    Correction,
    Obligation,
    PlanItem,
    Reply,
    Tally,
)
from duly.casework.models.ids import uuid7
from duly.casework.obligations.history import histories
from duly.casework.obligations.refresh import rebuild
from duly.casework.plans.actions import Wording, add_item, change_item
from duly.casework.plans.content import digest
from duly.casework.plans.plan import plan_now, plan_of
from duly.casework.plans.signing import sign
from tests.casework.scene import MONDAY
from tests.casework.seeing import as_, browser, hidden


@pytest.fixture
def client(scene):
    return browser(scene)


@pytest.fixture
def rosa(scene):
    """Ana's at Provider C since January, with an intake and a check-in."""
    case = scene.case("Rosa Petrov", assigned_on=date(2015, 1, 5))
    said = {"outcome": "completed", "by": scene.actor("ana")}
    record_contact(case, entry=uuid7(), kind="intake", on=date(2015, 1, 12), mode="in_person", **said)
    record_contact(case, entry=uuid7(), kind="check_in", on=date(2015, 2, 3), mode="in_person", note="Budget.", **said)
    return case


def ask(client, scene, rosa, who="ana", because="moved to the east side"):
    said = {"entry": uuid7(), "to": scene.d.pk, "because": because}
    return as_(client, scene, who).post(f"/cases/{rosa.ref}/transfer", said)


def the_ask(rosa):
    return next(each.ask for each in asks_of(rosa.agency_id, rosa.pk) if each.ask.kind == "transfer")


def answer(client, scene, rosa, who, said, **more):
    path = f"/transfers/{the_ask(rosa).pk}"
    page = as_(client, scene, who).get(path).content.decode()
    return client.post(path, hidden(page) | {"answer": said} | more)


def move(client, scene, rosa):
    """All the way from C to D; the case that goes on there."""
    ask(client, scene, rosa)
    answer(client, scene, rosa, "cal", "release")
    done = answer(client, scene, rosa, "dot", "accept", lead=scene.staff["ben"].pk, letter="Dear Rosa Petrov,")
    assert done.status_code == 302, done.content.decode()
    return Case.objects.get(agency_id=rosa.agency_id, continues=rosa)


def owed(case):
    """What is owed and met, by rule: the same windows, the same due dates."""
    found = Obligation.objects.filter(agency_id=case.agency_id, case=case).order_by("rule", "nth")
    return list(found.values_list("rule", "nth", "of", "opens_on", "due_on", "lapses_on", "met_by", "met_on"))


def team(client, scene):
    """What waits at D; looked at twice, for what was just done is said once."""
    as_(client, scene, "dot").get("/team")
    return client.get("/team").content.decode()


def count(model, case, scene, organization, *, reading=()):
    """How many rows of this case somebody of that organization sees, with these single cases bound or none."""
    with context.bound(agency=scene.root.pk, organizations=[organization.pk]), context.reading(reading):
        return model.objects.filter(agency_id=scene.root.pk, case_id=case.pk).count()


def test_asked_released_and_accepted_it_goes_on_elsewhere(scene, client, rosa):
    assert ask(client, scene, rosa).status_code == 302
    assert the_ask(rosa).to_organization_id is None  # nobody there hears of it before it is released
    assert answer(client, scene, rosa, "cal", "release").status_code == 302
    assert the_ask(rosa).to_organization_id == scene.d.pk
    answer(client, scene, rosa, "dot", "accept", lead=scene.staff["ben"].pk, letter="Dear Rosa Petrov,")
    new = Case.objects.get(continues=rosa)
    assert (new.organization_id, new.edition, new.assigned_on) == (scene.d.pk, rosa.edition, rosa.assigned_on)
    assert new.person_id == rosa.person_id
    assert Reply.objects.get(case=rosa).note == "Dear Rosa Petrov,"


def test_what_is_owed_follows_unchanged(scene, client, rosa):
    before = owed(rosa)
    assert any(met for *_, met, _ in before)
    assert owed(move(client, scene, rosa)) == before


def test_facts_stay_where_they_are(scene, client, rosa):
    facts = set(Contact.objects.filter(agency_id=rosa.agency_id).values_list("id", "organization_id", "case_id"))
    new = move(client, scene, rosa)
    assert (
        set(Contact.objects.filter(agency_id=rosa.agency_id).values_list("id", "organization_id", "case_id")) == facts
    )
    assert not Contact.objects.filter(case=new).exists()
    closing = Closing.objects.get(case=rosa)
    assert (closing.reason, closing.closed_on, closing.organization_id) == ("transferred", MONDAY, scene.c.pk)


def test_nobody_counts_twice_and_nobody_is_lost(scene, client, rosa):
    """At any moment of knowledge exactly one of the two cases counts."""
    new = move(client, scene, rosa)
    old = list(Tally.objects.filter(case=rosa).order_by("known_from").values_list("known_from", "known_until"))
    here = list(Tally.objects.filter(case=new).order_by("known_from").values_list("known_from", "known_until"))
    spans = [*old, *here]
    assert all(until == since for (_, until), (since, _) in pairwise(spans))
    assert spans[-1][1].year == 9999
    assert all(exit_on.year == 9999 for exit_on in Tally.objects.filter(case=new).values_list("exit_on", flat=True))


def test_a_rebuild_finds_everything_as_it_stands(scene, client, rosa):
    new = move(client, scene, rosa)
    assert rebuild(scene.root.pk, [rosa.pk, new.pk]) == 0


def test_the_new_worker_reads_the_history_and_cannot_correct_it(scene, client, rosa):
    new = move(client, scene, rosa)
    page = as_(client, scene, "ben").get(f"/cases/{new.ref}/").content.decode()
    assert "Budget." in page
    assert "Came from Provider C." in page
    fact = Contact.objects.get(case=rosa, kind="check_in")
    assert f"/facts/{fact.pk}" not in page
    assert client.get(f"/cases/{new.ref}/facts/{fact.pk}/correct").status_code == 404


def test_what_is_logged_there_counts_in_the_same_schedule(scene, client, rosa):
    new = move(client, scene, rosa)
    by = scene.actor("ben")
    done = record_contact(new, entry=uuid7(), kind="check_in", on=MONDAY, mode="phone", outcome="completed", by=by)
    assert done.organization_id == scene.d.pk
    assert Obligation.objects.get(case=new, met_by=done.pk).rule == "check_in"
    assert CaseLine.objects.get(case=new).windows.count("m") == 2


def test_the_one_who_asked_has_a_name_at_the_new_place(scene, client, rosa):
    new = move(client, scene, rosa)
    assert "Rosa Petrov" in as_(client, scene, "ben").get("/caseload").content.decode()
    lead = Assignment.objects.get(case=new)
    assert (lead.staff, lead.during.lower) == (scene.staff["ben"], MONDAY)


# Both walls, before and after


def test_before_it_is_accepted_the_other_side_sees_nothing_of_the_record(scene, client, rosa):
    ask(client, scene, rosa)
    assert as_(client, scene, "dot").get(f"/transfers/{the_ask(rosa).pk}").status_code == 404
    answer(client, scene, rosa, "cal", "release")
    assert as_(client, scene, "dot").get(f"/cases/{rosa.ref}/").status_code == 404
    assert count(Contact, rosa, scene, scene.d) == 0


def test_afterwards_it_reads_the_facts_of_this_case_alone_and_only_where_it_is_continued(scene, client, rosa):
    other = scene.case("Mia Lopez", assigned_on=date(2015, 1, 5))
    record_contact(other, entry=uuid7(), kind="intake", on=date(2015, 1, 12), mode="in_person", outcome="completed",
                   by=scene.actor("ana"))  # fmt: skip
    move(client, scene, rosa)
    assert count(Contact, rosa, scene, scene.d) == 0  # not by itself: the setting is bound where the case is opened
    assert count(Contact, rosa, scene, scene.d, reading=[rosa.pk]) == 2
    assert count(Contact, other, scene, scene.d, reading=[rosa.pk]) == 0
    assert as_(client, scene, "ben").get(f"/cases/{rosa.ref}/").status_code == 404
    assert client.get(f"/cases/{other.ref}/").status_code == 404


def test_without_a_grant_a_case_that_claims_to_continue_reads_nothing(scene, client, rosa):
    """The negative control: the pointer alone opens nothing."""
    new = move(client, scene, rosa)
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]):
        assert len(histories(scene.root.pk, [new.pk])[new.pk].facts) > 1
    reply = Reply.objects.get(case=rosa)
    Correction(agency_id=new.agency_id, organization_id=scene.d.pk, case=new, ref=str(uuid7()), replaces=reply.pk,
               reason="Taken back", recorded_at=reply.recorded_at).save(force_insert=True)  # fmt: skip
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]):
        assert [each.kind for each in histories(scene.root.pk, [new.pk])[new.pk]] == ["assigned"]


def test_what_may_be_read_may_not_be_added_to(scene, client, rosa):
    move(client, scene, rosa)
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]), context.reading([rosa.pk]):
        assert Contact.objects.filter(case=rosa).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            add_milestone(rosa)


def add_milestone(case):
    insert = "INSERT INTO casework_milestone (id, agency_id, organization_id, case_id, ref, recorded_at, kind) VALUES"
    with connection.cursor() as cursor:
        values = [case.agency_id, case.organization_id, case.pk]
        cursor.execute(f"{insert} (gen_random_uuid(), %s, %s, %s, gen_random_uuid(), now(), 'x')", values)


def test_where_it_belongs_it_may_be_added(scene, rosa):
    """The negative control."""
    with context.bound(agency=scene.root.pk, organizations=[scene.c.pk]):
        add_milestone(rosa)


def test_the_old_side_reads_on_and_sees_nothing_new(scene, client, rosa):
    new = move(client, scene, rosa)
    record_contact(new, entry=uuid7(), kind="check_in", on=MONDAY, mode="phone", outcome="completed", note="Secret.",
                   by=scene.actor("ben"))  # fmt: skip
    page = as_(client, scene, "ana").get(f"/cases/{rosa.ref}/").content.decode()
    assert "Transferred to Provider D" in page
    assert "Secret." not in page
    assert client.get(f"/cases/{new.ref}/").status_code == 404


# A page that was open meanwhile


def test_an_old_page_is_answered_plainly_and_nothing_typed_is_lost(scene, client, rosa):
    move(client, scene, rosa)
    said = {"entry": uuid7(), "kind": "check_in", "occurred_on": "2015-04-06", "mode": "phone", "outcome": "completed",
            "note": "They asked about the bus pass."}  # fmt: skip
    answered = as_(client, scene, "ana").post(f"/cases/{rosa.ref}/log", said)
    page = answered.content.decode()
    assert answered.status_code == 409
    assert "Transferred to Provider D" in page
    assert "Nothing of what you sent was saved" in page
    assert "They asked about the bus pass." in page
    assert Contact.objects.filter(case=rosa).count() == 2
    part = client.post(f"/cases/{rosa.ref}/log", said, headers={"HX-Request": "true"})
    assert (part.status_code, part.content.decode().lstrip()[:3]) == (409, "<tr")


@pytest.mark.parametrize("path", ["reopen", "close", "service", "milestone", "transfer", "hold"])
def test_nothing_is_written_where_it_was(scene, client, rosa, path):
    move(client, scene, rosa)
    assert as_(client, scene, "cal").post(f"/cases/{rosa.ref}/{path}").status_code == 409


def test_it_is_not_logged_with_several_others_either(scene, client, rosa):
    other = scene.case("Mia Lopez", assigned_on=date(2015, 1, 5))
    move(client, scene, rosa)
    assert list(cases_for(scene.actor("ana"), to="record")) == [other]
    assert set(cases_for(scene.actor("ana"), to="work")) == {rosa, other}


def test_a_case_that_did_not_move_is_written_as_ever(scene, client, rosa):
    """The negative control."""
    assert as_(client, scene, "ana").get(f"/cases/{rosa.ref}/log").status_code == 200


# Other answers


def test_declined_it_stays_and_nothing_is_lost(scene, client, rosa):
    ask(client, scene, rosa)
    answer(client, scene, rosa, "cal", "release")
    assert answer(client, scene, rosa, "dot", "decline").status_code == 422
    assert answer(client, scene, rosa, "dot", "decline", note="No room.").status_code == 302
    assert not Closing.objects.filter(case=rosa).exists()
    assert "No room." in as_(client, scene, "ana").get(f"/cases/{rosa.ref}/").content.decode()


def test_asked_for_something_first_it_comes_back(scene, client, rosa):
    ask(client, scene, rosa)
    answer(client, scene, rosa, "cal", "release")
    answer(client, scene, rosa, "dot", "first", note="A hand-over call.")
    page = as_(client, scene, "ana").get(f"/cases/{rosa.ref}/").content.decode()
    assert "A hand-over call." in page
    ask(client, scene, rosa, who="cal", because="moved; call agreed for Tuesday")
    assert the_ask(rosa).to_organization_id == scene.d.pk


def test_kept_it_is_never_heard_of_elsewhere(scene, client, rosa):
    ask(client, scene, rosa)
    assert answer(client, scene, rosa, "cal", "keep", note="They stay in the area.").status_code == 302
    assert "Rosa" not in team(client, scene)


def test_a_director_s_own_ask_is_released_by_asking_and_decided_elsewhere(scene, client, rosa):
    ask(client, scene, rosa, who="cal")
    assert the_ask(rosa).to_organization_id == scene.d.pk
    assert "Rosa Petrov" in team(client, scene)
    assert answer(client, scene, rosa, "cal", "accept").status_code == 200  # shown, not theirs to answer
    assert not Case.objects.filter(continues=rosa).exists()


def test_accepted_twice_it_moves_once(scene, client, rosa):
    ask(client, scene, rosa)
    answer(client, scene, rosa, "cal", "release")
    path = f"/transfers/{the_ask(rosa).pk}"
    said = hidden(as_(client, scene, "dot").get(path).content.decode())
    said |= {"answer": "accept", "lead": scene.staff["ben"].pk, "letter": "Dear Rosa,"}
    for _ in range(2):
        client.post(path, said)
    assert Case.objects.filter(continues=rosa).count() == 1


def test_taken_back_it_waits_for_nobody(scene, client, rosa):
    ask(client, scene, rosa, who="cal")
    as_(client, scene, "cal").post(f"/cases/{rosa.ref}/transfer/back")
    assert "Rosa" not in team(client, scene)


def test_from_place_to_place_the_whole_chain_is_read(scene, client, rosa):
    """Back again: the case at C continues the one at D, which continues the first one at C."""
    before = owed(rosa)
    second = move(client, scene, rosa)
    ask_path = f"/cases/{second.ref}/transfer"
    as_(client, scene, "dot").post(ask_path, {"entry": uuid7(), "to": scene.c.pk, "because": "moved back"})
    answer(client, scene, second, "cal", "accept", lead=scene.staff["ana"].pk, letter="Dear Rosa,")
    third = Case.objects.get(continues=second)
    assert owed(third) == before
    assert "Budget." in as_(client, scene, "ana").get(f"/cases/{third.ref}/").content.decode()


# The plan


@pytest.fixture
def planned(scene):
    """Jo's, in a program with a plan: one goal, signed by both."""
    case = scene.case("Jo Reyes", program="moses", assigned_on=date(2015, 1, 5))
    by = scene.actor("ana")
    said = Wording(what="Find work that pays", due_on=date(2015, 6, 30), answers={"statement": "Day shift."})
    add_item(case, entry=uuid7(), kind="goal", on=date(2015, 1, 12), said=said, by=by)
    sign(case, entry=uuid7(), digest=digest(plan_now(case)), names={"staff": "Ana", "participant": "Jo Reyes"},
         how="screen", on=date(2015, 1, 12), wording="Both of us agree to this plan.", by=by)  # fmt: skip
    return case


def test_the_plan_goes_along_as_it_was_signed(scene, client, planned):
    before = plan_now(planned)
    new = move(client, scene, planned)
    assert plan_now(new) == before
    page = as_(client, scene, "ben").get(f"/cases/{new.ref}/plan").content.decode()
    assert "Find work that pays" in page
    assert [each.number for each in plan_of(record_of(new)).versions] == [1]


def test_it_is_changed_where_it_is_and_stays_where_it_was(scene, client, planned):
    new = move(client, scene, planned)
    goal = PlanItem.objects.get(case=planned)
    said = Wording(what="Find work near home", due_on=date(2015, 7, 31), answers={"statement": "Day shift."})
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]):
        change_item(new, goal.item, entry=uuid7(), seen=goal.pk, because="Moved", said=said, by=scene.actor("ben"))
    assert "Find work near home" in plan_now(new)
    assert "Find work that pays" in plan_now(planned)
    assert [due for rule, *_, due, _, _, _ in owed(new) if rule == "goal"] == [date(2015, 7, 31)]
    assert rebuild(scene.root.pk, [planned.pk, new.pk]) == 0
