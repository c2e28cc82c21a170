-- events.csv; details: captured_at
SELECT f.ref, c.ref,
       f.kind, f.what, f.occurred_on, f.until_on, f.note, f.recorded_at, s.ref, a.file, a.ref,
       f.captured_at
FROM casework_caseevent f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
LEFT JOIN LATERAL :fact(f.about) a ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
