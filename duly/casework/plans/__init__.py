"""The case plan: its items, versions and agreements, on screen and on paper."""
