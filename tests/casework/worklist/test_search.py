"""Finding people by name, number or telephone, with typing mistakes, within the organizations one works in."""

import pytest

from duly.casework.people.actions import change_profile
from duly.casework.worklist.search import find


@pytest.fixture
def people(scene):
    names = ("Wes Pruitt", "Quinn Pruitt", "Wes Novak", "José Núñez", "Mia Lopez")
    return {name: scene.case(name) for name in names}


def names(scene, asked, who="ana"):
    return [(each.line.name, each.exact) for each in find(scene.actor(who), asked)]


@pytest.mark.parametrize(("asked", "found"), [
    ("wes", ["Wes Novak", "Wes Pruitt"]),
    ("pru we", ["Wes Pruitt"]),
    ("NUÑEZ", ["José Núñez"]),
    ("jose nu", ["José Núñez"]),
])  # fmt: skip
def test_the_beginnings_of_names_in_any_order_find_people(scene, people, asked, found):
    assert names(scene, asked) == [(name, True) for name in found]


@pytest.mark.parametrize(("asked", "found"), [
    ("wes prut", ["Wes Pruitt", "Quinn Pruitt"]),
    ("nunes", ["José Núñez"]),
    ("mai lopez", ["Mia Lopez"]),
    ("lopze", ["Mia Lopez"]),
    ("kwzx", []),
])  # fmt: skip
def test_a_typing_mistake_finds_whoever_sounds_like_it(scene, people, asked, found):
    assert names(scene, asked) == [(name, False) for name in found]


@pytest.mark.parametrize("asked", ["%", "_", "\\", "' OR true --", "((", "  "])
def test_signs_with_a_meaning_of_their_own_have_none_here(scene, people, asked):
    assert not any(exact for _, exact in names(scene, asked))


def test_part_of_a_telephone_number_finds_its_owner(scene, people):
    mia = people["Mia Lopez"]
    change_profile(mia.person, scene.c.pk, by=scene.actor("ana"), phone="+1 (312) 555-0142")
    assert names(scene, "555 01-42") == [("Mia Lopez", True)]
    assert names(scene, "142") == []  # three digits are too few to mean a telephone


def test_the_latest_name_counts(scene, people):
    change_profile(people["Mia Lopez"].person, scene.c.pk, by=scene.actor("ana"), family_name="Ortega")
    assert names(scene, "ortega") == [("Mia Ortega", True)]
    assert names(scene, "lopez") == []


def test_another_organizations_people_are_not_found(scene, people):
    assert names(scene, "mia", who="ben") == []
    assert names(scene, "mia", who="cal") == [("Mia Lopez", True)]


def test_a_case_number_opens_the_file_and_names_stay_out_of_the_title(scene, people, client):
    client.force_login(scene.staff["ana"])
    ref = people["Mia Lopez"].ref
    assert client.get("/search", {"q": ref.lower()}).headers["Location"] == f"/cases/{ref}/"
    page = client.get("/search", {"q": "wes prut"}).content.decode()
    assert "Two people sound like it" in page
    assert "<title>Search – Duly</title>" in page


def test_somebody_elses_case_number_tells_nothing(scene, people, client):
    client.force_login(scene.staff["ben"])
    page = client.get("/search", {"q": people["Mia Lopez"].ref}).content.decode()
    assert "Nobody sounds like it" in page
