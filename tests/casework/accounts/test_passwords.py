"""Which passwords are taken."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

REFUSED = {
    "short of it now": None,
    "fourteen lett.": "too short",
    "password12345678": "repeats itself",
    "aaaaaaaaaaaaaaaa": "repeats itself",
    "abababababababab": "repeats itself",
    "dragondragondragon": "repeats itself",
    "1234567890123456": "repeats itself",
    "qwertyuiopasdfghjkl": "repeats itself",
    "abcdefghijklmnopq": "repeats itself",
    "poiuytrewqlkjhgf": "repeats itself",
    "anaproviderprovider": "Too little is left",
    "Provider C 2015 Ana!": "Too little is left",
    "duly case manager": "Too little is left",
    "workforce-program-2026": "Too little is left",
    "ana@example.org12": "similar",
    "x" * 300 + "yz1" * 100: "at most 500",
}


@pytest.mark.parametrize("password", [each for each in REFUSED if REFUSED[each]])
def test_these_are_refused_with_a_reason(scene, password):
    with pytest.raises(ValidationError, match=REFUSED[password]):
        validate_password(password, scene.staff["ana"])


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "seven lanterns under the bridge",
        "fifteen letters",
        "8392 0174 8392 0175 11",
        "пять зелёных фонарей",
        "practice only 4 lanterns",
        "k7!vRq2#mZp9$wLx",
        "x" * 10 + " and a long walk home",
    ],
)
def test_these_are_taken(scene, password):
    validate_password(password, scene.staff["ana"])


def test_every_reason_is_said_at_once(scene):
    with pytest.raises(ValidationError) as refused:
        validate_password("ana1234", scene.staff["ana"])
    assert len(refused.value.messages) >= 2


def test_a_very_long_password_costs_no_time(scene):
    import time

    since = time.perf_counter()
    with pytest.raises(ValidationError):
        validate_password("ab" * 1_000_000, scene.staff["ana"])
    assert time.perf_counter() - since < 1
