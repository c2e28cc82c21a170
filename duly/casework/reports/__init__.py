"""Figures over many cases, each opening into the cases and facts behind it."""
