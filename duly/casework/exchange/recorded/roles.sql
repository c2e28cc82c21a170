-- Staff with every role they ever had: two lists, of organizations and of roles
SELECT s.ref, s.name, lower(s.email), array_agg(o.ref ORDER BY m.id), array_agg(m.role ORDER BY m.id)
FROM casework_staff s
JOIN casework_membership m ON m.agency_id = s.agency_id AND m.staff_id = s.id
JOIN casework_organization o ON o.id = m.organization_id
WHERE s.agency_id = %(agency)s AND s.ref = ANY (%(refs)s)
GROUP BY s.id
