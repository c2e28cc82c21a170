"""Gives an advisor exactly so many open cases of their own organization."""

from duly.casework.models import Staff
from duly.config import database

LEAD = """
WITH mine AS (
  SELECT l.case_id FROM casework_caseline l JOIN casework_membership m ON m.organization_id = l.organization_id
  WHERE m.staff_id = %(staff)s AND l.exit_on IS NULL ORDER BY l.case_id LIMIT %(people)s
)
UPDATE casework_caseline l SET lead_id = %(staff)s FROM mine WHERE l.case_id = mine.case_id
"""


def lead_so_many(staff: Staff, people: int) -> None:
    """As the superuser, over the heads of the assignments: only the lists look."""
    with database.connect() as admin:
        admin.execute("UPDATE casework_caseline SET lead_id = NULL WHERE lead_id = %s", [staff.pk])
        changed = admin.execute(LEAD, {"staff": staff.pk, "people": people}).rowcount
        assert changed == people, f"the organization has {changed} open cases"
