"""Closing, holding and reopening a case."""
