-- Addresses in use, of whatever agency: people sign in with them
SELECT lower(email) FROM casework_staff WHERE lower(email) = ANY (%(emails)s)
