"""The shell every page stands in: base template, macros, error pages, and how a page or a part of it is rendered."""
