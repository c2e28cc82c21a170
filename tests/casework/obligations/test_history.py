"""A case's history is the same whether it is read for many cases at once or made of the rows a page has read."""

from datetime import date

from duly.casework.casefile.record import record_of
from duly.casework.contacts.actions import record_contact
from duly.casework.corrections.actions import correct, retract
from duly.casework.models.ids import uuid7
from duly.casework.obligations.history import histories
from tests.casework.scene import Scene


def test_one_case_read_by_the_page_and_by_the_engine(scene: Scene):
    jo, ana = scene.case("Jo Reyes", assigned_on=date(2015, 1, 1)), scene.actor("ana")
    said = {"mode": "in_person", "outcome": "completed", "by": ana}
    intake = record_contact(jo, entry=uuid7(), kind="intake", on=date(2015, 1, 11), **said)
    correct(intake, reason="Wrong day", by=ana, occurred_on=date(2015, 1, 13))
    call = record_contact(jo, entry=uuid7(), kind="check_in", on=date(2015, 1, 20), **said)
    retract(call, reason="Somebody else", by=ana)
    assert record_of(jo).history == histories(jo.agency_id, [jo.pk])[jo.pk]
