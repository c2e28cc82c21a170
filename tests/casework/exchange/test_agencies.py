"""Several agencies in one home: each keeps its own ids."""

import pytest

from duly.casework import context
from duly.casework.models import Case, Organization
from duly.config.home import Sorry
from tests.broken.folders.good import GOOD
from tests.casework.exchange.conftest import lines

pytestmark = pytest.mark.django_db

OTHER = {
    "organizations": GOOD["organizations"].replace("O1", "Z1"),
    "staff": GOOD["staff"].replace("O1", "Z1").replace("@", "@other."),
    **{name: GOOD[name] for name in ("people", "cases", "contacts", "milestones", "services")},
}
SAID = "Several agencies have a case with this id. Add organizations.csv: it says whose rows these are."


def apart(files):
    """The same rows under ids of their own."""
    for mark in ("O", "S", "P", "C", "K", "M", "V"):
        for number in range(1, 7):
            files = {name: text.replace(f"{mark}{number},", f"X{mark}{number},") for name, text in files.items()}
            files = {name: text.replace(f",{mark}{number}\n", f",X{mark}{number}\n") for name, text in files.items()}
    return {name: text.replace("Z1", "XZ1") for name, text in files.items()}


@pytest.fixture
def two(bring_in):
    assert lines(bring_in(GOOD)) == []
    assert lines(bring_in(OTHER)) == []


def test_the_same_ids_stand_in_both(two):
    for root in ("O1", "Z1"):
        with context.bound(agency=Organization.objects.get(ref=root).pk, whole_agency=True):
            assert Case.objects.get(ref="C1").person.ref == "P1"


def test_a_folder_with_its_organizations_is_about_one_agency(two, bring_in):
    for files in (GOOD, OTHER):
        outcome = bring_in(files)
        assert (lines(outcome), bool(outcome.new)) == ([], False)


def test_rows_that_could_be_of_either_are_refused(two, bring_in):
    row = "K7,C1,check_in,2014-11-05,2014-11-05T19:00:00+00:00,S2,phone,completed,\n"
    header = GOOD["contacts"].splitlines()[0]
    assert lines(bring_in({"contacts": f"{header}\n{row}"})) == [f"contacts.csv:2: case_id: found 'C1'. {SAID}"]


def test_agencies_that_share_ids_do_not_go_out_into_one_folder(two, take_out):
    with pytest.raises(Sorry, match="Two agencies of this home use the id"):
        take_out()


def test_agencies_with_ids_of_their_own_go_out_together_in_order(bring_in, take_out):
    assert lines(bring_in(GOOD)) == []
    assert lines(bring_in(apart(OTHER))) == []
    out = take_out()
    ids = [row.split(",")[0] for row in out["milestones"].splitlines()[1:]]
    assert ids == ["M1", "M2", "XM1", "XM2"]
    assert lines(bring_in(out)) == []
    assert take_out() == out
