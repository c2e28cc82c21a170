-- staff.csv, with the role held first
SELECT f.ref, f.name, lower(f.email), m.organization, m.role
FROM casework_staff f
JOIN LATERAL (
  SELECT o.ref AS organization, m.role FROM casework_membership m
  JOIN casework_organization o ON o.id = m.organization_id
  WHERE m.agency_id = f.agency_id AND m.staff_id = f.id
  ORDER BY isempty(m.during), lower(m.during) NULLS FIRST, o.ref COLLATE "C", m.role LIMIT 1
) m ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
