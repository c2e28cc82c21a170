"""Groups a center serves, members nobody answers for, and people referred elsewhere instead of being enrolled."""
