"""1: the fidelity report at any moment, against a hand-written DuckDB query over Parquet of the same facts."""

import os
from datetime import UTC
from pathlib import Path

from duly.casework.context import bound
from duly.casework.models import Organization
from duly.casework.reports.asking import Moment, asked
from duly.casework.reports.sums import sums
from duly.engine.reading import load
from tests.speed import home
from tests.speed.duck import Duck, written
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import interleaved

# as of, assigned by, known at: the published moment, the same with late entries, and others.
ASKED = (
    ("2015-04-30", "2015-04-01", ""),
    ("2015-04-30", "2015-04-01", "2015-05-20"),
    ("2014-12-31", "", ""),
    ("2014-09-30", "2014-07-01", "2015-02-28"),
    ("2015-05-20", "", "2015-01-15"),
)


def figures(folder: Path, name: str, cases: int) -> Figures:
    """Equal answers first, then the ratio over all the moments."""
    with home.at(name):
        edition = load("set")
        moments = [asked(zone=edition.zone, as_of=a, assigned_by=b, known_at=k) for a, b, k in ASKED]
        duck = Duck(written(folder / "parquet", name), os.cpu_count() or 1)
        agency = Organization.objects.get(parent=None)
        with bound(agency=agency.pk, whole_agency=True, names=False):
            for moment in moments:
                assert ours(agency, moment) == theirs(duck, moment), f"different answers at {moment}"
            found = interleaved(
                lambda: [sums(agency.pk, [edition], [moment]) for moment in moments],
                lambda: [theirs(duck, moment) for moment in moments],
            )
    shown = f"{found} for {len(moments)}"
    what = f"Fidelity at any moment, {cases:,} cases: ours / DuckDB over Parquet"
    yield Figure("1", what, found.ratio, shown, limit=1)


def ours(agency: Organization, moment: Moment) -> list[tuple[object, ...]]:
    refs = dict(Organization.objects.values_list("pk", "ref"))
    return sorted(
        (
            refs[each.organization],
            each.cases,
            each.figures["intake"][1],
            *each.figures["days_to_intake"],
            *each.figures["check_ins"],
            *each.figures["reassessments"],
        )
        for each in sums(agency.pk, [load("set")], [moment])
    )


def theirs(duck: Duck, moment: Moment) -> list[tuple[object, ...]]:
    return duck.fidelity(
        as_of=moment.as_of,
        assigned_by=moment.assigned_by,
        known_at=moment.known_at.astimezone(UTC),
        known_day=moment.known_at.date(),
    )
