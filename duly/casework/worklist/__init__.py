"""Who needs what: today, the caseload, search."""
