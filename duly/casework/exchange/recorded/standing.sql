-- Cases as the checks need them: the day they stand closed since, the kinds of contact completed
SELECT c.ref, c.id::text, c.organization_id::text, c.program, c.edition, c.assigned_on,
  (SELECT max(k.closed_on) FROM casework_closing k
   WHERE k.agency_id = c.agency_id AND k.case_id = c.id
     AND NOT EXISTS (SELECT FROM casework_correction x WHERE x.agency_id = k.agency_id AND x.replaces = k.id)),
  (SELECT array_agg(DISTINCT f.kind) FROM casework_contact f
   WHERE f.agency_id = c.agency_id AND f.case_id = c.id AND f.outcome = 'completed'
     AND NOT EXISTS (SELECT FROM casework_correction x WHERE x.agency_id = f.agency_id AND x.replaces = f.id))
FROM casework_case c
WHERE c.agency_id = %(agency)s AND c.ref = ANY (%(refs)s)
