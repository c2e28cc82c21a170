"""The case file: everything that ever happened with one person in one program, and what is owed with its because."""
