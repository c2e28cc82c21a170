-- Everybody who ever had a role at one of these organizations
SELECT s.ref, s.id::text FROM casework_staff s
WHERE s.agency_id = %(agency)s AND EXISTS (
  SELECT FROM casework_membership m
  WHERE m.agency_id = s.agency_id AND m.staff_id = s.id AND m.organization_id = ANY (%(reach)s::uuid[])
)
