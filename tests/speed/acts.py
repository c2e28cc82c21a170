"""What people do all day, as requests that can be counted and timed: signed in, with permissions, as a browser asks."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from duly.casework import clock
from duly.casework.context import bound
from duly.casework.models import Organization, Staff
from duly.casework.models.ids import uuid7

# Somebody with about fifty open cases, and one of their cases that is under way.
BUSY = """
SELECT a.staff_id,
  (array_agg(c.ref ORDER BY abs(cardinality(string_to_array(l.windows, NULL)) - 12), l.tries, c.ref))[1]
FROM casework_assignment a JOIN casework_staff s ON s.id = a.staff_id
JOIN casework_case c ON c.agency_id = a.agency_id AND c.id = a.case_id
JOIN casework_caseline l ON l.agency_id = c.agency_id AND l.case_id = c.id
WHERE a.agency_id = %(agency)s AND a.role = 'lead' AND upper(a.during) IS NULL AND l.exit_on IS NULL
  AND l.intake_on IS NOT NULL AND l.ends_on > %(day)s AND c.program = 'set'
GROUP BY a.staff_id, s.ref ORDER BY abs(count(*) - %(cases)s), s.ref LIMIT 1
"""


@dataclass
class Desk:
    """An advisor's browser and the case in front of them."""

    browser: Client
    staff: Staff
    ref: str

    def get(self, route: str, *arguments: str, query: str = "") -> bytes:
        answer = self.browser.get(reverse(route, args=arguments) + query)
        assert answer.status_code == 200, f"{route}: {answer.status_code}"
        return answer.content

    def log(self, entry: UUID | None = None) -> None:
        """Save a completed check-in of today, as the form in place sends it."""
        zone = settings.TIME_ZONE
        said = {
            "entry": str(entry or uuid7()),
            "kind": "check_in",
            "occurred_on": clock.today(zone).isoformat(),
            "mode": "phone",
            "outcome": "completed",
            "note": "Went through the price list; next: call five customers.",
            "minutes": "",
        }
        answer = self.browser.post(
            reverse("log", args=[self.ref]),
            urlencode(said),
            content_type="application/x-www-form-urlencoded",
            headers={"hx-request": "true"},
        )
        assert answer.status_code in (200, 303), f"log: {answer.status_code}"


def desk(*, cases: int = 25) -> Desk:
    """The desk of somebody with about so many cases under way."""
    agency = Organization.objects.get(parent=None)
    values = {"agency": agency.pk, "day": clock.today(settings.TIME_ZONE) + timedelta(days=30), "cases": cases}
    with bound(agency=agency.pk, whole_agency=True), connection.cursor() as cursor:
        cursor.execute(BUSY, values)
        staff, ref = cursor.fetchone()
    browser = Client()
    browser.force_login(Staff.objects.get(pk=staff))
    browser.get(reverse("account"))  # the sign-in is written down now, and not again for a while
    return Desk(browser, Staff.objects.get(pk=staff), ref)
