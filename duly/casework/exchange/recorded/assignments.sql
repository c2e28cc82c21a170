-- assignments.csv, by case. Left out of an export: what cases.csv says alone, which is one lead from the day of
-- assignment on, recorded with the case. An assignment that ended the day it began stands at the case's own first day.
-- Then the id, to end it.
SELECT c.ref, t.ref, f.role,
       CASE WHEN isempty(f.during) THEN c.assigned_on ELSE lower(f.during) END,
       CASE WHEN isempty(f.during) THEN c.assigned_on ELSE upper(f.during) END,
       f.recorded_at, s.ref, f.id::text
FROM casework_assignment f
JOIN casework_case c ON c.agency_id = f.agency_id AND c.id = f.case_id
JOIN casework_staff t ON t.agency_id = f.agency_id AND t.id = f.staff_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR c.ref = ANY (%(refs)s)) AND (NOT %(every)s OR NOT (
  SELECT count(*) = 1 AND bool_and(
    l.role = 'lead' AND lower(l.during) = c.assigned_on AND upper_inf(l.during)
    AND l.recorded_at = c.recorded_at AND l.author_id IS NOT DISTINCT FROM c.author_id
  )
  FROM casework_assignment l WHERE l.agency_id = c.agency_id AND l.case_id = c.id
))
ORDER BY c.ref COLLATE "C", t.ref COLLATE "C", f.role, 4, 5, f.id
