-- profiles.csv, by person. Left out of an export: what people.csv and cases.csv say alone, which is the same profile at
-- each organization that has a case, recorded with the first case there; or of somebody without a case, one profile of
-- unknown author.
SELECT p.ref, o.ref, f.recorded_at, s.ref,
       f.given_name, f.family_name, f.birth_date, f.email, f.phone, f.preferred_language
FROM casework_profile f
JOIN casework_person p ON p.agency_id = f.agency_id AND p.id = f.person_id
JOIN casework_organization o ON o.agency_id = f.agency_id AND o.id = f.organization_id
LEFT JOIN casework_staff s ON s.agency_id = f.agency_id AND s.id = f.author_id
WHERE f.agency_id = %(agency)s AND (%(every)s OR p.ref = ANY (%(refs)s)) AND (NOT %(every)s OR EXISTS (
  SELECT FROM casework_case c WHERE c.agency_id = p.agency_id AND c.person_id = p.id
  AND NOT EXISTS (
    SELECT FROM casework_profile q
    WHERE q.agency_id = p.agency_id AND q.person_id = p.id AND q.organization_id = c.organization_id
  )
) OR NOT (
  SELECT bool_and(coalesce(
    q.recorded_at = e.recorded_at AND q.author_id IS NOT DISTINCT FROM e.author_id
    AND (q.given_name, q.family_name, q.email, q.phone, q.preferred_language)
      = (l.given_name, l.family_name, l.email, l.phone, l.preferred_language)
    AND q.birth_date IS NOT DISTINCT FROM l.birth_date, false
  )) OR (count(*) = 1 AND count(q.author_id) = 0 AND NOT EXISTS (
    SELECT FROM casework_case c WHERE c.agency_id = p.agency_id AND c.person_id = p.id
  ))
  FROM casework_profile q
  LEFT JOIN LATERAL (
    SELECT c.recorded_at, c.author_id FROM casework_case c
    WHERE c.agency_id = q.agency_id AND c.person_id = q.person_id AND c.organization_id = q.organization_id
    ORDER BY c.recorded_at, c.ref COLLATE "C" LIMIT 1
  ) e ON true
  CROSS JOIN LATERAL (
    SELECT f.*, o.ref AS organization FROM casework_profile f
    JOIN casework_organization o ON o.agency_id = f.agency_id AND o.id = f.organization_id
    WHERE f.agency_id = p.agency_id AND f.person_id = p.id
    ORDER BY f.recorded_at DESC, o.ref COLLATE "C", f.id LIMIT 1
  ) l
  WHERE q.agency_id = p.agency_id AND q.person_id = p.id
))
ORDER BY p.ref COLLATE "C", o.ref COLLATE "C", f.recorded_at, f.id
