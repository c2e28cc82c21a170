"""The terms of one case, where its program lets them differ: a later last day, a shorter time between contacts."""
