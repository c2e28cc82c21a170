"""Turns in a case that the program's rules know by name."""
