-- people.csv, with the profile recorded last, wherever that was
SELECT p.ref, coalesce(f.given_name, ''), coalesce(f.family_name, ''), f.birth_date, coalesce(f.email, ''),
       coalesce(f.phone, ''), coalesce(f.preferred_language, '')
FROM casework_person p
LEFT JOIN LATERAL (
  SELECT f.*, o.ref AS organization FROM casework_profile f
  JOIN casework_organization o ON o.agency_id = f.agency_id AND o.id = f.organization_id
  WHERE f.agency_id = p.agency_id AND f.person_id = p.id
  ORDER BY f.recorded_at DESC, o.ref COLLATE "C", f.id LIMIT 1
) f ON true
WHERE p.agency_id = %(agency)s AND (%(every)s OR p.ref = ANY (%(refs)s))
ORDER BY p.ref COLLATE "C"
