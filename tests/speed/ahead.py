"""6: what falls due in the next seven days, by case manager: the question of a nightly digest, in one pass."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from duly.casework import clock
from duly.casework.context import bound
from duly.casework.models import Organization
from tests.speed import home
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import ROUNDS, seconds, spent

AHEAD = """
SELECT l.lead_id, count(*) FROM casework_obligation o
JOIN casework_caseline l ON l.agency_id = o.agency_id AND l.case_id = o.case_id AND l.exit_on IS NULL
WHERE o.agency_id = %(agency)s AND o.met_by IS NULL AND o.due_on BETWEEN %(day)s AND %(last)s
GROUP BY 1
"""


def figures(small: str, large: str, *, times: int) -> Figures:
    """Linear in the number of cases, and soon over."""
    found: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for which, name in enumerate((small, large)):
            with home.at(name):
                agency = Organization.objects.get(parent=None)
                with bound(agency=agency.pk, whole_agency=True, names=False):
                    ask(agency)
                    found[which].append(seconds(lambda agency=agency: ask(agency)))
    few, many = (sorted(each)[ROUNDS // 2] for each in found)
    shown = f"{many / few:.1f} ({spent(many)} to {spent(few)})"
    yield Figure("6", f"Due in seven days, by case manager: {times}× the cases", many / few, shown, limit=1.3 * times)
    yield Figure("6", "The same, seconds in the large database", many, spent(many), limit=10)


def ask(agency: Organization) -> list[tuple[object, ...]]:
    day = clock.today(settings.TIME_ZONE)
    with connection.cursor() as cursor:
        cursor.execute(AHEAD, {"agency": agency.pk, "day": day, "last": day + timedelta(days=7)})
        return cursor.fetchall()
