"""A career center's case in the scene: Jo under the formal case plan, led by Ana."""

from datetime import date

import pytest
from django.test import Client

from duly.casework.models.ids import uuid7

PLAN = "moses"


@pytest.fixture
def jo(scene):
    return scene.case("Jo Reyes", assigned_on=date(2015, 3, 2), program=PLAN)


@pytest.fixture
def signed_in(scene):
    def client(name="ana"):
        made = Client()
        made.force_login(scene.staff[name])
        return made

    return client


@pytest.fixture
def send(signed_in):
    """Send a form as somebody, with an entry id of its own."""

    def sent(address, said, who="ana"):
        return signed_in(who).post(address, {"entry": str(uuid7())} | said)

    return sent
