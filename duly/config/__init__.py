"""How one installation runs: its home, its database, settings, urls and server."""
