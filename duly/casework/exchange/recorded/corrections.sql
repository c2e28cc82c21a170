-- corrections.csv, by the uuid of what they replace
SELECT a.file, a.ref, b.ref, f.reason, f.recorded_at, s.ref
FROM casework_correction f
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
JOIN LATERAL :fact_or_answers(f.replaces) a ON true
LEFT JOIN LATERAL :fact_or_answers(f.by) b ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.replaces = ANY (%(refs)s::uuid[]))
ORDER BY a.file COLLATE "C", a.ref COLLATE "C"
