"""Official counts that say why a case is not counted, what the record lacks, and a supervisor's review of a sample."""
