"""A supervisor's review: a sample drawn by a seed, a checklist for each case, and the corrections it asks for."""
