"""After an upgrade nobody reads what an older engine derived."""

from datetime import date

import pytest

from duly.casework.models import Derivation, Obligation
from duly.casework.obligations import commands, current


def test_rows_of_an_older_engine_are_derived_again_before_anybody_reads_them(scene):
    jo = scene.case("Jo Reyes", assigned_on=date(2015, 4, 1))
    Obligation.objects.filter(agency_id=jo.agency_id, rule="intake").update(due_on=date(1999, 1, 1))
    Derivation.objects.update_or_create(id=1, defaults={"made_by": "an older engine"})
    commands.bring_up_to_date()
    assert Obligation.objects.get(agency_id=jo.agency_id, case=jo, rule="intake").due_on == date(2015, 4, 15)
    assert current.is_current()


def test_rows_of_this_engine_are_left_alone(scene, monkeypatch):
    current.mark()
    monkeypatch.setattr(commands, "derive_everything", lambda: pytest.fail("derived again without need"))
    commands.bring_up_to_date()
