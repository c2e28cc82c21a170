-- memberships.csv, by staff. Left out of an export: what staff.csv says alone, which is one role without days.
-- A range that ended the day it began has lost its days; an early day, twice, says the same. Then the id, to end it.
SELECT t.ref, o.ref, f.role,
       CASE WHEN isempty(f.during) THEN date '1900-01-01' ELSE lower(f.during) END,
       CASE WHEN isempty(f.during) THEN date '1900-01-01' ELSE upper(f.during) END,
       f.id::text
FROM casework_membership f
JOIN casework_staff t ON t.agency_id = f.agency_id AND t.id = f.staff_id
JOIN casework_organization o ON o.id = f.organization_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR t.ref = ANY (%(refs)s)) AND (NOT %(every)s OR NOT (
  SELECT count(*) = 1 AND bool_and(m.during = '(,)') FROM casework_membership m
  WHERE m.agency_id = f.agency_id AND m.staff_id = f.staff_id
))
ORDER BY t.ref COLLATE "C", o.ref COLLATE "C", f.role, 4, 5
