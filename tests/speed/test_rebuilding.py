"""What is derived can be thrown away and rebuilt, on every core, and comes out as it stood."""

from duly.casework.context import bound
from duly.casework.models import Case, Obligation, Organization
from duly.casework.obligations.commands import derive_everything, rebuild
from duly.casework.obligations.refresh import BATCH
from duly.casework.obligations.refresh import rebuild as derive
from tests import databases


def test_a_rebuilt_table_equals_the_standing_one(sizes):
    databases.point_at(sizes["small"])
    total, differed = derive_everything()
    assert total > 2 * BATCH, "few enough for one process"
    assert differed == 0


def test_what_was_thrown_away_comes_back_and_is_counted(sizes, capsys):
    databases.point_at(sizes["small"])
    agency = Organization.objects.get(parent=None).pk
    with bound(agency=agency, whole_agency=True):
        before = Obligation.objects.filter(agency_id=agency).count()
        gone, _ = Obligation.objects.filter(agency_id=agency, rule="intake").delete()
    rebuild()
    assert f"{gone:,} rows stood differently" in capsys.readouterr().out
    with bound(agency=agency, whole_agency=True):
        assert Obligation.objects.filter(agency_id=agency).count() == before


def test_a_copied_case_stands_as_if_it_had_been_derived(sizes):
    """The large database of the bench is made of copies: this is what makes them worth measuring."""
    databases.point_at(sizes["large"])
    agency = Organization.objects.get(parent=None).pk
    with bound(agency=agency, whole_agency=True):
        some = list(Case.objects.filter(agency_id=agency, ref__contains="-7").values_list("pk", flat=True)[:500])
        assert len(some) == 500
        assert derive(agency, some) == 0
