-- service_ends.csv, by service; the first end has no number; details: captured_at
SELECT t.ref, nullif(f.nth, 1), f.ended_on, f.status, t.status, f.recorded_at, s.ref, f.captured_at
FROM casework_serviceend f
JOIN casework_service t ON t.agency_id = f.agency_id AND t.id = f.service_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR t.ref = ANY (%(refs)s))
ORDER BY t.ref COLLATE "C", f.nth
