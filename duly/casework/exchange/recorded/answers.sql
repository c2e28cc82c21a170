-- answers.csv, by the uuid of what they are about; details: captured_at
SELECT a.file, a.ref, f.form, f.answers, f.recorded_at, s.ref, f.captured_at
FROM casework_answers f
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
JOIN LATERAL :fact(f.about) a ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.about = ANY (%(refs)s::uuid[]))
ORDER BY a.file COLLATE "C", a.ref COLLATE "C"
