"""Putting a duty off to a later day of its time: lists follow, what is owed does not."""
