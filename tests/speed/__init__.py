"""How fast Duly is, as ratios and counts: gates that every run of the tests keeps, and `make bench`."""
