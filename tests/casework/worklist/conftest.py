"""People in every situation, made the way people are: by recording what happened."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from duly.casework.contacts.actions import record_contact
from duly.casework.models import Case, Contact
from duly.casework.worklist.queries import MINE, today_of
from duly.casework.worklist.rows import Row

Happened = Callable[..., Contact]


@pytest.fixture
def happened(scene) -> Happened:
    """A contact that Ana wrote down: kind, day, how, with what outcome."""

    def record(case: Case, kind: str, on: date | None, mode: str = "phone", outcome: str = "completed", note: str = ""):
        return record_contact(
            case, entry=uuid4(), kind=kind, on=on, mode=mode, outcome=outcome, note=note, by=scene.actor("ana")
        )

    return record


@pytest.fixture
def begun(scene, happened) -> Callable[..., Case]:
    """Somebody whose intake was held on a day."""

    def begin(name: str, intake: date, *, assigned: date | None = None) -> Case:
        case = scene.case(name, assigned_on=assigned or intake)
        happened(case, "intake", intake, "in_person")
        return case

    return begin


@pytest.fixture
def rows_of(scene) -> Callable[..., dict[str, Row]]:
    """Ana's page of today, by name."""

    def read(who: str = "ana", whose: str = MINE) -> dict[str, Row]:
        return {row.line.name: row for row in today_of(scene.actor(who), whose=whose).rows}

    return read
