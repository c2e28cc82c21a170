-- closings.csv; details: captured_at. Left out of an export: what cases.csv says alone, which is the one closing of a
-- case under the id of the case, unexplained and unauthored, that stands.
SELECT f.ref, c.ref, f.closed_on, f.reason, f.note, f.recorded_at, s.ref, f.captured_at
FROM casework_closing f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s)) AND (NOT %(every)s OR NOT (
  SELECT count(*) = 1 AND bool_and(
    k.ref = c.ref AND k.note = '' AND k.author_id IS NULL
    AND NOT EXISTS (SELECT FROM casework_correction x WHERE x.agency_id = k.agency_id AND x.replaces = k.id)
  )
  FROM casework_closing k WHERE k.agency_id = c.agency_id AND k.case_id = c.id
))
ORDER BY f.ref COLLATE "C"
