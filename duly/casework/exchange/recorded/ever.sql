-- Everybody who ever led a case, and every closing it ever had
SELECT c.ref,
  (SELECT array_agg(s.ref) FROM casework_assignment a
   JOIN casework_staff s ON s.agency_id = a.agency_id AND s.id = a.staff_id
   WHERE a.agency_id = c.agency_id AND a.case_id = c.id AND a.role = 'lead'),
  (SELECT jsonb_agg(jsonb_build_array(k.closed_on, k.reason, k.recorded_at, k.ref)) FROM casework_closing k
   WHERE k.agency_id = c.agency_id AND k.case_id = c.id)
FROM casework_case c
WHERE c.agency_id = %(agency)s AND c.ref = ANY (%(refs)s)
