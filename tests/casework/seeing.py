"""A browser of the tests whose requests leave the test's own sight of the whole agency as it was."""

import re

from django.test import Client

from duly.casework import context
from tests.casework.scene import Scene


class Seeing(Client):
    """A request binds the transaction to whoever sent it; afterwards the test sees the whole agency again."""

    sight: context.Context

    def request(self, **asked):
        try:
            return super().request(**asked)
        finally:
            context.bind(self.sight)


def browser(scene: Scene) -> Seeing:
    made = Seeing()
    made.sight = context.Context(agency=scene.root.pk, whole_agency=True, names=True)
    return made


def as_(client: Seeing, scene: Scene, who: str) -> Seeing:
    client.force_login(scene.staff[who])
    return client


def hidden(page: str) -> dict[str, str]:
    """What a form carries along: its entry, and what was seen."""
    found = {name: re.search(f'name="{name}" value="([^"]*)"', page) for name in ("entry", "seen")}
    return {name: match.group(1) for name, match in found.items() if match}
