"""Jo Reyes at a career center, with a goal and what leads to it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from duly.casework.models import Case, PlanItem
from duly.casework.models.ids import uuid7
from duly.casework.plans.actions import Wording, add_item
from tests.casework.scene import MONDAY, Scene

GOAL = {
    "what": "CNC machinist, first shift", "statement": "Paid work with the machines she knows from school",
    "wage_from": "23", "wage_to": "27", "due_on": "2015-09-30",
}  # fmt: skip
TASK = {"what": "Send three shop visits’ notes", "owner": "participant", "due_on": "2015-04-10"}


@pytest.fixture
def jo(scene: Scene) -> Case:
    return scene.case("Jo Reyes", program="moses", assigned_on=date(2015, 3, 2))


@pytest.fixture
def ana(scene: Scene) -> Client:
    return signed_in(scene, "ana")


def signed_in(scene: Scene, who: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(scene.staff[who])
    return client


def put(scene: Scene, case: Case, kind: str, *, by: str = "ana", **said: Any) -> PlanItem:
    """One thing put into the plan today."""
    wording = Wording(**{"what": "Something", **said})
    return add_item(case, entry=uuid7(), kind=kind, on=MONDAY, said=wording, by=scene.actor(by))
