"""Documents of a case: what is printed from it, and what is attached to it."""
