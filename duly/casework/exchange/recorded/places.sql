-- Every organization of the agency
SELECT ref, id::text FROM casework_organization WHERE agency_id = %(agency)s
