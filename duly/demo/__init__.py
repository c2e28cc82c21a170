"""Practice data: the cohort that reproduces the published table, and cohorts of any size made up from a program's rules."""
