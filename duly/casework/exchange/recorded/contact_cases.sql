-- contact_cases.csv, by contact; details: captured_at
SELECT t.ref, c.ref, f.kind, f.recorded_at, s.ref, f.captured_at
FROM casework_contactcase f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
JOIN casework_contact t ON t.agency_id = f.agency_id AND t.id = f.contact_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR t.ref = ANY (%(refs)s))
ORDER BY t.ref COLLATE "C", c.ref COLLATE "C"
