"""Services and referrals given, and milestones reached."""
