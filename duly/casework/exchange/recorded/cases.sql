-- cases.csv, with the first lead and the closing that stands; details: edition, accepted_on, recorded_at, author_id
SELECT f.ref, p.ref, f.program, o.ref, l.ref, f.assigned_on, k.closed_on, coalesce(k.reason, ''), k.recorded_at,
       f.edition, f.accepted_on, f.recorded_at, s.ref
FROM casework_case f
JOIN casework_person p ON p.agency_id = f.agency_id AND p.id = f.person_id
JOIN casework_organization o ON o.agency_id = f.agency_id AND o.id = f.organization_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
LEFT JOIN LATERAL (
  SELECT s.ref FROM casework_assignment l
  JOIN casework_staff s ON s.agency_id = l.agency_id AND s.id = l.staff_id
  WHERE l.agency_id = f.agency_id AND l.case_id = f.id AND l.role = 'lead' AND lower(l.during) = f.assigned_on LIMIT 1
) l ON true
LEFT JOIN LATERAL (
  SELECT k.closed_on, k.reason, k.recorded_at FROM casework_closing k
  WHERE k.agency_id = f.agency_id AND k.case_id = f.id
    AND NOT EXISTS (SELECT FROM casework_correction x WHERE x.agency_id = k.agency_id AND x.replaces = k.id)
  ORDER BY k.recorded_at DESC, k.id DESC LIMIT 1
) k ON true
WHERE f.agency_id = %(agency)s AND (%(every)s OR f.ref = ANY (%(refs)s))
ORDER BY f.ref COLLATE "C"
