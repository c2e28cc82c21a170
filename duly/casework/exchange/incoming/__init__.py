"""Rows on their way in: read, looked up, checked, compared with what is on record, put aside, written."""
