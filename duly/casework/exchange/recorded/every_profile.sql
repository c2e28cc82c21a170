-- What was ever known of people, the latest first
SELECT p.ref, f.organization_id::text, f.given_name, f.family_name, f.birth_date, f.email, f.phone, f.preferred_language
FROM casework_person p
JOIN casework_profile f ON f.agency_id = p.agency_id AND f.person_id = p.id
WHERE p.agency_id = %(agency)s AND p.ref = ANY (%(refs)s)
ORDER BY f.recorded_at DESC, f.id DESC
