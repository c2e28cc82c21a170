"""The team of whoever leads one: who has how many, what waits for a decision, what was written late."""
