-- People by id
SELECT ref, id::text FROM casework_person WHERE agency_id = %(agency)s AND ref = ANY (%(refs)s)
