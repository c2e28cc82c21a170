"""What follows from the facts: pure functions; no Django, no clock, no database."""
