-- organizations.csv; details: time_zone
SELECT f.ref, f.name, f.kind, p.ref, nullif(f.time_zone, '')
FROM casework_organization f
LEFT JOIN casework_organization p ON p.id = f.parent_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
