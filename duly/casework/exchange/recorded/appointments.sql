-- appointments.csv; details: captured_at
SELECT f.ref, c.ref,
       f.kind, f.starts_at, f.mode, f.place, f.recorded_at, s.ref,
       f.captured_at
FROM casework_appointment f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
