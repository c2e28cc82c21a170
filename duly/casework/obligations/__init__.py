"""Rows → facts → engine → rows: what is owed, derived from what happened."""
