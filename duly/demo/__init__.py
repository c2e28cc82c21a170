"""Practice data: the cohort of the published table, and cohorts of any size made up from a program's rules."""
