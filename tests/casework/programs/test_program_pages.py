"""The program pages: every rule with its source, read by everybody who signs in."""

import pytest
from django.test import Client
from django.urls import reverse

from duly.engine.reading import editions


@pytest.fixture
def lia(scene):
    client = Client()
    client.force_login(scene.staff["lia"])
    return client


@pytest.mark.parametrize(("program", "edition"), editions())
def test_each_program_has_its_page(lia, program, edition):
    assert lia.get(reverse("program", args=[program])).status_code == 200
    assert lia.get(reverse("program", args=[program, edition])).status_code == 200
