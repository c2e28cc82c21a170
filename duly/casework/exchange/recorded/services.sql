-- services.csv, with the end that stands; details: captured_at; then the id, on which the import hangs a later end, and
-- every end ever told
SELECT f.ref, c.ref,
       f.kind, f.delivery, f.topic, f.started_on, coalesce(e.ended_on, f.ended_on), coalesce(e.status, f.status),
       f.recorded_at, s.ref,
       f.captured_at, f.id::text,
       (SELECT array_agg(x.ended_on ORDER BY x.nth) FROM casework_serviceend x
        WHERE x.agency_id = f.agency_id AND x.service_id = f.id)
FROM casework_service f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
LEFT JOIN LATERAL (
  SELECT e.ended_on, e.status FROM casework_serviceend e
  WHERE e.agency_id = f.agency_id AND e.service_id = f.id
    AND NOT EXISTS (SELECT FROM casework_correction x WHERE x.agency_id = e.agency_id AND x.replaces = e.id)
  ORDER BY e.recorded_at DESC LIMIT 1
) e ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
